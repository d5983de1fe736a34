import type { Edit } from '../src/model/span.ts';

/** Edits in the order of the text; throws when two overlap or one leaves the text. */
export function applied(source: string, edits: readonly Edit[]): string {
  let out = '';
  let at = 0;
  for (const { span, text } of edits.toSorted(
    (a, b) => a.span.start - b.span.start || a.span.end - b.span.end,
  )) {
    if (span.start < at || span.end < span.start || span.end > source.length) {
      throw new Error(`edit [${span.start}, ${span.end}) overlaps or lies outside`);
    }
    out += source.slice(at, span.start) + text;
    at = span.end;
  }
  return out + source.slice(at);
}
