import type { Lines } from '../model/lines.ts';
import type { Span } from '../model/span.ts';
import type { Module, Stmt } from '../python/syntax.ts';
import { statements } from '../python/walk.ts';

/** What a comment can be about: a logical line, or a statement or clause with its whole suite. */
export interface Reach {
  /** Finds what the comment at `comment` covers. */
  of(comment: Span): Span;
}

/** The reach of comments in a Python module. */
export function pythonReach(module: Module, lines: Lines): Reach {
  // Most files have no comment that asks.
  let known: Places | undefined;
  return {
    of(comment) {
      const { logical, blocks } = (known ??= placesIn(module));
      const row = rowOf(comment, lines);
      const inside = logical.filter((line) => touches(line, row));
      if (inside.length > 0) return union([row, ...inside]);
      return isAlone(comment, lines) ? (nextOf(blocks, comment) ?? row) : row;
    },
  };
}

interface Places {
  readonly logical: readonly Span[];
  readonly blocks: readonly Span[];
}

function placesIn(module: Module): Places {
  const logical: Span[] = [];
  const blocks: Span[] = [];
  for (const stmt of statements(module.body)) {
    logical.push(...logicalLines(stmt));
    blocks.push(...suites(stmt));
  }
  return { logical, blocks };
}

/** The reach of comments in a text that is read line by line: a line with its continuations, or the next one. */
export function lineReach(lines: Lines): Reach {
  const continued = (line: number): Span => {
    const { start, end } = lines.span(line);
    let last = end;
    for (let at = line; lines.text(at).trimEnd().endsWith('\\'); at++)
      last = lines.span(at + 1).end;
    return { start, end: last };
  };
  return {
    of(comment) {
      const { line } = lines.position(comment.start);
      if (!isAlone(comment, lines)) return continued(line);
      let next = line + 1;
      while (next < lines.starts.length && lines.text(next).trim() === '') next++;
      return continued(next);
    },
  };
}

/** Whether only white space stands before a comment on its line. */
export function isAlone({ start }: Span, lines: Lines): boolean {
  const { line } = lines.position(start);
  return lines.source.slice(lines.span(line).start, start).trim() === '';
}

function rowOf({ start }: Span, lines: Lines): Span {
  return lines.span(lines.position(start).line);
}

function touches(a: Span, b: Span): boolean {
  return a.start < b.end && b.start < a.end;
}

function union(spans: readonly Span[]): Span {
  const start = Math.min(...spans.map((span) => span.start));
  return { start, end: Math.max(...spans.map((span) => span.end)) };
}

/** The statement, decorator or clause that starts first after the comment; the outermost of those that start together. */
function nextOf(blocks: readonly Span[], comment: Span): Span | undefined {
  let next: Span | undefined;
  for (const block of blocks) {
    if (block.start < comment.end) continue;
    const earlier = !next || block.start < next.start;
    if (earlier || (block.start === next?.start && block.end > next.end)) next = block;
  }
  return next;
}

function logicalLines(stmt: Stmt): Span[] {
  if (stmt.kind === 'function' || stmt.kind === 'class') {
    return [...stmt.decorators.map(({ span }) => span), stmt.header];
  }
  return 'clauses' in stmt ? stmt.clauses.map(({ header }) => header) : [stmt.span];
}

function suites(stmt: Stmt): Span[] {
  if (stmt.kind === 'function' || stmt.kind === 'class') {
    const { span, header, decorators } = stmt;
    return [
      span,
      ...decorators.slice(1).map((d) => d.span),
      { start: header.start, end: span.end },
    ];
  }
  if (!('clauses' in stmt)) return [stmt.span];
  return [
    stmt.span,
    ...stmt.clauses.map(({ header, body }) => ({ start: header.start, end: body.span.end })),
  ];
}
