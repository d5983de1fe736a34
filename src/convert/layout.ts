import type { Edit, Span } from '../model/span.ts';
import { exprsOf } from '../python/lookup.ts';
import type { Names } from '../python/names.ts';
import type { Expr, FunctionStmt, Module, Stmt } from '../python/syntax.ts';
import { blocksOf, contains, statements } from '../python/walk.ts';
import type { Style } from './part.ts';

/** Offset of the first unit of the line that holds `at`. */
export function lineStart(source: string, at: number): number {
  return source.lastIndexOf('\n', at - 1) + 1;
}

/** Offset of the line break that ends the line which holds `at`, or the end of the text. */
export function lineEnd(source: string, at: number): number {
  const newline = source.indexOf('\n', at);
  if (newline < 0) return source.length;
  return newline > at && source.charAt(newline - 1) === '\r' ? newline - 1 : newline;
}

/** Offset after the line break of the line which holds `at`. */
export function nextLine(source: string, at: number): number {
  const newline = source.indexOf('\n', at);
  return newline < 0 ? source.length : newline + 1;
}

/** White space before the first word of the line that holds `at`. */
export function indentOf(source: string, at: number): string {
  return /^[ \t]*/.exec(source.slice(lineStart(source, at), at))?.[0] ?? '';
}

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
  let first: number | undefined;
  return sorted.map((span, i): Edit => {
    const plain = removal(source, span);
    const next = sorted[i + 1];
    if (!standsAlone(source, span)) return plain;
    const start = labelStart(source, plain.span.start);
    const end = nextLine(source, span.end);
    first ??= start;
    const from = first;
    const following =
      next && standsAlone(source, next)
        ? labelStart(source, lineStart(source, next.start))
        : undefined;
    if (following !== undefined && following >= end && isBlank(source, end, following)) {
      return { span: { start, end: following }, text: '' };
    }
    first = undefined;
    return { span: { start, end: end + doubledBlank(source, from, end) }, text: '' };
  });
}

function isBlank(source: string, start: number, end: number): boolean {
  return source.slice(start, end).trim() === '';
}

/** One line of a few words that only names what stands below: `# Create the Modal app`. */
const LABEL =
  /^[ \t]*#[ \t]*(?!.*(?:TODO|FIXME|NOTE|HACK|XXX|noqa|type:|pylint|https?:))(?=.*\b(?:modal|app|stub|images?|volumes?|secrets?|mounts?|containers?)\b)(?:\S+[ \t]*){1,8}$/i;

/** Where the line at `start` begins with the label above it, which means nothing without it. */
function labelStart(source: string, start: number): number {
  const above = lineStart(source, start - 1);
  if (start === 0 || !LABEL.test(source.slice(above, start).trimEnd())) return start;
  // Several lines of comment say more than a name.
  const before = source.slice(lineStart(source, above - 1), above).trim();
  return above > 0 && before.startsWith('#') ? start : above;
}

/** Text at an offset. */
export function insertion(at: number, text: string): Edit {
  return { span: { start: at, end: at }, text };
}

/** Puts `indent` before every line that is not empty. */
export function indented(text: string, indent: string): string {
  return text.replace(/^(?=.)/gm, indent);
}

/**
 * Puts statements at the start of a body, right below the header or the docstring: before comments, which belong to what follows.
 * A suite on the header's line gets lines of its own, indented by one `unit` more.
 */
export function atBodyStart(
  source: string,
  { header, body }: FunctionStmt,
  lines: readonly string[],
  unit: string,
): Edit {
  const outer = indentOf(source, header.start);
  if (!body.indented) {
    const inner = `\n${outer}${unit}`;
    return {
      span: { start: header.end, end: body.span.start },
      text: inner + lines.join(inner) + inner,
    };
  }
  const [first] = body.body;
  const docstring = first?.kind === 'expr' && first.exprs[0]?.kind === 'string';
  const inner = `\n${indentOf(source, body.span.start)}`;
  return insertion(
    lineEnd(source, docstring ? first.span.end : header.end),
    inner + lines.join(inner),
  );
}

const styles = new WeakMap<Names, Style>();

/** How a file writes Python. */
export function styleOf(names: Names): Style {
  const known = styles.get(names);
  if (known) return known;
  const style = readStyle(names);
  styles.set(names, style);
  return style;
}

function readStyle(names: Names): Style {
  const { source, body } = names.module;
  return {
    quote: quoteOf(names),
    indent: indentUnit(body) ?? '    ',
    newline: newlineOf(source),
  };

  function indentUnit(body: readonly Stmt[]): string | undefined {
    for (const stmt of statements(body)) {
      for (const block of blocksOf(stmt)) {
        const inner = indentOf(source, block.span.start);
        const outer = indentOf(source, stmt.span.start);
        if (block.indented && inner.startsWith(outer) && inner.length > outer.length)
          return inner.slice(outer.length);
      }
    }
    return undefined;
  }
}

/** How the lines of a text end. */
export function newlineOf(source: string): '\n' | '\r\n' {
  return source.includes('\r\n') ? '\r\n' : '\n';
}

function quoteOf(names: Names): '"' | "'" {
  let single = 0;
  let double = 0;
  for (const { expr } of [...exprsOf(names, 'string'), ...exprsOf(names, 'fstring')]) {
    for (const { quote } of expr.pieces) {
      if (quote === "'") single++;
      if (quote === '"') double++;
    }
  }
  return single > double ? "'" : '"';
}

/** The source text of an expression, with the parentheses around it. */
export function textOfExpr(source: string, expr: Expr): string {
  const { start, end } = expr.parens ?? expr.span;
  return source.slice(start, end);
}

/** The source text of a span. */
export function textAt(source: string, { start, end }: Span): string {
  return source.slice(start, end);
}
