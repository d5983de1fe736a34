import { exprsOf } from '../python/lookup.ts';
import type { Names } from '../python/names.ts';
import type { Scope } from '../python/scopes.ts';
import type { ClassStmt, Decorator, Expr, FunctionStmt } from '../python/syntax.ts';
import { statements } from '../python/walk.ts';
import { appObject } from './app-object.ts';
import { callSites } from './call-sites.ts';
import { withLookUps } from './looked-up.ts';
import { inheritedHooks, readDecorators, readMethods } from './methods.ts';
import type { Program, ProgramFile } from './program.ts';
import { readSettings } from './settings.ts';
import type { AppObject, CallSite, Unit, UnitDecorator } from './units.ts';

/** A decorator that is called with the function that it stands for. */
interface Applied {
  readonly main: UnitDecorator;
  /** Where the call stands. */
  readonly scope: Scope;
  /** The call can stay where it is. */
  readonly kept: boolean;
}

const UNIT_DECORATORS = new Set([
  'modal.App.function',
  'modal.App.cls',
  'modal.App.local_entrypoint',
]);

/** Modal takes these on functions and methods only. */
const NOT_ON_CLASSES = new Set([
  'modal.fastapi_endpoint',
  'modal.asgi_app',
  'modal.wsgi_app',
  'modal.web_server',
  'modal.method',
  'modal.enter',
  'modal.exit',
]);

/** Finds the functions and classes of a program that run on Modal, with their settings and call sites. */
export function readUnits(program: Program): Unit[] {
  const sites = callSites(program);
  const units = program.files.flatMap((file) => {
    // Without a decorator of the SDK there is no unit, and most files have none.
    if (!file.uses.some((use) => UNIT_DECORATORS.has(use.symbol.name))) return [];
    const decorated = [...statements(file.names.module.body)].flatMap((stmt) => {
      if (stmt.kind !== 'function' && stmt.kind !== 'class') return [];
      const unit = readUnit(file, stmt, sites);
      return unit ? [unit] : [];
    });
    return [...decorated, ...appliedUnits(file, decorated, sites)];
  });
  return withLookUps(units, program);
}

/** Units that a call makes: `app.function(gpu="T4")(f)`. */
function appliedUnits(
  file: ProgramFile,
  decorated: readonly Unit[],
  sites: ReadonlyMap<object, readonly CallSite[]>,
): Unit[] {
  const { names, uses } = file;
  const taken = new Set(decorated.flatMap((unit) => unit.decorators.map(({ call }) => call)));
  const open = uses.filter(
    ({ call, role, symbol }) =>
      call && role === 'decorator' && UNIT_DECORATORS.has(symbol.name) && !taken.has(call),
  );
  if (open.length === 0) return [];
  const found = exprsOf(names, 'call').flatMap(({ expr, scope }) => {
    const use = open.find(({ call }) => call === expr.func);
    const value = use && names.valueOf(expr, scope);
    if (!use?.call || value?.kind !== 'instance' || value.definition?.names !== names) return [];
    return [{ expr, scope, use, call: use.call, stmt: value.definition.stmt }];
  });
  return found.flatMap(({ expr, scope, use, call, stmt }) => {
    const alone = found.filter((other) => other.stmt === stmt).length === 1;
    const kept = alone && stmt.kind === 'function' && isNamed(names, expr);
    const decorator = { span: expr.span, expr: call };
    const main = { decorator, symbol: use.symbol, call };
    const unit = readUnit(file, stmt, sites, { main, scope, kept });
    return unit ? [unit] : [];
  });
}

/** `remote_work = app.function(…)(work)`: the same call of fal's makes the same. */
function isNamed(names: Names, expr: Expr): boolean {
  if (expr.kind !== 'call' || expr.args[0]?.value.kind !== 'name') return false;
  return names.scopes.stmts.some(
    (stmt) => stmt.kind === 'assign' && stmt.value === expr && stmt.targets.every(isName),
  );
}

function isName({ kind }: Expr): boolean {
  return kind === 'name';
}

function readUnit(
  file: ProgramFile,
  stmt: FunctionStmt | ClassStmt,
  sites: ReadonlyMap<object, readonly CallSite[]>,
  applied?: Applied,
): Unit | undefined {
  const { names } = file;
  const scope = names.scopeOf(stmt);
  const written = readDecorators(names, stmt, scope);
  const decorators = applied ? [applied.main, ...written] : written;
  const main = decorators.find(({ symbol }) => symbol && UNIT_DECORATORS.has(symbol.name));
  if (!main) return undefined;
  // Modal itself refuses a class under `@app.function`.
  if ((main.symbol?.name === 'modal.App.cls') !== (stmt.kind === 'class')) return undefined;
  const doubts: string[] = [];
  if (applied && !applied.kept)
    doubts.push(`\`${stmt.name}\` is put on Modal by a call: write its decorator above it`);
  if (scope.kind !== 'module') doubts.push(`\`${stmt.name}\` is defined inside a function`);
  const misplaced =
    stmt.kind === 'class'
      ? written.find(({ symbol }) => symbol && NOT_ON_CLASSES.has(symbol.name))
      : undefined;
  if (misplaced?.symbol)
    doubts.push(`\`@${misplaced.symbol.legacy ?? misplaced.symbol.name}\` stands on a class`);
  const at = applied?.scope ?? scope;
  const app = appOf(names, main.decorator, at);
  if (!app) doubts.push('its App is not made in this tree');
  const entrypoint = main.symbol?.name === 'modal.App.local_entrypoint';
  const settings = readSettings(names, main, at, entrypoint ? undefined : app, doubts);
  return {
    kind: entrypoint ? 'entrypoint' : stmt.kind,
    name: stmt.name,
    file,
    stmt,
    scope,
    ...(app && { app }),
    decorators,
    settings,
    methods: stmt.kind === 'class' ? readMethods(names, stmt) : [],
    inherited: stmt.kind === 'class' ? inheritedHooks(names, stmt) : [],
    sites: sites.get(stmt) ?? [],
    doubts,
  };
}

/** The App on which a decorator was asked for. */
function appOf(names: Names, { expr }: Decorator, scope: Scope): AppObject | undefined {
  const callee = expr.kind === 'call' ? expr.func : expr;
  return callee.kind === 'attribute' ? appObject({ names, scope, expr: callee.value }) : undefined;
}
