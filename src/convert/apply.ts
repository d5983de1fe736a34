import type { Edit, Span } from '../model/span.ts';
import { contains } from '../python/walk.ts';

/** Edits in the order in which they are applied: by place, insertions before replacements that start there. */
export function ordered(edits: readonly Edit[]): Edit[] {
  // Two units may ask for the same edit of a thing that they share: a constant, a mark above one call.
  const unique = new Map(edits.map((edit) => [keyOf(edit), edit]));
  const sorted = [...unique.values()].toSorted(
    (a, b) =>
      a.span.start - b.span.start ||
      Number(a.span.end > a.span.start) - Number(b.span.end > b.span.start),
  );
  return withoutMoot(sorted);
}

/** A line that moves to the left inside of what is written anew, on one line, needs no moving. */
function withoutMoot(sorted: readonly Edit[]): Edit[] {
  let end = 0;
  return sorted.filter(({ span, text, isMove }) => {
    const isMoot = isMove === true && span.end <= end;
    if (!isMoot && !text.includes('\n')) end = Math.max(end, span.end);
    return !isMoot;
  });
}

function keyOf({ span, text }: Edit): string {
  return `${span.start} ${span.end} ${text}`;
}

/** The first two edits that touch the same text. */
export function overlap(edits: readonly Edit[]): readonly [Edit, Edit] | undefined {
  const sorted = ordered(edits);
  for (const [i, next] of sorted.entries()) {
    const previous = sorted[i - 1];
    if (previous && next.span.start < previous.span.end) return [previous, next];
  }
  return undefined;
}

/** Applies edits to a text; `\n` in new text is written as `newline`. Throws where edits overlap: ask `overlap` first. */
export function applyEdits(
  source: string,
  edits: readonly Edit[],
  newline: '\n' | '\r\n' = '\n',
): string {
  let text = '';
  let at = 0;
  for (const { span, text: replacement } of ordered(edits)) {
    if (span.start < at) throw new Error(`edits overlap at ${span.start}`);
    text += source.slice(at, span.start) + replacement.replace(/\r?\n/g, newline);
    at = span.end;
  }
  return text + source.slice(at);
}

/** The text at a span as it is with those of the edits that lie in it. */
export function editedText(source: string, span: Span, edits: readonly Edit[]): string {
  const { start, end } = span;
  const inner = edits
    .filter((edit) => contains(span, edit.span))
    .map((edit) => ({
      ...edit,
      span: { start: edit.span.start - start, end: edit.span.end - start },
    }));
  return applyEdits(source.slice(start, end), inner);
}
