import { exprsOf } from './lookup.ts';
import type { Names } from './names.ts';
import { bindingsOf, owner, type Binding, type Scope } from './scopes.ts';
import type { CallExpr, Expr, SubscriptExpr } from './syntax.ts';
import { FOREIGN, UNKNOWN, isSdk, join, type Value } from './values.ts';

/** An expression that stands for every item, or one of the items, of a collection. */
interface Item {
  readonly expr: Expr;
  readonly scope: Scope;
}

const MAX_DEPTH = 12;
/** What gives the items of its argument back. */
const SAME_ITEMS = new Set(['list', 'tuple', 'set', 'sorted', 'reversed', 'iter', 'frozenset']);
/** What takes one value out of a dict. */
const TAKERS = new Set(['get', 'pop']);
const ADDERS = new Set(['append', 'add', 'appendleft', 'put']);

/** What the target of a loop is, each time: `path` leads through its tuples. */
export function eachValue(
  names: Names,
  iterable: Expr,
  scope: Scope,
  path: readonly number[],
): Value {
  const [first, ...rest] = path;
  const name = first === undefined ? undefined : builtinCall(iterable, scope);
  if (first !== undefined && name !== undefined && iterable.kind === 'call') {
    const args = iterable.args.map(({ value }) => value);
    const of = name === 'enumerate' ? (first === 1 ? args[0] : undefined) : args[first];
    if (name === 'enumerate' || name === 'zip') {
      return of ? eachValue(names, of, scope, rest) : UNKNOWN;
    }
  }
  const items = itemsOf(names, iterable, scope, 0);
  const values = items.map((item) => valueAt(names, item, path));
  // Among other things an object of the SDK is not what a loop is about: `for key, value in jobs.items()`.
  const mixed =
    values.some(isSdk) && items.some(({ expr }, i) => values[i] === FOREIGN && !isNone(expr));
  return values.length > 0 && !mixed ? join(values) : UNKNOWN;
}

function isNone(expr: Expr): boolean {
  return expr.kind === 'constant' && expr.value === null;
}

/** `calls[0]`, `calls["a"]`: any item of what was put there. */
export function subscriptValue(names: Names, { value, index }: SubscriptExpr, scope: Scope): Value {
  if (index.kind === 'slice') return UNKNOWN;
  const items = [...itemsOf(names, value, scope, 0), ...entriesOf(names, value, scope, 0)];
  const values = items.map((item) => valueAt(names, item, []));
  return values.length > 0 ? join(values) : UNKNOWN;
}

/** `calls.get(key, other)`: any value of the dict, or the other one. */
export function entryValue(names: Names, { func, args }: CallExpr, scope: Scope): Value {
  if (func.kind !== 'attribute' || !TAKERS.has(func.attr)) return UNKNOWN;
  const entries = entriesOf(names, func.value, scope, 0);
  const [, other] = args;
  const items = [...entries, ...(other ? [{ expr: other.value, scope }] : [])];
  const values = items.map((item) => valueAt(names, item, []));
  return entries.length > 0 ? join(values) : UNKNOWN;
}

function valueAt(names: Names, { expr, scope }: Item, path: readonly number[]): Value {
  const [first, ...rest] = path;
  if (first === undefined) return names.valueOf(expr, scope);
  const inner = expr.kind === 'tuple' || expr.kind === 'list' ? expr.items[first] : undefined;
  return inner ? valueAt(names, { expr: inner, scope }, rest) : UNKNOWN;
}

/** The expressions that the items of a list, tuple or set come from; none where they are not known. */
function itemsOf(names: Names, expr: Expr, scope: Scope, depth: number): readonly Item[] {
  if (depth > MAX_DEPTH) return [];
  switch (expr.kind) {
    case 'list':
    case 'tuple':
    case 'set':
      return expr.items.map((item) => ({ expr: item, scope }));
    case 'comprehension': {
      const [element, second] = expr.element;
      return element && !second ? [{ expr: element, scope: names.scopes.inside(expr) }] : [];
    }
    case 'name':
      return bindingsOf(expr.id, scope, expr.span.start).flatMap((binding) => {
        const { how } = binding;
        const made =
          how.kind === 'assign' ? itemsOf(names, how.value, binding.scope, depth + 1) : [];
        return [...made, ...addedTo(names, binding, false)];
      });
    case 'call':
      return callItems(names, expr, scope, depth);
    default:
      return [];
  }
}

function callItems(names: Names, expr: CallExpr, scope: Scope, depth: number): readonly Item[] {
  const name = builtinCall(expr, scope);
  const [first] = expr.args;
  if (name !== undefined && SAME_ITEMS.has(name) && first?.star === '')
    return itemsOf(names, first.value, scope, depth + 1);
  const { func } = expr;
  if (func.kind !== 'attribute') return [];
  if (func.attr === 'values') return entriesOf(names, func.value, scope, depth + 1);
  if (func.attr !== 'items') return [];
  return entriesOf(names, func.value, scope, depth + 1).map(({ expr: value, scope: at }) => {
    // What the keys are is of no interest; nothing of the SDK.
    const key: Expr = { kind: 'constant', value: '...', span: value.span };
    return { expr: { kind: 'tuple', items: [key, value], span: value.span }, scope: at };
  });
}

/** The expressions that the values of a dict come from. */
function entriesOf(names: Names, expr: Expr, scope: Scope, depth: number): readonly Item[] {
  if (depth > MAX_DEPTH) return [];
  if (expr.kind === 'dict') return expr.entries.map(({ value }) => ({ expr: value, scope }));
  if (expr.kind === 'comprehension') {
    const [, value] = expr.element;
    return value ? [{ expr: value, scope: names.scopes.inside(expr) }] : [];
  }
  if (expr.kind !== 'name') return [];
  return bindingsOf(expr.id, scope, expr.span.start).flatMap((binding) => {
    const { how } = binding;
    const made = how.kind === 'assign' ? entriesOf(names, how.value, binding.scope, depth + 1) : [];
    return [...made, ...addedTo(names, binding, true)];
  });
}

/** What is put into collections after they are made, by the name of the collection. */
interface Added {
  readonly to: Expr;
  readonly scope: Scope;
  readonly value: Expr;
  /** `calls[key] = x`, and not `calls.append(x)`. */
  readonly stored: boolean;
}

const added = new WeakMap<Names, ReadonlyMap<string, readonly Added[]>>();

/** `calls.append(x)` and `calls[key] = x` of a module; looked for once. */
function additions(names: Names): ReadonlyMap<string, readonly Added[]> {
  const known = added.get(names);
  if (known) return known;
  const found = new Map<string, Added[]>();
  const add = (to: Expr, scope: Scope, value: Expr, stored: boolean): void => {
    if (to.kind !== 'name') return;
    const list = found.get(to.id);
    if (list) list.push({ to, scope, value, stored });
    else found.set(to.id, [{ to, scope, value, stored }]);
  };
  const targets = new Map<Expr, Expr>();
  for (const stmt of names.scopes.stmts) {
    if (stmt.kind !== 'assign' || stmt.op !== '=' || !stmt.value) continue;
    for (const target of stmt.targets) targets.set(target, stmt.value);
  }
  for (const { expr, scope } of exprsOf(names, 'call')) {
    const [argument] = expr.args;
    if (argument && expr.func.kind === 'attribute' && ADDERS.has(expr.func.attr))
      add(expr.func.value, scope, argument.value, false);
  }
  for (const { expr, scope } of exprsOf(names, 'subscript')) {
    const value = targets.get(expr);
    if (value) add(expr.value, scope, value, true);
  }
  added.set(names, found);
  return found;
}

function addedTo(names: Names, { name, scope: home }: Binding, stored: boolean): Item[] {
  return (additions(names).get(name) ?? []).flatMap((one) =>
    one.stored === stored && owner(name, one.scope) === home
      ? [{ expr: one.value, scope: one.scope }]
      : [],
  );
}

/** The name of a builtin that is called, unless it is the user's own. */
function builtinCall(expr: Expr, scope: Scope): string | undefined {
  if (expr.kind !== 'call' || expr.func.kind !== 'name') return undefined;
  const { id } = expr.func;
  return owner(id, scope) ? undefined : id;
}
