import type { Edit, Span } from '../model/span.ts';
import type { Module, Stmt } from '../python/syntax.ts';
import { blocksOf, contains, statements } from '../python/walk.ts';
import { indentOf, lineEnd, lineStart, nextLine } from './layout.ts';
import { commentAbove, commentStart, isLabel, isToldTwice, speaksOf } from './remarks/above.ts';

/** Whether nothing but white space stands before `span` and nothing but a comment, or a backslash that joins nothing, after it, on its lines. */
function standsAlone(source: string, { start, end }: Span): boolean {
  const before = source.slice(lineStart(source, start), start);
  const after = source.slice(end, lineEnd(source, end));
  return before.trim() === '' && /^[ \t]*(?:#.*|\\)?$/.test(after);
}

/** Length of the blank lines after a gap that stand before it too: without them the gap would be as wide as both. A body begins with none. */
function doubledBlank(source: string, start: number, end: number): number {
  if (isBelowHeader(source, start))
    return /^(?:[ \t]*\r?\n)*/.exec(source.slice(end))?.[0].length ?? 0;
  const before =
    /(?:^|\n)((?:[ \t]*\r?\n)*)$/.exec(source.slice(Math.max(0, start - 400), start))?.[1] ?? '';
  const lines = before.split('\n').length - 1;
  const after = new RegExp(`^(?:[ \\t]*\\r?\\n){0,${lines}}`).exec(source.slice(end));
  return after?.[0].length ?? 0;
}

/** Whether the line above ends with the colon of a `def` or the like. */
function isBelowHeader(source: string, start: number): boolean {
  const above = source.slice(lineStart(source, start - 1), Math.max(0, start - 1));
  return start > 0 && /^[^#]*:[ \t]*$/.test(above.replace(/\r$/, ''));
}

/**
 * Takes a statement or decorator out, with its lines where it stands alone on them.
 *
 *     ‹    vol.commit()  # save\n›
 */
export function removal(source: string, span: Span, gap: 'closed' | 'kept' = 'closed'): Edit {
  if (standsAlone(source, span)) {
    const start = lineStart(source, span.start);
    const end = nextLine(source, span.end);
    return {
      span: { start, end: gap === 'closed' ? end + doubledBlank(source, start, end) : end },
      text: '',
    };
  }
  const semicolon = /^[ \t]*;[ \t]*/.exec(source.slice(span.end))?.[0].length ?? 0;
  return { span: { start: span.start, end: span.end + semicolon }, text: '' };
}

/** Takes statements and decorators out; a suite that loses all its statements keeps a `pass`. */
export function removals({ source, body }: Module, spans: readonly Span[]): Edit[] {
  const gone = (stmt: Stmt): boolean =>
    spans.some(({ start, end }) => start === stmt.span.start && end === stmt.span.end);
  // Of a long file only the statements around the spans are looked at.
  const near = [
    ...statements(body.filter((stmt) => spans.some((span) => contains(stmt.span, span)))),
  ];
  const emptied = near
    .flatMap(blocksOf)
    .filter((block) => block.body.length > 0 && block.body.every(gone))
    .map((block) => block.body[0]?.span.start);
  const kept = spans.filter((span) => emptied.includes(span.start));
  const others = spans.filter((span) => !kept.includes(span));
  const ends = new Set(near.filter(gone).map(({ span }) => span.end));
  // What is no statement is a decorator: the gap above it is that of the statement which stays.
  const decorators = others.filter(({ end }) => !ends.has(end));
  return [
    ...kept.map((span) => ({ span, text: 'pass' })),
    ...gaps(
      source,
      others.filter(({ end }) => ends.has(end)),
    ),
    ...decorators.map((span) => removal(source, span)),
  ];
}

/** Statements one below the other leave one gap. */
function gaps(source: string, spans: readonly Span[]): Edit[] {
  const sorted = spans.toSorted((a, b) => a.start - b.start);
  const isFree = freedom(source, sorted);
  const begin = (span: Span): number => remarkStart(source, span, isFree.has(span));
  let first: number | undefined;
  return sorted.map((span, i): Edit => {
    const plain = removal(source, span);
    const next = sorted[i + 1];
    if (!standsAlone(source, span)) return plain;
    const start = begin(span);
    const end = nextLine(source, span.end);
    first ??= start;
    const from = first;
    const following = next && standsAlone(source, next) ? begin(next) : undefined;
    if (following !== undefined && following >= end && isBlank(source, end, following)) {
      return { span: { start, end: following }, text: '' };
    }
    first = undefined;
    return { span: { start, end: end + doubledBlank(source, from, end) }, text: '' };
  });
}

/** Statements below which nothing stands that a comment above them could speak of. */
function freedom(source: string, sorted: readonly Span[]): ReadonlySet<Span> {
  const free = new Set<Span>();
  for (const [i, span] of [...sorted.entries()].toReversed()) {
    const end = nextLine(source, span.end);
    const below = sorted[i + 1];
    const isFollowed = below !== undefined && lineStart(source, below.start) === end;
    const line = source.slice(end, lineEnd(source, end));
    const isLast =
      line.trim() === '' ||
      line.trimStart().startsWith('#') ||
      indentOf(source, lineEnd(source, end)).length < indentOf(source, span.start).length;
    if (isFollowed ? free.has(below) : isLast) free.add(span);
  }
  return free;
}

/** Where a statement begins with the comment above it that means nothing without it. */
function remarkStart(source: string, span: Span, isFree: boolean): number {
  const start = lineStart(source, span.start);
  const lines = commentAbove(source, start);
  const goes =
    isLabel(lines) ||
    (isFree && (speaksOf(lines, source.slice(span.start, span.end)) || isToldTwice(lines, source)));
  return goes ? commentStart(source, start) : start;
}

function isBlank(source: string, start: number, end: number): boolean {
  return source.slice(start, end).trim() === '';
}
