import type { Span } from '../model/span.ts';

/** Text as its reader sees it (quotes, indents and escapes gone), where every unit still knows its place in the source. */
export interface View {
  readonly text: string;
  readonly pieces: readonly Piece[];
}

/** `text` from `at` on stands for `[start, end)` of the source: unit by unit, or as a whole where the lengths differ (an escape). */
interface Piece extends Span {
  readonly at: number;
}

/** Collects parts of a view into another view. */
export interface ViewBuilder {
  /** Takes `[start, end)` of the parent as it is. */
  readonly add: (start: number, end: number) => void;
  /** Takes `[start, end)` of the parent, read as `text`. */
  readonly addAs: (text: string, start: number, end: number) => void;
  readonly build: () => View;
}

/** Views a whole source text. */
export function wholeView(source: string): View {
  return { text: source, pieces: [{ at: 0, start: 0, end: source.length }] };
}

/** Starts a view made of parts of `parent`. */
export function buildView(parent: View): ViewBuilder {
  const texts: string[] = [];
  const pieces: Piece[] = [];
  let length = 0;
  return {
    add(start, end) {
      if (start >= end) return;
      texts.push(parent.text.slice(start, end));
      addPieces(parent, start, end, length, pieces);
      length += end - start;
    },
    addAs(text, start, end) {
      texts.push(text);
      if (text !== '') pieces.push({ at: length, ...sourceSpan(parent, start, end) });
      length += text.length;
    },
    build() {
      if (pieces.length === 0) pieces.push({ at: 0, ...sourceSpan(parent, 0, 0) });
      return { text: texts.join(''), pieces };
    },
  };
}

/** Views `[start, end)` of a view. */
export function sliceView(view: View, start: number, end: number): View {
  if (start === 0 && end === view.text.length) return view;
  const pieces: Piece[] = [];
  addPieces(view, start, end, 0, pieces);
  if (pieces.length === 0) pieces.push({ at: 0, ...sourceSpan(view, start, start) });
  return { text: view.text.slice(start, end), pieces };
}

/** Where `[start, end)` of a view stands in the source. */
export function sourceSpan(view: View, start: number, end: number): Span {
  const from = sourceOf(view, start).start;
  return { start: from, end: end > start ? sourceOf(view, end - 1).end : from };
}

/** Where the unit at `offset` stands in the source; past the end, the empty place behind the last one. */
function sourceOf(view: View, offset: number): Span {
  const index = pieceAt(view, offset);
  const piece = view.pieces[index];
  if (piece === undefined) return { start: 0, end: 0 };
  const length = pieceEnd(view, index) - piece.at;
  const inside = offset - piece.at;
  if (inside >= length) return { start: piece.end, end: piece.end };
  if (length !== piece.end - piece.start) return { start: piece.start, end: piece.end };
  return { start: piece.start + inside, end: piece.start + inside + 1 };
}

function addPieces(view: View, start: number, end: number, shift: number, to: Piece[]): void {
  for (let index = pieceAt(view, start); index < view.pieces.length; index++) {
    const piece = view.pieces[index];
    if (piece === undefined || piece.at >= end) return;
    const from = Math.max(start, piece.at);
    const until = Math.min(end, pieceEnd(view, index));
    if (from >= until) continue;
    const span = sourceSpan(view, from, until);
    to.push({ at: from - start + shift, start: span.start, end: span.end });
  }
}

function pieceEnd(view: View, index: number): number {
  return view.pieces[index + 1]?.at ?? view.text.length;
}

/** Index of the piece that holds `offset`. */
function pieceAt(view: View, offset: number): number {
  let low = 0;
  let high = view.pieces.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((view.pieces[middle]?.at ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
