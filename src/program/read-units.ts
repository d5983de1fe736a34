import type { Span } from '../model/span.ts';
import type { Names } from '../python/names.ts';
import type { Scope } from '../python/scopes.ts';
import type {
  Argument,
  AttributeExpr,
  ClassStmt,
  Decorator,
  Expr,
  FunctionStmt,
  Stmt,
} from '../python/syntax.ts';
import type { Use } from '../python/uses.ts';
import { statements } from '../python/walk.ts';
import { appObject } from './app-object.ts';
import type { Program, ProgramFile } from './program.ts';
import { spreadSettings } from './spread.ts';
import type {
  AppObject,
  CallSite,
  InheritedMethod,
  Method,
  MethodRole,
  Setting,
  Unit,
  UnitDecorator,
} from './units.ts';

const UNIT_DECORATORS = new Set([
  'modal.App.function',
  'modal.App.cls',
  'modal.App.local_entrypoint',
]);
/** What a unit takes from its App where it says nothing itself (facts: `modal.App` constructor). */
const APP_DEFAULTS = ['image', 'secrets', 'volumes', 'mounts'];
/** Of these a unit has the App's, and its own. */
const ADDED = new Set(['secrets', 'volumes', 'mounts']);
const METHOD_ROLES = new Map<string, MethodRole>([
  ['modal.enter', 'enter'],
  ['modal.build', 'enter'],
  ['modal.exit', 'exit'],
  ['modal.method', 'method'],
  ['modal.batched', 'batched'],
  ['modal.fastapi_endpoint', 'web'],
  ['modal.asgi_app', 'web'],
  ['modal.wsgi_app', 'web'],
  ['modal.web_server', 'web'],
]);

const HOOKS = new Set(['modal.enter', 'modal.exit']);
/** Deeper trees of classes are nobody's Modal program. */
const MAX_BASES = 8;

/** Finds the functions and classes of a program that run on Modal, with their settings and call sites. */
export function readUnits(program: Program): Unit[] {
  const sites = callSites(program);
  return program.files.flatMap((file) => {
    // Without a decorator of the SDK there is no unit, and most files have none.
    if (!file.uses.some((use) => UNIT_DECORATORS.has(use.symbol.name))) return [];
    const decorated = [...statements(file.names.module.body)].flatMap((stmt) => {
      if (stmt.kind !== 'function' && stmt.kind !== 'class') return [];
      const unit = readUnit(file, stmt, sites);
      return unit ? [unit] : [];
    });
    return [...decorated, ...appliedUnits(file, decorated, sites)];
  });
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
  const found = names.scopes.exprs.flatMap(({ expr, scope }) => {
    const use = expr.kind === 'call' ? open.find(({ call }) => call === expr.func) : undefined;
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

/** A decorator that is called with the function that it stands for. */
interface Applied {
  readonly main: UnitDecorator;
  /** Where the call stands. */
  readonly scope: Scope;
  /** The call can stay where it is. */
  readonly kept: boolean;
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

function readDecorators(
  names: Names,
  stmt: FunctionStmt | ClassStmt,
  scope: Scope,
): UnitDecorator[] {
  return stmt.decorators.map((decorator) => {
    const symbol = names.decoratorSymbol(decorator, scope);
    const call = decorator.expr.kind === 'call' ? decorator.expr : undefined;
    return { decorator, ...(symbol && { symbol }), ...(call && { call }) };
  });
}

/** The methods of a class in order of the text, with what each is to Modal. */
export function readMethods(names: Names, stmt: ClassStmt): Method[] {
  const scope = names.scopes.inside(stmt);
  return stmt.body.body.flatMap((member) => {
    if (member.kind !== 'function') return [];
    const decorators = readDecorators(names, member, scope);
    const marked = decorators.find(({ symbol }) => symbol && METHOD_ROLES.has(symbol.name));
    const role = METHOD_ROLES.get(marked?.symbol?.name ?? '') ?? legacyRole(member.name);
    const snapArgument = marked?.call?.args.find((arg) => arg.name === 'snap');
    const snap = snapArgument?.value.kind === 'constant' && snapArgument.value.value === true;
    return [{ stmt: member, role, decorators, snap }];
  });
}

/** Hooks of base classes: those of the farthest base run first, and what a class defines anew hides the old. */
function inheritedHooks(names: Names, stmt: ClassStmt): InheritedMethod[] {
  const own = new Set(
    stmt.body.body.flatMap((member) => (member.kind === 'function' ? [member.name] : [])),
  );
  return basesOf(names, stmt, 0)
    .toReversed()
    .flatMap((base) =>
      readMethods(base.names, base.stmt).flatMap((method): InheritedMethod[] => {
        const isHook = method.decorators.some(({ symbol }) => HOOKS.has(symbol?.name ?? ''));
        if (!isHook || own.has(method.stmt.name)) return [];
        return [{ ...method, names: base.names }];
      }),
    );
}

/** The classes of the tree behind a class, nearest first. */
function basesOf(
  names: Names,
  stmt: ClassStmt,
  depth: number,
): { names: Names; stmt: ClassStmt }[] {
  if (depth > MAX_BASES) return [];
  return names
    .basesOf(stmt)
    .flatMap((base) => [base, ...basesOf(base.names, base.stmt, depth + 1)]);
}

/** `__init__` runs before all hooks; fal does not allow it. Before 0.62 hooks were context-manager methods; Modal ignores those names today. */
function legacyRole(name: string): MethodRole {
  if (name === '__init__' || name === '__enter__' || name === '__aenter__') return 'enter';
  return name === '__exit__' || name === '__aexit__' ? 'exit' : 'plain';
}

/** The App on which a decorator was asked for. */
function appOf(names: Names, { expr }: Decorator, scope: Scope): AppObject | undefined {
  const callee = expr.kind === 'call' ? expr.func : expr;
  return callee.kind === 'attribute' ? appObject({ names, scope, expr: callee.value }) : undefined;
}

function readSettings(
  names: Names,
  main: UnitDecorator,
  scope: Scope,
  app: AppObject | undefined,
  doubts: string[],
): Map<string, Setting> {
  const symbol = main.symbol?.name ?? '';
  const settings = new Map<string, Setting>();
  const inherited = app ? appSettings(app) : [];
  const add = (setting: Setting): unknown => {
    const base = inherited.find(({ name }) => name === setting.name && ADDED.has(name));
    return settings.set(setting.name, { ...setting, ...(base && { base }) });
  };
  for (const setting of inherited) settings.set(setting.name, setting);
  for (const argument of main.call?.args ?? []) {
    if (argument.name !== undefined) {
      const name = names.sdk.keyword(symbol, argument.name);
      add({ name, argument, value: argument.value, names, scope, inherited: false });
    } else if (argument.star === '**') {
      const spread = spreadSettings({ names, scope, expr: argument.value }, symbol);
      if (spread) spread.forEach(add);
      else doubts.push(`\`${textAt(names, argument.value)}\` cannot be resolved`);
    } else doubts.push('its decorator has positional arguments');
  }
  return settings;
}

/** What the App says for all its units. */
function appSettings(app: AppObject): Setting[] {
  const { call, names, scope } = app;
  const set = (name: string, argument: Argument, at: Scope): Setting[] =>
    APP_DEFAULTS.includes(name)
      ? [{ name, argument, value: argument.value, names, scope: at, inherited: true }]
      : [];
  const said = call.args.flatMap((arg) => set(arg.name ?? '', arg, scope));
  return [...said, ...assignedSettings(app, set)];
}

/** `app.image = image`, below the App. */
function assignedSettings(
  { call, names }: AppObject,
  set: (name: string, argument: Argument, scope: Scope) => Setting[],
): Setting[] {
  const { module } = names.scopes;
  return imagesSet(names).flatMap(({ target, value, span }) => {
    const owner = names.valueOf(target.value, module);
    const isOurs = owner.kind === 'instance' && owner.origin?.expr === call;
    return isOurs ? set(target.attr, { star: '', name: target.attr, value, span }, module) : [];
  });
}

/** `x.image = value` at the top level. */
interface ImageSet {
  readonly target: AttributeExpr;
  readonly value: Expr;
  readonly span: Span;
}

const imagesOf = new WeakMap<Names, readonly ImageSet[]>();

function imagesSet(names: Names): readonly ImageSet[] {
  const found = imagesOf.get(names) ?? names.module.body.flatMap(imageSet);
  imagesOf.set(names, found);
  return found;
}

function imageSet(stmt: Stmt): ImageSet[] {
  const [target] = stmt.kind === 'assign' && stmt.op === '=' ? stmt.targets : [];
  if (stmt.kind !== 'assign' || target?.kind !== 'attribute' || !stmt.value) return [];
  return target.attr === 'image' ? [{ target, value: stmt.value, span: stmt.span }] : [];
}

function textAt(names: Names, { span }: Expr): string {
  return names.module.source.slice(span.start, span.end).split('\n')[0] ?? '';
}

/** Uses of units, by the unit's statement. */
function callSites(program: Program): Map<object, CallSite[]> {
  const found = new Map<object, CallSite[]>();
  for (const file of program.files) {
    for (const use of file.uses) {
      const site = siteOf(file, use);
      if (!site) continue;
      found.set(site.of, [...(found.get(site.of) ?? []), site.site]);
    }
  }
  return found;
}

function siteOf(file: ProgramFile, use: Use): { of: object; site: CallSite } | undefined {
  const { receiver, scope } = use;
  const definition = receiver?.definition;
  if (!definition) return undefined;
  const { owner, stmt } = definition;
  if (owner) return { of: owner, site: { file, use, scope, method: stmt.name } };
  return { of: stmt, site: { file, use, scope } };
}
