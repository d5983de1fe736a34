import type { Span } from '../model/span.ts';
import type { Names } from './names.ts';
import type { Scope } from './scopes.ts';
import type { Expr, Stmt } from './syntax.ts';
import { SpanIndex } from './span-index.ts';
import { childExprs } from './walk.ts';

/** An expression of a file, and the scope in which it is read. */
export interface Placed {
  readonly expr: Expr;
  readonly scope: Scope;
}

/** As `Placed`, of one kind. */
export interface PlacedOf<Kind extends Expr['kind']> extends Placed {
  readonly expr: Extract<Expr, { readonly kind: Kind }>;
}

const kinds = new WeakMap<Names, ReadonlyMap<Expr['kind'], readonly Placed[]>>();

/** Every expression of a file that is of a kind, in the order of `scopes.exprs`. */
export function exprsOf<Kind extends Expr['kind']>(
  names: Names,
  kind: Kind,
): readonly PlacedOf<Kind>[] {
  const index = kinds.get(names) ?? grouped(names.scopes.exprs, ({ expr }) => expr.kind);
  kinds.set(names, index);
  return (index.get(kind) ?? []) as readonly PlacedOf<Kind>[];
}

/** A name that stands somewhere in a file. */
export type Mention = PlacedOf<'name'>;

const mentions = new WeakMap<Names, ReadonlyMap<string, readonly Mention[]>>();

/** Every expression of a file that is the name, in the order of `scopes.exprs`. */
export function mentionsOf(names: Names, name: string): readonly Mention[] {
  const index = mentions.get(names) ?? grouped(exprsOf(names, 'name'), ({ expr }) => expr.id);
  mentions.set(names, index);
  return index.get(name) ?? [];
}

const attributes = new WeakMap<Names, ReadonlyMap<string, readonly PlacedOf<'attribute'>[]>>();

/** Every `x.attr` of a file, in the order of `scopes.exprs`. */
export function attributesOf(names: Names, attr: string): readonly PlacedOf<'attribute'>[] {
  const index =
    attributes.get(names) ?? grouped(exprsOf(names, 'attribute'), ({ expr }) => expr.attr);
  attributes.set(names, index);
  return index.get(attr) ?? [];
}

/** The `x.attr` that ends where a span ends: the mention of a use that is no call. */
export function attributeAt(names: Names, { end }: Span): PlacedOf<'attribute'> | undefined {
  return exprsOf(names, 'attribute').find(({ expr }) => expr.span.end === end);
}

function grouped<K, T>(items: readonly T[], keyOf: (item: T) => K): ReadonlyMap<K, readonly T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}

const exprs = new WeakMap<Names, SpanIndex<Placed>>();
const stmts = new WeakMap<Names, SpanIndex<Stmt>>();

/** The expressions of a file that lie in a span, in the order of `scopes.exprs`. */
export function exprsWithin(names: Names, span: Span): readonly Placed[] {
  const index = exprs.get(names) ?? new SpanIndex(names.scopes.exprs, ({ expr }) => expr.span);
  exprs.set(names, index);
  return index.within(span);
}

/** The statements of a file that lie in a span, in the order of `scopes.stmts`. */
export function stmtsWithin(names: Names, span: Span): readonly Stmt[] {
  const index = stmts.get(names) ?? new SpanIndex(names.scopes.stmts, (stmt) => stmt.span);
  stmts.set(names, index);
  return index.within(span);
}

const parents = new WeakMap<Names, Map<Expr, Expr>>();

/** The expression directly around another. */
export function parentOf(names: Names, expr: Expr): Expr | undefined {
  let known = parents.get(names);
  if (!known) {
    known = new Map();
    for (const { expr: outer } of names.scopes.exprs)
      for (const child of childExprs(outer)) known.set(child, outer);
    parents.set(names, known);
  }
  return known.get(expr);
}
