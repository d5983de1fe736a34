import type { Names } from '../python/names.ts';
import type { Span } from '../model/span.ts';
import { contains } from '../python/walk.ts';
import type { Style } from './part.ts';

/** The quote for a string that is put at a place: before Python 3.12 an f-string cannot hold its own quotes. */
export function quoteAt({ scopes }: Names, span: Span, { quote }: Style): Style['quote'] {
  const around = scopes.exprs.flatMap(({ expr }) =>
    expr.kind === 'fstring' && contains(expr.span, span) ? expr.pieces : [],
  );
  const taken = new Set(
    around.filter((piece) => contains(piece.span, span)).map((p) => p.quote[0]),
  );
  if (!taken.has(quote)) return quote;
  return quote === '"' ? "'" : '"';
}
