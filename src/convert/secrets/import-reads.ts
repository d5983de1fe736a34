import type { Edit } from '../../model/span.ts';
import type { Program } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import { externalName } from '../../python/external.ts';
import { exprsWithin, parentOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import type { Scope } from '../../python/scopes.ts';
import type { Expr, FunctionStmt, Stmt } from '../../python/syntax.ts';
import { contains } from '../../python/walk.ts';
import { atBodyStart, lineStart, styleOf, textAt } from '../layout.ts';
import { commentAbove, isHeading } from '../remarks/above.ts';
import { commentBehind } from '../remarks/remarks.ts';
import { removals } from '../removals.ts';
import type { Read } from './environment.ts';
import { decoratorSpans, inSdkCall } from '../settings/reach.ts';
import { referencesIn, type Reference } from '../settings/references.ts';

/**
 * Whether a variable that is read at import says how the program is deployed: a decorator, an image or the App needs it on the
 * machine that deploys, where no secret of Modal's ever is; or it is a number, as no secret is.
 */
export function isConfiguration(program: Program, units: readonly Unit[], read: Read): boolean {
  if (!read.atImport) return false;
  const top = referencesIn(program).at(read.names, read.span.start);
  return isNumber(read) || (top !== undefined && isAsked(program, units, top.stmt, new Set()));
}

/** `int(os.environ.get("WORKERS", "8"))` */
function isNumber({ names, span }: Read): boolean {
  return exprsWithin(names, span).some(({ expr, scope }) => {
    const around = expr.span.start === span.start ? parentOf(names, expr) : undefined;
    if (around?.kind !== 'call' || around.func === expr) return false;
    return /^(?:int|float)$/.test(externalName(names, around.func, scope) ?? '');
  });
}

/** Whether a constant, or another that is made of it, stands in a decorator of a unit or in a call of the SDK. */
function isAsked(program: Program, units: readonly Unit[], stmt: Stmt, seen: Set<Stmt>): boolean {
  if (seen.has(stmt)) return false;
  seen.add(stmt);
  return referencesIn(program)
    .to(stmt)
    .some((at) => {
      const asked =
        inDecorator(units, at) ||
        inSdkCall(program, at.names, at.expr.span, /^modal\.(?!Secret\b)/);
      if (asked) return true;
      const home = at.home?.stmt;
      return home?.kind === 'assign' && isAsked(program, units, home, seen);
    });
}

function inDecorator(units: readonly Unit[], { names, expr }: Reference): boolean {
  return units.some(
    (unit) =>
      unit.file.names === names && decoratorSpans(unit).some((span) => contains(span, expr.span)),
  );
}

/** Edits of one file. */
export interface MovedRead {
  readonly names: Names;
  readonly edits: readonly Edit[];
}

/**
 * `TOKEN = os.environ["TOKEN"]` at the top of a file becomes the first line of every function that reads `TOKEN`: Modal runs both
 * in the container, fal imports the file where it is deployed. Nothing where other code may read the name.
 */
export function movedRead(program: Program, { names, span }: Read): MovedRead | undefined {
  const references = referencesIn(program);
  const stmt = references.at(names, span.start)?.stmt;
  if (stmt?.kind !== 'assign' || !stmt.value || stmt.op !== '=') return undefined;
  const [target, second] = stmt.targets;
  if (target?.kind !== 'name' || second || !names.module.body.includes(stmt)) return undefined;
  const { module, source } = { module: names.module, source: names.module.source };
  const text = textAt(source, stmt.span);
  const alone = names.scopes.module.bindings.get(target.id)?.length === 1;
  if (!alone || /[\r\n]/.test(text) || !isPlain(names, stmt.value)) return undefined;
  if (isImported(program, names, target.id)) return undefined;
  const homes = references
    .to(stmt)
    .map((at) => (at.names === names ? homeOf(at.scope) : undefined));
  const found = homes.filter((home) => home !== undefined);
  if (found.length === 0 || found.length < homes.length) return undefined;
  const style = styleOf(names);
  const behind = commentBehind(module, stmt.span);
  const own = commentAbove(source, lineStart(source, stmt.span.start));
  const above = isHeading(own) ? [] : own;
  const said = [...above, behind === undefined ? text : `${text}  ${behind}`];
  const lines = [...new Set(found)].map((home) => atBodyStart(source, home, said, style.indent));
  return { names, edits: [...lines, ...removals(module, [stmt.span])] };
}

/** The outermost function around a scope: what runs when the file is imported has none. */
function homeOf(scope: Scope): FunctionStmt | undefined {
  let found: FunctionStmt | undefined;
  for (let at: Scope | undefined = scope; at; at = at.parent)
    if (at.node?.kind === 'function') found = at.node;
  return found;
}

const SIMPLE = /^(?:os\.(?:getenv|environ(?:\.get)?)|os|int|float|str|bool)$/;
const TEXT_METHODS = /^(?:strip|lstrip|rstrip|lower|upper|split)$/;

/** Whether a value is made of the environment and of literals, so that it is the same whenever it is made. */
function isPlain(names: Names, value: Expr): boolean {
  return exprsWithin(names, value.span).every(({ expr, scope }) => {
    switch (expr.kind) {
      case 'name':
        return SIMPLE.test(externalName(names, expr, scope) ?? '');
      case 'call': {
        const callee = externalName(names, expr.func, scope) ?? '';
        const method = expr.func.kind === 'attribute' ? expr.func.attr : '';
        return SIMPLE.test(callee) || TEXT_METHODS.test(method);
      }
      case 'attribute':
        return (
          expr.attr === 'environ' ||
          /^(?:get|getenv)$/.test(expr.attr) ||
          TEXT_METHODS.test(expr.attr)
        );
      default:
        return /^(?:string|number|constant|binary|unary|conditional|subscript)$/.test(expr.kind);
    }
  });
}

/** Whether another file takes the name, whatever it does with it. */
function isImported({ files }: Program, home: Names, name: string): boolean {
  return files.some(({ names }) =>
    names.scopes.stmts.some(
      (stmt) =>
        stmt.kind === 'import-from' &&
        stmt.names.some((item) => item.name === name || item.name === '*') &&
        names.open(stmt.module, stmt.level) === home,
    ),
  );
}
