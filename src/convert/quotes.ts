import { exprsOf } from '../python/lookup.ts';
import type { Names } from '../python/names.ts';
import type { Span } from '../model/span.ts';
import { contains } from '../python/walk.ts';
import type { FStringExpr } from '../python/syntax.ts';
import type { Style } from './part.ts';

type Quote = Style['quote'];

/** The quote for a string that is put at a place: before Python 3.12 an f-string cannot hold its own quotes. */
export function quoteAt(names: Names, span: Span, { quote }: Style): Quote {
  return freeQuote(names, span, quote) ?? quote;
}

/** The wanted quote, or the other one, where no f-string around a place is made with it. */
export function freeQuote(names: Names, span: Span, wanted: Quote): Quote | undefined {
  const around = exprsOf(names, 'fstring').flatMap(({ expr }) =>
    contains(expr.span, span) ? expr.pieces : [],
  );
  const taken = around.filter((piece) => contains(piece.span, span)).map(({ quote }) => quote);
  const both: readonly Quote[] = wanted === '"' ? ['"', "'"] : ["'", '"'];
  const isFree = (quote: Quote): boolean => !taken.some((text) => text.startsWith(quote));
  // One quote alone does not end a text between three of its kind.
  return both.find(isFree) ?? both.find((quote) => !taken.includes(quote));
}

/** The whole of `{x}` in an f-string, around the span of its `x`. */
export function fieldAt(names: Names, { start, end }: Span): Span | undefined {
  const { source } = names.module;
  const field = { start: start - 1, end: end + 1 };
  const isField = source[field.start] === '{' && source[end] === '}';
  const isText = exprsOf(names, 'fstring').some(({ expr }) => contains(expr.span, field));
  return isField && isText ? field : undefined;
}

/** An f-string that only Python 3.12 and later can read: a placeholder holds its own quotes, or a backslash. */
export function newFString(names: Names): FStringExpr | undefined {
  const { source } = names.module;
  const found = exprsOf(names, 'fstring').find(({ expr: { parts, pieces } }) =>
    parts.some(({ kind, span }) => {
      const piece = pieces.find((one) => contains(one.span, span));
      const text = source.slice(span.start, span.end);
      return kind === 'placeholder' && piece && (text.includes(piece.quote) || text.includes('\\'));
    }),
  );
  return found?.expr;
}
