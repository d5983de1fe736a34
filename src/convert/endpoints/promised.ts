import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import type { Scope } from '../../python/scopes.ts';
import type { ClassStmt, Expr } from '../../python/syntax.ts';

export type Scalar = 'str' | 'int' | 'float' | 'bool';

/** What an annotation promises, as far as the values of a program can be held against it. */
export type Promised =
  | { readonly kind: 'any' | 'none' | 'other' }
  | { readonly kind: 'scalar'; readonly name: Scalar }
  | { readonly kind: 'list'; readonly of: Promised }
  | { readonly kind: 'tuple'; readonly items: readonly Promised[] }
  | { readonly kind: 'dict'; readonly key: Promised; readonly value: Promised }
  | { readonly kind: 'class'; readonly stmt: ClassStmt; readonly isDataclass: boolean }
  | { readonly kind: 'union'; readonly of: readonly Promised[] };

const ANY: Promised = { kind: 'any' };
const OTHER: Promised = { kind: 'other' };
const SCALARS = new Set<string>(['str', 'int', 'float', 'bool'] satisfies Scalar[]);

/** What a return annotation promises. */
export function promisedBy(names: Names, expr: Expr, scope: Scope): Promised {
  const inner = (each: Expr): Promised => promisedBy(names, each, scope);
  if (expr.kind === 'constant') return { kind: expr.value === null ? 'none' : 'other' };
  if (expr.kind === 'binary' && expr.op === '|')
    return { kind: 'union', of: [inner(expr.left), inner(expr.right)] };
  if (expr.kind === 'subscript') {
    const { index } = expr;
    const args = (index.kind === 'tuple' ? index.items : [index]).map(inner);
    return generic(lastOf(names, expr.value, scope), args);
  }
  if (expr.kind !== 'name' && expr.kind !== 'attribute') return OTHER;
  const value = names.valueOf(expr, scope);
  if (value.kind === 'definition')
    return value.stmt.kind === 'class' ? ofClass(value.names, value.stmt) : OTHER;
  return plain(lastOf(names, expr, scope));
}

function lastOf(names: Names, expr: Expr, scope: Scope): string {
  return (externalName(names, expr, scope) ?? '').split('.').at(-1) ?? '';
}

function plain(name: string): Promised {
  if (isScalar(name)) return { kind: 'scalar', name };
  if (name === 'Any' || name === 'object') return ANY;
  if (name === 'list' || name === 'List') return { kind: 'list', of: ANY };
  return name === 'dict' || name === 'Dict' ? { kind: 'dict', key: ANY, value: ANY } : OTHER;
}

function isScalar(name: string): name is Scalar {
  return SCALARS.has(name);
}

function generic(name: string, args: readonly Promised[]): Promised {
  const [first = OTHER, second = OTHER] = args;
  if (name === 'Optional') return { kind: 'union', of: [first, { kind: 'none' }] };
  if (name === 'Union') return { kind: 'union', of: args };
  if (name === 'list' || name === 'List') return { kind: 'list', of: first };
  if (name === 'dict' || name === 'Dict') return { kind: 'dict', key: first, value: second };
  return name === 'tuple' || name === 'Tuple' ? { kind: 'tuple', items: args } : OTHER;
}

function ofClass(names: Names, stmt: ClassStmt): Promised {
  const scope = names.scopeOf(stmt);
  const isDataclass = stmt.decorators.some(({ expr }) =>
    lastOf(names, expr.kind === 'call' ? expr.func : expr, scope).endsWith('dataclass'),
  );
  return { kind: 'class', stmt, isDataclass };
}

/** Whether pydantic makes plain numbers of what it is given by this type: NumPy's have no form in JSON by themselves. */
export function makesNumbers(promised: Promised): boolean {
  switch (promised.kind) {
    case 'scalar':
      return promised.name !== 'str';
    case 'list':
      return makesNumbers(promised.of);
    case 'dict':
      return makesNumbers(promised.key) || makesNumbers(promised.value);
    case 'tuple':
      return promised.items.some(makesNumbers);
    case 'union':
      return promised.of.some(makesNumbers);
    case 'class':
      return promised.isDataclass;
    default:
      return false;
  }
}

/** Whether `None` is what it promises, too. */
export function allowsNone(promised: Promised): boolean {
  if (promised.kind === 'union') return promised.of.some(allowsNone);
  return promised.kind === 'none' || promised.kind === 'any';
}
