import type { Span } from '../../model/span.ts';
import type { ProgramFile } from '../../program/program.ts';
import type { Names } from '../../python/names.ts';
import { madeIn } from '../travel/unpicklable.ts';
import { exprsOf } from '../../python/lookup.ts';
import { externalName } from '../../python/external.ts';
import { bindingsOf, type Binding } from '../../python/scopes.ts';
import type { Expr, FunctionStmt, Stmt } from '../../python/syntax.ts';
import { contains, expressions } from '../../python/walk.ts';
import { returnedBy } from '../endpoints/outcomes.ts';
import { lineEnd, lineStart } from '../layout.ts';
import type { Part, UnitContext } from '../part.ts';
import { reason } from '../settings/reasons.ts';
import { WEB_APP } from './frameworks.ts';
import { movedInto } from './move.ts';

/**
 * fal pickles a function with the objects of its file that it reads, and an app is none that can be pickled (facts: Starlette's
 * `State`). One that is made at the top of the file moves into the function that serves it, with its routes.
 */
export function moduleApps(context: UnitContext, stmt: FunctionStmt): Part {
  const [found, second] = appsIn(context, stmt);
  if (!found) return importedApp(context, stmt) ?? {};
  const { name } = found;
  const moved = second ? undefined : belongings(context, stmt, found);
  if (!moved) {
    const message = `\`${name}\` is made at the top of the file, and fal cannot send it to a runner: make the app and its routes inside \`${stmt.name}\``;
    return { reasons: [reason(context, 'manual', message, stmt.nameSpan)] };
  }
  const message = `\`${name}\` moves into \`${stmt.name}\` with its routes: fal sends the function to a runner, and cannot send an app`;
  return {
    ...movedInto(context.file.names.module, stmt, moved),
    reasons: [reason(context, 'rewrite-unsafe', message, stmt.nameSpan)],
  };
}

/** App objects of the module that a function reads: what it returns, whatever made it, and what a web framework made. */
function appsIn({ file }: UnitContext, stmt: FunctionStmt): Binding[] {
  const { names } = file;
  const returned = new Set(returnedBy(stmt).flatMap((expr) => (expr ? [rootOf(expr)] : [])));
  const found = new Set<Binding>();
  for (const { expr, scope } of exprsOf(names, 'name')) {
    if (!contains(stmt.body.span, expr.span)) continue;
    const [binding] = bindingsOf(expr.id, scope, expr.span.start);
    if (binding?.scope.kind !== 'module' || !isObject(binding)) continue;
    const value = binding.how.kind === 'assign' ? binding.how.value : undefined;
    const made =
      value?.kind === 'call' ? externalName(names, value.func, binding.scope) : undefined;
    if (returned.has(expr) || (made !== undefined && WEB_APP.test(made))) found.add(binding);
  }
  return [...found];
}

/** `server` of `server.app`. */
function rootOf(expr: Expr): Expr {
  return expr.kind === 'attribute' ? rootOf(expr.value) : expr;
}

/** Whether a name stands for an object that is made while the file is read: by itself, in a tuple, in a block. */
function isObject({ how }: Binding): boolean {
  return ['assign', 'other', 'with', 'each', 'augment'].includes(how.kind);
}

/** What a function returns that another file has made: its name, and what the import says. */
function importedApp(context: UnitContext, stmt: FunctionStmt): Part | undefined {
  const { file } = context;
  const { names } = file;
  for (const { expr, scope } of exprsOf(names, 'name')) {
    if (!returnedBy(stmt).includes(expr)) continue;
    const [binding] = bindingsOf(expr.id, scope, expr.span.start);
    if (binding?.scope.kind !== 'module' || binding.how.kind !== 'import-from') continue;
    const { stmt: from, name } = binding.how;
    const home = names.open(from.module, from.level);
    const there = home?.scopes.module.bindings.get(name)?.at(-1);
    // A function that answers requests itself is sent as any other; what a framework makes is told with the unit's cargo.
    if (home && (!there || !isObject(there) || isFrameworks(home, there))) continue;
    const bring = home ? ', and bring its module with `app_files` or a `COPY` line' : '';
    const message = `\`${expr.id}\` is made at the top of \`${home?.file ?? from.module}\`, and fal cannot send an app to a runner: import it inside \`${stmt.name}\`${bring}`;
    return { reasons: [reason(context, 'manual', message, stmt.nameSpan)] };
  }
  return undefined;
}
/** Whether a framework that is known makes it. */
function isFrameworks(home: Names, { span }: Binding): boolean {
  const made = home.module.body.find((stmt) => contains(stmt.span, span));
  const value = made?.kind === 'assign' ? made.value : undefined;
  return value !== undefined && madeIn(home, value, home.scopes.module) !== undefined;
}

/** The statements that make an app and its routes, if all of them can move. */
function belongings(
  context: UnitContext,
  stmt: FunctionStmt,
  app: Binding,
): readonly Stmt[] | undefined {
  const { file, units, program } = context;
  const { body } = file.names.module;
  const own = app.how.kind === 'assign' ? app.how.stmt : undefined;
  if (!own || !body.includes(own) || !stmt.body.indented) return undefined;
  const home = context.unit.stmt;
  const moved = new Set<Stmt>([own]);
  const names = new Set<string>();
  for (;;) {
    const bound = [...moved].flatMap(boundBy);
    const fresh = bound.filter((name) => !names.has(name));
    if (fresh.length === 0) break;
    for (const name of fresh) {
      names.add(name);
      for (const user of usersOf(file, name)) if (user !== home) moved.add(user);
    }
  }
  const fixed = [...moved].some(
    (each) => units.some((unit) => unit.stmt === each) || !isMovable(file, each),
  );
  const wide = mentions(file, names).some(
    (span) => contains(home.span, span) && !contains(stmt.body.span, span),
  );
  if (fixed || wide || [...names].some((name) => isShared(program.files, file, name)))
    return undefined;
  return body.filter((each) => moved.has(each));
}

function boundBy(stmt: Stmt): string[] {
  if (stmt.kind === 'function' || stmt.kind === 'class') return [stmt.name];
  if (stmt.kind !== 'assign') return [];
  return stmt.targets.flatMap((target) => (target.kind === 'name' ? [target.id] : []));
}

/** Where names of the module are read. */
function mentions({ names }: ProgramFile, wanted: ReadonlySet<string>): Span[] {
  return exprsOf(names, 'name').flatMap(({ expr, scope }) => {
    if (!wanted.has(expr.id)) return [];
    const isOurs = bindingsOf(expr.id, scope, expr.span.start).some(
      (binding) => binding.scope.kind === 'module',
    );
    return isOurs ? [expr.span] : [];
  });
}

/** The statements of the module that mention one of its names. */
function usersOf(file: ProgramFile, name: string): Stmt[] {
  const at = mentions(file, new Set([name]));
  return file.names.module.body.filter((stmt) => at.some((span) => contains(stmt.span, span)));
}

/** Whether a statement has its lines for itself and means the same inside a function. */
function isMovable({ names }: ProgramFile, stmt: Stmt): boolean {
  const { source } = names.module;
  const { start, end } = stmt.span;
  const alone =
    lineStart(source, start) === start &&
    /^[ \t]*(?:#.*)?$/.test(source.slice(end, lineEnd(source, end)));
  if (!alone) return false;
  const bound = boundBy(stmt);
  if (bound.some((name) => (names.scopes.module.bindings.get(name)?.length ?? 0) > 1)) return false;
  if (stmt.kind === 'function' || stmt.kind === 'class') return true;
  if (stmt.kind === 'expr') return stmt.exprs.every((expr) => !makesNames(expr));
  return (
    stmt.kind === 'assign' &&
    stmt.op === '=' &&
    stmt.targets.every(({ kind }) => kind !== 'tuple' && kind !== 'list')
  );
}

function makesNames(expr: Expr): boolean {
  return [...expressions(expr)].some(({ kind }) => kind === 'named' || kind === 'yield');
}

/** Whether another file of the tree imports a name. */
function isShared(
  files: readonly ProgramFile[],
  { names: home }: ProgramFile,
  name: string,
): boolean {
  return files.some(({ names }) =>
    [...names.scopes.module.bindings.values()]
      .flat()
      .some(
        ({ how }) =>
          how.kind === 'import-from' &&
          how.name === name &&
          names.open(how.stmt.module, how.stmt.level) === home,
      ),
  );
}
