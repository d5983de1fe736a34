import type { Names } from '../python/names.ts';
import type { Span } from '../model/span.ts';
import { contains } from '../python/walk.ts';
import type { FStringExpr } from '../python/syntax.ts';
import type { Style } from './part.ts';

/** The quote for a string that is put at a place: before Python 3.12 an f-string cannot hold its own quotes. */
export function quoteAt(names: Names, span: Span, { quote }: Style): Style['quote'] {
  const around = fstringsOf(names).flatMap((expr) =>
    contains(expr.span, span) ? expr.pieces : [],
  );
  const taken = new Set(
    around.filter((piece) => contains(piece.span, span)).map((p) => p.quote[0]),
  );
  if (!taken.has(quote)) return quote;
  return quote === '"' ? "'" : '"';
}

const known = new WeakMap<Names, readonly FStringExpr[]>();

function fstringsOf(names: Names): readonly FStringExpr[] {
  const found =
    known.get(names) ??
    names.scopes.exprs.flatMap(({ expr }) => (expr.kind === 'fstring' ? [expr] : []));
  known.set(names, found);
  return found;
}
