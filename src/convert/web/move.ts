import type { Span } from '../../model/span.ts';
import type { FunctionStmt, Module, Stmt } from '../../python/syntax.ts';
import { expressionsIn, statements } from '../../python/walk.ts';
import { indentOf, insertion, lineEnd, lineStart, nextLine } from '../layout.ts';
import type { Part } from '../part.ts';

/** Moves statements of the module to the start of a function's body, with the comments above them. */
export function movedInto(module: Module, stmt: FunctionStmt, moved: readonly Stmt[]): Part {
  const { source } = module;
  const chunks = joined(
    source,
    moved.map((each) => withComments(source, each)),
  );
  const strings = stringsIn(moved);
  const indent = indentOf(source, stmt.body.span.start);
  const text = chunks.map((chunk) => indentedBy(source, chunk, indent, strings)).join('\n\n');
  const [first, second] = stmt.body.body;
  const docstring = first?.kind === 'expr' && first.exprs[0]?.kind === 'string' && second;
  const place = docstring
    ? insertion(lineEnd(source, first.span.end), `\n${text}\n`)
    : insertion(lineStart(source, stmt.body.span.start), `${text}\n\n`);
  return { edits: [place], removed: chunks };
}

/** A statement with the comment lines that stand right above it. */
function withComments(source: string, { span }: Stmt): Span {
  let { start } = span;
  for (;;) {
    const above = lineStart(source, Math.max(0, start - 1));
    if (start === 0 || !source.slice(above, start).trimStart().startsWith('#')) break;
    start = above;
  }
  return { start, end: lineEnd(source, span.end) };
}

/** Neighbours with nothing but blank lines between them are one piece. */
function joined(source: string, spans: readonly Span[]): Span[] {
  const found: Span[] = [];
  for (const span of spans) {
    const last = found.at(-1);
    if (last && source.slice(last.end, span.start).trim() === '') {
      found[found.length - 1] = { start: last.start, end: span.end };
    } else found.push(span);
  }
  return found;
}

/** Strings whose lines are their text; of a docstring Python takes the margin off. */
function stringsIn(body: readonly Stmt[]): Span[] {
  const docstrings = new Set(
    [...statements(body)].flatMap((stmt) => {
      const [first] = stmt.kind === 'function' || stmt.kind === 'class' ? stmt.body.body : [];
      return first?.kind === 'expr' ? first.exprs.slice(0, 1) : [];
    }),
  );
  return [...expressionsIn(body)].flatMap((expr) => {
    if (docstrings.has(expr)) return [];
    return expr.kind === 'string' || expr.kind === 'fstring'
      ? expr.pieces.map(({ span }) => span)
      : [];
  });
}

/** The lines of a piece under a deeper margin, at most one blank line between them; lines of a string stay as they are, but for docstrings. */
function indentedBy(
  source: string,
  { start, end }: Span,
  indent: string,
  strings: readonly Span[],
): string {
  const lines: string[] = [];
  for (let at = start; at < end; at = nextLine(source, at)) {
    const line = source.slice(at, lineEnd(source, at));
    const isText = strings.some((span) => span.start < at && at < span.end);
    if (isText) lines.push(line);
    else if (line.trim() !== '') lines.push(indent + line);
    else if (lines.at(-1) !== '') lines.push('');
  }
  return lines.join('\n');
}
