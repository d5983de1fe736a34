import type { Unit } from '../../program/units.ts';
import { exprsWithin, stmtsWithin } from '../../python/lookup.ts';
import { bindingsOf } from '../../python/scopes.ts';
import type { ClassStmt, Expr, FunctionStmt, NameExpr, Stmt } from '../../python/syntax.ts';
import { contains } from '../../python/walk.ts';
import { RESERVED } from '../endpoints/reserved.ts';
import { servedMethod } from '../web/served-method.ts';
import { initFields, initOf, type Field } from './fields.ts';

/** A parameter of `__init__`, and what its body does with it. */
export interface Taken {
  readonly field: Field;
  /** `self.size = size`, where that is all that ever sets the attribute here. */
  readonly setter?: Stmt;
  /** Mentions of the parameter elsewhere in the body. */
  readonly reads: readonly NameExpr[];
}

/** An `__init__` that a fal app cannot have, taken apart. */
export interface Constructor {
  readonly stmt: FunctionStmt;
  readonly self: string;
  readonly taken: readonly Taken[];
  /** `super().__init__()`, where nothing of the user's answers it. */
  readonly supers: readonly Stmt[];
  /** Nothing of the body is left to run. */
  readonly dissolved: boolean;
  readonly refused?: string;
}

const known = new WeakMap<Unit, Constructor | undefined>();

/** Whether all that `__init__` does is to keep what it is given: class attributes take its place. */
export function isDissolved(unit: Unit, stmt: Stmt): boolean {
  const init = constructorOf(unit);
  // A class that serves stays a plain class, constructor and all.
  return init?.stmt === stmt && init.dissolved && !servedMethod(unit);
}

/** The `__init__` of a class. */
export function constructorOf(unit: Unit): Constructor | undefined {
  if (known.has(unit)) return known.get(unit);
  const stmt = initOf(unit);
  const found =
    stmt && unit.stmt.kind === 'class' ? readConstructor(unit, unit.stmt, stmt) : undefined;
  known.set(unit, found);
  return found;
}

function readConstructor(unit: Unit, of: ClassStmt, stmt: FunctionStmt): Constructor {
  const self = stmt.params[0]?.name ?? 'self';
  const taken = initFields(unit).map((field) => readTaken(unit, stmt, self, field));
  const supers = stmt.body.body.filter((each) => isSuperInit(unit, of, each));
  const gone = new Set([...supers, ...taken.flatMap(({ setter }) => setter ?? [])]);
  const rest = stmt.body.body.filter((each, i) => !gone.has(each) && !isIdle(each, i));
  const dissolved = rest.length === 0 && taken.every(({ reads }) => reads.length === 0);
  const oneLine = !stmt.body.indented && !dissolved && taken.length > 0;
  const refused = oneLine
    ? `\`__init__\` of \`${unit.name}\` has its body on one line`
    : refusalOf(unit, of, stmt, supers);
  return {
    stmt,
    self,
    taken,
    supers,
    dissolved,
    ...(refused !== undefined && { refused }),
  };
}

function refusalOf(
  { file: { names } }: Unit,
  of: ClassStmt,
  stmt: FunctionStmt,
  supers: readonly Stmt[],
): string | undefined {
  if (stmt.params.length <= 1) return undefined;
  const bases = names.basesOf(of).some((base) => initOf(base) !== undefined);
  const calls = exprsWithin(names, stmt.span).some(
    ({ expr }) =>
      expr.kind === 'name' &&
      expr.id === 'super' &&
      !supers.some(({ span }) => contains(span, expr.span)),
  );
  const starred = stmt.params.some(({ star }) => star !== '');
  return bases || calls || starred
    ? 'its `__init__` takes arguments, and a fal app is made without any'
    : undefined;
}

/** A docstring, or `pass`. */
function isIdle(stmt: Stmt, at: number): boolean {
  if (stmt.kind === 'pass') return true;
  return at === 0 && stmt.kind === 'expr' && stmt.exprs[0]?.kind === 'string';
}

/** `super().__init__()` of a class that has no base of the user's with an `__init__`. */
function isSuperInit({ file: { names } }: Unit, of: ClassStmt, stmt: Stmt): boolean {
  const call = stmt.kind === 'expr' ? stmt.exprs[0] : undefined;
  if (call?.kind !== 'call' || call.args.length > 0 || call.func.kind !== 'attribute') return false;
  const { value, attr } = call.func;
  if (attr !== '__init__' || value.kind !== 'call' || value.func.kind !== 'name') return false;
  const bases = names.basesOf(of);
  const all = of.args.filter(({ name, value: base }) => name === undefined && !isObject(base));
  return (
    value.func.id === 'super' &&
    bases.length === all.length &&
    bases.every((base) => initOf(base) === undefined && base.stmt.args.length === 0)
  );
}

function isObject(expr: Expr): boolean {
  return expr.kind === 'name' && expr.id === 'object';
}

function readTaken(unit: Unit, stmt: FunctionStmt, self: string, field: Field): Taken {
  const { names } = unit.file;
  const all = exprsWithin(names, stmt.body.span).flatMap(({ expr, scope }): NameExpr[] => {
    if (expr.kind !== 'name' || expr.id !== field.name) return [];
    const [binding] = bindingsOf(expr.id, scope, expr.span.start);
    return binding?.scope.node === stmt ? [expr] : [];
  });
  const targets = attributesSet(unit, stmt, self, field.name);
  const bound = names.scopes.inside(stmt).bindings.get(field.name)?.length ?? 0;
  const setter = stmt.body.body.find((each) => isSetter(each, self, field.name));
  const free = !RESERVED.has(field.name) && !hasMember(unit, field.name);
  if (!setter || targets !== 1 || bound > 1 || !free) return { field, reads: all };
  return { field, setter, reads: all.filter(({ span }) => !contains(setter.span, span)) };
}

/** `self.size = size`. */
function isSetter(stmt: Stmt, self: string, name: string): boolean {
  if (stmt.kind !== 'assign' || stmt.op !== '=' || stmt.value?.kind !== 'name') return false;
  const [target, second] = stmt.targets;
  if (target?.kind !== 'attribute' || second || stmt.value.id !== name) return false;
  return target.attr === name && target.value.kind === 'name' && target.value.id === self;
}

/** How often `__init__` sets an attribute. */
function attributesSet(
  { file: { names } }: Unit,
  stmt: FunctionStmt,
  self: string,
  name: string,
): number {
  const isIt = (target: Expr): boolean => {
    if (target.kind === 'tuple' || target.kind === 'list') return target.items.some(isIt);
    if (target.kind !== 'attribute' || target.attr !== name) return false;
    return target.value.kind === 'name' && target.value.id === self;
  };
  return stmtsWithin(names, stmt.body.span).filter((each) => {
    if (each.kind === 'assign') return each.targets.some(isIt);
    return 'clauses' in each && each.clauses.some(({ targets }) => targets.some(isIt));
  }).length;
}

/** Whether the body of a class binds a name. */
export function hasMember({ file: { names }, stmt }: Unit, name: string): boolean {
  return stmt.kind === 'class' && names.scopes.inside(stmt).bindings.has(name);
}

/** Whether a class attribute of the parameter's name would be another thing than the parameter. */
export function isWritten(init: Constructor, unit: Unit, { field }: Taken): boolean {
  const { name } = field;
  const bound = unit.file.names.scopes.inside(init.stmt).bindings.get(name)?.length ?? 0;
  const sets = attributesSet(unit, init.stmt, init.self, name);
  return bound > 1 || sets > 0 || RESERVED.has(name) || hasMember(unit, name);
}
