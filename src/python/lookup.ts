import type { Span } from '../model/span.ts';
import type { Names } from './names.ts';
import type { Scope } from './scopes.ts';
import type { Expr, NameExpr, Stmt } from './syntax.ts';
import { SpanIndex } from './span-index.ts';
import { childExprs } from './walk.ts';

/** An expression of a file, and the scope in which it is read. */
export interface Placed {
  readonly expr: Expr;
  readonly scope: Scope;
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

const mentions = new WeakMap<Names, ReadonlyMap<string, readonly Mention[]>>();

/** A name that stands somewhere in a file. */
export interface Mention extends Placed {
  readonly expr: NameExpr;
}

/** Every expression of a file that is the name, in the order of `scopes.exprs`. */
export function mentionsOf(names: Names, name: string): readonly Mention[] {
  const index = mentions.get(names) ?? byName(names);
  mentions.set(names, index);
  return index.get(name) ?? [];
}

function byName({ scopes }: Names): ReadonlyMap<string, readonly Mention[]> {
  const found = new Map<string, Mention[]>();
  for (const { expr, scope } of scopes.exprs) {
    if (expr.kind !== 'name') continue;
    const same = found.get(expr.id);
    if (same) same.push({ expr, scope });
    else found.set(expr.id, [{ expr, scope }]);
  }
  return found;
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
