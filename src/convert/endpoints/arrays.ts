import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Binding, type Scope } from '../../python/scopes.ts';
import type { AttributeExpr, CallExpr, Expr, FunctionStmt } from '../../python/syntax.ts';
import { textOfExpr } from '../layout.ts';
import { callsOn } from './certain-bytes.ts';
import { returnedBy } from './outcomes.ts';

/** An object of a library that JSON does not carry, wherever it stands in a value. */
export interface Uncarried {
  /** What makes it, in the expression that was asked for. */
  readonly expr: Expr;
  readonly kind: 'array' | 'table' | 'image';
}

type Kind = Uncarried['kind'];

/** Functions of other packages that give such objects and nothing else. */
const MAKERS: readonly (readonly [Kind, RegExp])[] = [
  [
    'array',
    /^(?:numpy|jax\.numpy|cupy)\.(?:array|asarray|ascontiguousarray|atleast_[123]d|zeros|ones|full|empty|zeros_like|ones_like|full_like|empty_like|arange|linspace|eye|identity|stack|vstack|hstack|dstack|concatenate|append|tile|repeat|expand_dims|reshape|transpose|frombuffer|fromiter|fromfile|loadtxt|genfromtxt|random\.(?:rand|randn|permutation))$/,
  ],
  [
    'array',
    /^torch\.(?:tensor|as_tensor|from_numpy|zeros|ones|full|empty|zeros_like|ones_like|arange|linspace|eye|stack|cat|concat|vstack|hstack|rand|randn|randint|nn\.functional\.(?:normalize|softmax|sigmoid|interpolate))$/,
  ],
  ['array', /^(?:cv2\.(?:imread|imdecode|cvtColor|resize)|librosa\.resample)$/],
  ['table', /^(?:pandas|polars)\.(?:DataFrame|Series|concat|read_(?:csv|parquet|json|sql))$/],
  ['image', /^PIL\.Image\.(?:new|open|fromarray|frombytes|frombuffer|merge|blend|composite)$/],
];
/** Methods that only tensors and the like have, and that give one of them. */
const TELLING = new Set(['numpy', 'detach', 'to_numpy']);
/** Methods and attributes of such an object that give another. */
const KEEPING = new Set(
  'reshape astype copy transpose squeeze unsqueeze flatten ravel clip view permute contiguous cpu cuda to half float double clone normalize T mT round convert resize crop rotate thumbnail'.split(
    ' ',
  ),
);
const ARITHMETIC = /^(?:[-+*/%@]|\/\/|\*\*)$/;
const MAX_DEPTH = 20;

/** The first object in a value that JSON does not carry, where the text is certain of it. */
export function uncarriedIn(
  names: Names,
  expr: Expr,
  scope: Scope,
  depth = 0,
): Uncarried | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const inner = (each: Expr, at = scope): Uncarried | undefined =>
    uncarriedIn(names, each, at, depth + 1);
  const first = (all: readonly (Expr | undefined)[]): Uncarried | undefined =>
    all.map((each) => each && inner(each)).find((found) => found);
  switch (expr.kind) {
    case 'list':
    case 'tuple':
    case 'set':
      return first(expr.items);
    case 'dict':
      return first(expr.entries.map(({ value }) => value));
    case 'conditional':
      return first([expr.then, expr.else]);
    case 'named':
    case 'starred':
    case 'await':
      return expr.value && inner(expr.value);
    case 'comprehension': {
      const [key, value] = expr.element;
      const of = value ?? key;
      return of && inner(of, names.scopes.inside(expr));
    }
    default: {
      const kind = kindOf(names, expr, scope, depth);
      if (kind) return { kind, expr };
      const within = heldBy(names, expr, scope, depth);
      return within && { kind: within.kind, expr };
    }
  }
}

/** What a name or a call stands for, where it is no such object itself: a list of them, a dict. */
function heldBy(names: Names, expr: Expr, scope: Scope, depth: number): Uncarried | undefined {
  if (expr.kind === 'call') {
    const value = names.valueOf(expr.func, scope);
    if (value.kind !== 'definition' || value.stmt.kind !== 'function') return undefined;
    return uncarriedResult(value.names, value.stmt, depth + 1);
  }
  if (expr.kind !== 'name') return undefined;
  const all = bindingsOf(expr.id, scope, expr.span.start);
  const found = all.map((binding) => boundTo(names, binding, depth));
  return found.every((each) => each) ? found[0] : undefined;
}

function boundTo(
  names: Names,
  { how, scope, name }: Binding,
  depth: number,
): Uncarried | undefined {
  if (how.kind !== 'assign') return undefined;
  const { value } = how;
  const isEmpty = value.kind === 'list' && value.items.length === 0;
  if (!isEmpty) return uncarriedIn(names, value, scope, depth + 1);
  const [item] = (callsOn(names).get(name) ?? []).filter(({ attr }) => attr === 'append');
  const [given] = item?.call.args ?? [];
  return item && given && uncarriedIn(names, given.value, item.scope, depth + 1);
}

/** What of a function's result JSON does not carry: each of its returns is asked. */
export function uncarriedResult(
  names: Names,
  stmt: FunctionStmt,
  depth = 0,
): Uncarried | undefined {
  const scope = names.scopes.inside(stmt);
  return returnedBy(stmt)
    .map((expr) => expr && uncarriedIn(names, expr, scope, depth))
    .find((found) => found);
}

/** What an expression is itself. */
function kindOf(names: Names, expr: Expr, scope: Scope, depth: number): Kind | undefined {
  if (depth > MAX_DEPTH) return undefined;
  const inner = (each: Expr, at = scope): Kind | undefined => kindOf(names, each, at, depth + 1);
  switch (expr.kind) {
    case 'name': {
      const kinds = bindingsOf(expr.id, scope, expr.span.start).map(({ how, scope: at }) =>
        how.kind === 'assign' ? inner(how.value, at) : undefined,
      );
      return kinds.every((kind) => kind === kinds[0]) ? kinds[0] : undefined;
    }
    case 'call':
      return ofCall(names, expr, scope, inner);
    case 'attribute':
      return KEEPING.has(expr.attr) ? inner(expr.value) : undefined;
    case 'binary':
      return ARITHMETIC.test(expr.op) ? (inner(expr.left) ?? inner(expr.right)) : undefined;
    case 'subscript':
      return expr.index.kind === 'slice' ? inner(expr.value) : undefined;
    default:
      return undefined;
  }
}

function ofCall(
  names: Names,
  { func }: CallExpr,
  scope: Scope,
  inner: (expr: Expr) => Kind | undefined,
): Kind | undefined {
  const full = externalName(names, func, scope) ?? '';
  const made = MAKERS.find(([, pattern]) => pattern.test(full))?.[0];
  return made ?? (func.kind === 'attribute' ? ofMethod(func, inner) : undefined);
}

function ofMethod(
  { attr, value }: AttributeExpr,
  inner: (expr: Expr) => Kind | undefined,
): Kind | undefined {
  if (TELLING.has(attr)) return 'array';
  return KEEPING.has(attr) ? inner(value) : undefined;
}

/** `an array in `x``. */
export function uncarriedWords(names: Names, { kind, expr }: Uncarried): string {
  const line = textOfExpr(names.module.source, expr).replace(/\s+/g, ' ');
  const text = line.length > 40 ? `${line.slice(0, 39)}…` : line;
  return `${kind === 'table' ? 'a' : 'an'} ${kind} in \`${text}\``;
}

/** What to do about it. */
export function carriedInstead({ kind }: Uncarried): string {
  switch (kind) {
    case 'array':
      return 'make a list of it with `.tolist()`';
    case 'table':
      return 'make records of it with `.to_dict(orient="records")`';
    case 'image':
      return 'use a `fal.toolkit.Image`, or base64 text';
  }
}
