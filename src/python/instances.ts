import {
  attributeSets,
  fieldsOf,
  isFrozen,
  isValidated,
  kindOf,
  lineOf,
  methodOf,
  ownAssignment,
  type Field,
  type UserClass,
} from './classes.ts';
import { bindArguments } from './apply.ts';
import { externalName } from './external.ts';
import { holds } from './flow.ts';
import type { Readers } from './follow.ts';
import type { Names } from './names.ts';
import type { Located, Unknown } from './place.ts';
import type { AssignStmt, CallExpr, Expr, FunctionStmt } from './syntax.ts';
import { fitsAnnotation } from './fold/annotation.ts';
import { statements } from './walk.ts';

const PROPERTY = /^(?:property|(?:functools\.)?cached_property|pydantic\.computed_field)$/;

/** Whether a method is read without a call. */
export function isPropertyLike(names: Names, stmt: FunctionStmt): boolean {
  const scope = names.scopeOf(stmt);
  return stmt.decorators.some(({ expr }) => {
    const callee = expr.kind === 'call' ? expr.func : expr;
    return PROPERTY.test(externalName(names, callee, scope) ?? '');
  });
}

/** An attribute of the object that a call of a class of the tree makes; nothing where it is no value of the program's text. */
export function instanceAttribute(
  of: UserClass,
  made: Located,
  attr: string,
  readers: Readers,
): Located | Unknown | undefined {
  if (made.expr.kind !== 'call') return undefined;
  const kind = kindOf(of);
  if (kind === 'open' || kind === 'enum') return undefined;
  const at: ObjectAt = { of, made, call: made.expr, attr, readers };
  const method = methodOf(of, attr);
  if (method) return propertyOf(at, method);
  const init = methodOf(of, '__init__');
  const sets = setsOf(at);
  if (kind === 'plain') return plainAttribute(at, init, sets);
  if (sets.length > 0) return changed(at);
  if (init) return undefined;
  const field = fieldsOf(of).get(attr);
  return field ? fieldValue(at, field, kind) : bodyValue(at);
}

interface ObjectAt {
  readonly of: UserClass;
  readonly made: Located;
  readonly call: CallExpr;
  readonly attr: string;
  readonly readers: Readers;
}

interface MethodAt {
  readonly home: UserClass;
  readonly stmt: FunctionStmt;
}

function changed({ attr }: ObjectAt): Unknown {
  return { unknown: `the attribute \`${attr}\`, which is set anew` };
}

/** Every `x.attr = …` in the files of the class and of the object. */
function setsOf({ of, made, attr }: ObjectAt): Expr[] {
  if (isFrozen(of)) return [];
  const files = new Set([made.names, ...lineOf(of).map(({ names }) => names)]);
  return [...files].flatMap((names) => attributeSets(names, attr, of));
}

function propertyOf(at: ObjectAt, { home, stmt }: MethodAt): Located | Unknown | undefined {
  const [self] = stmt.params;
  if (!self || !isPropertyLike(home.names, stmt)) return undefined;
  if (setsOf(at).length > 0) return changed(at);
  const frame = new Map(at.made.frame).set(self, at.made);
  return at.readers.entered(stmt, home.names, { ...at.made, frame });
}

/** `self.attr = value` of the constructor, or what the body of the class says. */
function plainAttribute(
  at: ObjectAt,
  init: MethodAt | undefined,
  sets: readonly Expr[],
): Located | Unknown | undefined {
  const { made, call, readers } = at;
  if (!init) {
    if (sets.length > 0) return changed(at);
    return call.args.length === 0 ? bodyValue(at) : undefined;
  }
  const { names } = init.home;
  const own = assignments(init.stmt, at.attr);
  const elsewhere = sets.filter((set) => !own.some(({ targets }) => targets.includes(set)));
  if (elsewhere.length > 0) return changed(at);
  const [only, second] = own;
  if (!only) return bodyValue(at);
  const [self, ...params] = init.stmt.params;
  const home = { names, scope: names.scopeOf(init.stmt) };
  const frame = bindArguments(params, call.args, made, home);
  if (!self || !frame || second || !only.value || only.op !== '=') return undefined;
  frame.set(self, made);
  const scope = names.scopes.inside(init.stmt);
  const inside = { ...made, names, scope, frame };
  const held = holds(names.scopes.placeOf(only).branches, undefined, readers.testIn(inside, scope));
  return held === true ? { ...inside, expr: only.value } : undefined;
}

function assignments({ body, params }: FunctionStmt, attr: string): AssignStmt[] {
  const self = params[0]?.name;
  return [...statements(body.body)].flatMap((stmt) => {
    if (stmt.kind !== 'assign') return [];
    const hit = stmt.targets.some(
      (target) =>
        target.kind === 'attribute' &&
        target.attr === attr &&
        target.value.kind === 'name' &&
        target.value.id === self,
    );
    return hit ? [stmt] : [];
  });
}

/** A name of the class's body that is no field. */
function bodyValue({ of, made, attr, readers }: ObjectAt): Located | Unknown | undefined {
  for (const home of lineOf(of)) {
    const stmt = ownAssignment(home, attr);
    if (!stmt) continue;
    if (!stmt.value) return undefined;
    const { frame: _frame, ...place } = made;
    return readers.bodyName(place, home, attr);
  }
  return undefined;
}

/** A field's value: what the call gives, or the default. */
function fieldValue(
  at: ObjectAt,
  field: Field,
  kind: 'dataclass' | 'namedtuple' | 'pydantic',
): Located | undefined {
  const { made, call, attr, readers } = at;
  const byName = call.args.find(({ name }) => name === attr);
  const place = kind === 'pydantic' ? -1 : [...fieldsOf(at.of).keys()].indexOf(attr);
  const positional = call.args.slice(0, place + 1);
  const byPlace = positional.every(({ name, star }) => name === undefined && star === '')
    ? positional[place]
    : undefined;
  const argument = byName ?? byPlace;
  const open = call.args.some(({ star }) => star !== '');
  if (!argument && open) return undefined;
  const found = argument ? { ...made, expr: argument.value } : defaultOf(field, made);
  if (!found || kind !== 'pydantic') return hasInit(field) ? found : undefined;
  if (isValidated(at.of, attr) || isAliased(field)) return undefined;
  return fitsAnnotation(field.stmt.annotation, readers.constantAt(found)) ? found : undefined;
}

function defaultOf({ home, stmt }: Field, made: Located): Located | undefined {
  const { names } = home;
  const scope = names.scopes.inside(home.stmt);
  const { frame: _frame, ...rest } = made;
  const here = (expr: Expr): Located => ({ ...rest, names, scope, expr });
  const { value } = stmt;
  const call = value && fieldCall(value, names, home);
  if (!value || !call) return value && here(value);
  const argument = (name: string): Expr | undefined =>
    call.args.find((arg) => arg.name === name)?.value;
  const [first] = call.args;
  const plain =
    argument('default') ??
    (first?.name === undefined && first?.star === '' ? first.value : undefined);
  if (plain) return plain.kind === 'constant' && plain.value === '...' ? undefined : here(plain);
  const factory = argument('default_factory');
  return (
    factory &&
    here({ kind: 'call', func: factory, args: [], argsSpan: factory.span, span: factory.span })
  );
}

/** `field(default=…)`, `Field("x")`. */
function fieldCall(value: Expr, names: Names, { stmt }: UserClass): CallExpr | undefined {
  if (value.kind !== 'call') return undefined;
  const name = externalName(names, value.func, names.scopes.inside(stmt)) ?? '';
  return /^(?:dataclasses\.field|pydantic\.Field)$/.test(name) ? value : undefined;
}

function keywordsOf({ home, stmt }: Field): readonly (string | undefined)[] {
  const call = stmt.value && fieldCall(stmt.value, home.names, home);
  return call?.args.map(({ name }) => name) ?? [];
}

function hasInit(field: Field): boolean {
  const keywords = keywordsOf(field);
  return !keywords.includes('init') && !keywords.includes('kw_only');
}

function isAliased(field: Field): boolean {
  return keywordsOf(field).some((name) => name?.includes('alias') === true);
}
