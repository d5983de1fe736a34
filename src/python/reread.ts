import type { Span } from '../model/span.ts';
import { movedSpan, movedStmt } from './moved.ts';
import type { Module, Stmt } from './syntax.ts';

/** Whole lines, and the statements of the top level that stand in them. */
interface Piece extends Span {
  readonly stmts: readonly Stmt[];
}

/** A piece that stands in another text, too: there it starts at `place`. */
interface Kept extends Piece {
  readonly place: number;
}

/** Shorter pieces are read as fast as they are found again. */
const LEAST = 60;

/**
 * Reads a text that came of another: statements of the top level that stand in both are taken over. The parser gets the text with
 * blanks in their place, so that all offsets hold. Where that is not Python, or what is new is a part of what is old, it gets the
 * whole text.
 */
export async function rereadModule(
  old: Module,
  source: string,
  parse: (source: string) => Module | Promise<Module>,
): Promise<Module> {
  if (old.source === source) return old;
  const kept = old.errors.length === 0 ? keptPieces(old, source) : [];
  if (kept.length === 0) return parse(source);
  const fresh = await parse(withBlanks(source, kept));
  if (fresh.errors.length > 0 || runsOn(fresh, kept)) return parse(source);
  const body = [...kept.flatMap(stmtsOf), ...fresh.body];
  const comments = [...commentsIn(old, kept), ...fresh.comments];
  return {
    source,
    body: body.sort((a, b) => a.span.start - b.span.start),
    comments: comments.sort((a, b) => a.start - b.start),
    errors: [],
  };
}

/** The pieces of a text that another holds, in the same order. */
function keptPieces(old: Module, source: string): Kept[] {
  const kept: Kept[] = [];
  let from = 0;
  for (const piece of piecesOf(old)) {
    const place = placeOf(old.source.slice(piece.start, piece.end), source, from);
    if (place === undefined) continue;
    kept.push({ ...piece, place });
    from = place + piece.end - piece.start;
  }
  return kept;
}

function piecesOf({ source, body }: Module): Piece[] {
  const pieces: { start: number; end: number; stmts: Stmt[] }[] = [];
  for (const stmt of body) {
    const { start, end } = stmt.span;
    const last = pieces.at(-1);
    // `a = 1; b = 2`
    const piece = last && start < last.end ? last : { start, end, stmts: [] };
    if (piece !== last) pieces.push(piece);
    piece.stmts.push(stmt);
    piece.end = source.indexOf('\n', end) + 1;
  }
  // Where the last line has no end, that is 0.
  return pieces.filter(({ start, end }) => end - start >= LEAST && isLineStart(source, start));
}

function placeOf(text: string, source: string, from: number): number | undefined {
  const place = source.indexOf(text, from);
  return place >= 0 && isLineStart(source, place) ? place : undefined;
}

/** Whether a statement can start here, as far as the line above tells. */
function isLineStart(source: string, at: number): boolean {
  return at === 0 || /(?:^|[^\\\r])\r?\n$/.test(source.slice(Math.max(0, at - 3), at));
}

function withBlanks(source: string, kept: readonly Kept[]): string {
  let text = '';
  for (const { start, end, place } of kept)
    text += `${source.slice(text.length, place)}${' '.repeat(end - start - 1)}\n`;
  return text + source.slice(text.length);
}

/** Whether what is new is a part of what is old: more of its body, or an open string or clause around it. */
function runsOn({ source, body }: Module, kept: readonly Kept[]): boolean {
  return body.some(
    ({ span }) =>
      isIndented(source, span.start) ||
      kept.some(({ place }) => span.start < place && place < span.end),
  );
}

function isIndented(source: string, at: number): boolean {
  const line = source.lastIndexOf('\n', at - 1) + 1;
  return line < at && source.slice(line, at).trim() === '';
}

function stmtsOf({ stmts, start, place }: Kept): Stmt[] {
  return stmts.map((stmt) => movedStmt(stmt, place - start));
}

function commentsIn({ comments }: Module, kept: readonly Kept[]): Span[] {
  let at = 0;
  return kept.flatMap(({ start, end, place }) => {
    while ((comments[at]?.start ?? end) < start) at++;
    const first = at;
    while ((comments[at]?.start ?? end) < end) at++;
    return comments.slice(first, at).map((comment) => movedSpan(comment, place - start));
  });
}
