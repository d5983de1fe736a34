import type { Edit, Span } from '../model/span.ts';
import { exprsOf } from '../python/lookup.ts';
import type { Names } from '../python/names.ts';
import type { Expr, FunctionStmt, Stmt } from '../python/syntax.ts';
import { blocksOf, statements } from '../python/walk.ts';
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

/** Text at an offset. */
export function insertion(at: number, text: string): Edit {
  return { span: { start: at, end: at }, text };
}

/** More items behind the last one of a list or call: on lines of their own, below its comment, where that has one. */
export function behindLast(source: string, list: Span, last: Span, texts: readonly string[]): Edit {
  const isTall = source.slice(list.start, last.start).includes('\n');
  if (!isTall) return insertion(last.end, texts.map((text) => `, ${text}`).join(''));
  const indent = indentOf(source, last.start);
  const end = lineEnd(source, last.end);
  const isWhole = /^,[ \t]*(?:#.*)?$/.test(source.slice(last.end, end));
  if (!isWhole) return insertion(last.end, texts.map((text) => `,\n${indent}${text}`).join(''));
  // Comments in the rows below speak of the last one.
  const [said = ''] = COMMENT_ROWS.exec(source.slice(end, list.end - 1)) ?? [];
  return insertion(end + said.length, texts.map((text) => `\n${indent}${text},`).join(''));
}

const COMMENT_ROWS = /^(?:\r?\n[ \t]*(?:#.*)?)*(?=\r?\n[ \t]*$)/;

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
