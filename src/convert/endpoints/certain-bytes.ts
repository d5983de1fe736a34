import { exprsOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, owner, type Binding, type Scope } from '../../python/scopes.ts';
import type { CallExpr, Expr, FunctionStmt } from '../../python/syntax.ts';
import { bytesType } from './bytes-type.ts';
import {
  certainlyBytes,
  dictOf,
  joined,
  listOf,
  LOST,
  NONE,
  tupleOf,
  type Certain,
} from './certain.ts';
import { isResponse, ofCall, type Reader } from './certain-calls.ts';
import { fallsThrough, returnedBy } from './outcomes.ts';
import { BYTES, PLAIN } from './shape.ts';

/** Chains of names longer than this are nobody's code. */
const MAX_DEPTH = 40;

const values = new WeakMap<Expr, { readonly value: Certain }>();

/** What the text says of a value, with the functions of the tree that make it; worked out once. */
export function certainOf(names: Names, expr: Expr, scope: Scope, depth = 0): Certain {
  const known = values.get(expr);
  if (known) return known.value;
  if (depth > MAX_DEPTH) return undefined;
  // Asked for again while it is worked out, it is a circle.
  values.set(expr, { value: undefined });
  const value = readValue(names, expr, scope, depth);
  values.set(expr, { value });
  return value;
}

function readValue(names: Names, expr: Expr, scope: Scope, depth: number): Certain {
  const inner = (each: Expr, at = scope): Certain => certainOf(names, each, at, depth + 1);
  switch (expr.kind) {
    case 'string':
      return expr.value === undefined ? BYTES : PLAIN;
    case 'fstring':
    case 'number':
      return PLAIN;
    case 'constant':
      return expr.value === null ? NONE : PLAIN;
    case 'name':
      return ofName(names, expr.id, scope, expr.span.start, depth);
    case 'call':
      return ofCall(names, expr, scope, reader(names, depth));
    case 'attribute':
      return expr.attr === 'content' && isResponse(names, expr, scope) ? BYTES : undefined;
    case 'await':
      return expr.value?.kind === 'call'
        ? ofCall(names, expr.value, scope, reader(names, depth))
        : undefined;
    case 'named':
      return inner(expr.value);
    case 'conditional':
      return joined([inner(expr.then), inner(expr.else)]);
    case 'binary':
      return ofBinary(expr.op, inner(expr.left), inner(expr.right));
    case 'subscript':
      return ofSubscript(inner(expr.value), expr.index);
    case 'list':
      return listOf(expr.items.map((item) => inner(item)));
    case 'tuple':
      return tupleOf(expr.items.map((item) => inner(item)));
    case 'dict':
      return dictOf(expr.entries.map(({ value }) => inner(value)));
    case 'comprehension':
      return ofComprehension(names, expr, depth);
    default:
      return undefined;
  }
}

/** Reads one level deeper. */
function reader(names: Names, depth: number): Reader {
  return {
    value: (expr, scope) => certainOf(names, expr, scope, depth + 1),
    result: (home, stmt) => resultOf(home, stmt, depth + 1),
  };
}

function ofBinary(op: string, left: Certain, right: Certain): Certain {
  if (op === 'or' || op === 'and') return joined([left, right]);
  if (op === '+') return left?.kind === 'bytes' || right?.kind === 'bytes' ? BYTES : left;
  return op === '%' || op === '*' ? left : undefined;
}

function ofSubscript(value: Certain, index: Expr): Certain {
  if (value?.kind === 'bytes') return index.kind === 'slice' ? BYTES : PLAIN;
  if (value?.kind === 'list') return index.kind === 'slice' ? value : value.of;
  if (value?.kind === 'dict') return value.of;
  return value?.kind === 'plain' ? PLAIN : undefined;
}

function ofComprehension(
  names: Names,
  expr: Extract<Expr, { kind: 'comprehension' }>,
  depth: number,
): Certain {
  const [first, second] = expr.element;
  if (!first) return undefined;
  const value = certainOf(names, second ?? first, names.scopes.inside(expr), depth + 1);
  if (second) return dictOf([value]);
  const open = names.module.source.charAt((expr.parens ?? expr.span).start);
  if (open === '[') return listOf([value]);
  return certainlyBytes(value) ? LOST : undefined;
}

function ofName(names: Names, id: string, scope: Scope, at: number, depth: number): Certain {
  const values = bindingsOf(id, scope, at).map((binding) => ofBinding(names, binding, depth + 1));
  return values.length > 0 ? joined(values) : undefined;
}

function ofBinding(names: Names, { how, scope, name }: Binding, depth: number): Certain {
  switch (how.kind) {
    case 'assign':
      return isEmptyList(how.value)
        ? appended(names, name, scope, depth)
        : certainOf(names, how.value, scope, depth);
    case 'augment':
      return certainOf(names, how.value, scope, depth);
    case 'param': {
      const { annotation, star } = how.param;
      const home = scope.parent ?? scope;
      return annotation && star === '' ? bytesType(names, annotation, home)?.shape : undefined;
    }
    case 'each': {
      const of = certainOf(names, how.iterable, how.scope, depth);
      const item = of?.kind === 'list' ? of.of : undefined;
      return how.path.length === 0 ? item : undefined;
    }
    default:
      return undefined;
  }
}

function isEmptyList(expr: Expr): boolean {
  return expr.kind === 'list' && expr.items.length === 0;
}

/** `images = []`, and what is appended to it; other ways to fill it are not followed. */
function appended(names: Names, name: string, scope: Scope, depth: number): Certain {
  const filled = (callsOn(names).get(name) ?? []).filter(
    ({ scope: at }) => owner(name, at) === scope,
  );
  const items = filled.map(({ call, attr, scope: at }): Certain => {
    const [item] = call.args;
    return attr === 'append' && item ? certainOf(names, item.value, at, depth) : undefined;
  });
  return items.length > 0 ? listOf(items) : undefined;
}

export interface MethodCall {
  readonly call: CallExpr;
  readonly attr: string;
  readonly scope: Scope;
}

const methodCalls = new WeakMap<Names, ReadonlyMap<string, readonly MethodCall[]>>();

/** The method calls on each name of a file. */
export function callsOn(names: Names): ReadonlyMap<string, readonly MethodCall[]> {
  const known = methodCalls.get(names);
  if (known) return known;
  const found = new Map<string, MethodCall[]>();
  for (const { expr, scope } of exprsOf(names, 'call')) {
    if (expr.func.kind !== 'attribute') continue;
    const { value, attr } = expr.func;
    if (value.kind !== 'name') continue;
    const list = found.get(value.id);
    if (list) list.push({ call: expr, attr, scope });
    else found.set(value.id, [{ call: expr, attr, scope }]);
  }
  methodCalls.set(names, found);
  return found;
}

/** Types that say nothing of what is inside. */
const OPEN = new Set(['dict', 'list', 'tuple', 'object', 'Dict', 'List', 'Tuple', 'Any']);

const results = new WeakMap<FunctionStmt, { readonly value: Certain }>();

/** What a function gives, by its annotation or else by what it returns. */
export function resultOf(names: Names, stmt: FunctionStmt, depth = 0): Certain {
  const known = results.get(stmt);
  if (known) return known.value;
  // Asked for again while it is worked out, it is a circle.
  results.set(stmt, { value: undefined });
  const value = readResult(names, stmt, depth);
  results.set(stmt, { value });
  return value;
}

function readResult(names: Names, stmt: FunctionStmt, depth: number): Certain {
  if (stmt.returns) {
    const promised = bytesType(names, stmt.returns, names.scopeOf(stmt))?.shape;
    if (promised) return promised;
    if (!isOpen(stmt.returns)) return undefined;
  }
  const returned = returnedBy(stmt).map((expr) => ofReturn(names, stmt, expr, depth + 1));
  return joined(fallsThrough(stmt.body) ? [...returned, NONE] : returned);
}

/** `dict`, `dict[str, Any]`: what it returns says more. */
export function isOpen(annotation: Expr): boolean {
  if (annotation.kind === 'name') return OPEN.has(annotation.id);
  if (annotation.kind === 'attribute') return OPEN.has(annotation.attr);
  if (annotation.kind !== 'subscript') return false;
  const { value, index } = annotation;
  const args = index.kind === 'tuple' ? index.items : [index];
  return isOpen(value) && args.some(isOpen);
}

function ofReturn(
  names: Names,
  stmt: FunctionStmt,
  expr: Expr | undefined,
  depth: number,
): Certain {
  return expr ? certainOf(names, expr, names.scopes.inside(stmt), depth) : NONE;
}
