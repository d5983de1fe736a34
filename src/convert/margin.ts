import type { Span } from '../model/span.ts';
import { readModule } from '../python/module.ts';
import type { Module } from '../python/syntax.ts';
import { contains, expressionsIn } from '../python/walk.ts';

/** Puts `indent` before every row of some statements that is not empty; rows inside of strings stay as they are. */
export function indented(code: string, indent: string): string {
  if (indent === '') return code;
  const isText = textRows(code);
  return code.replace(/^(?=.)/gm, (_, at: number) => (isText(at) ? '' : indent));
}

/** An expression of several rows, one `indent` nearer to the margin; rows inside of strings stay as they are. */
export function outdented(code: string, indent: string): string {
  const source = `_ = ${code}`;
  const isText = textRows(source);
  const rows = source.replaceAll(`\n${indent}`, (row, at: number) => (isText(at + 1) ? row : '\n'));
  return rows.slice('_ = '.length);
}

/** Tells whether a row of some code, by its offset, begins inside of a string. */
function textRows(code: string): (row: number) => boolean {
  // Only these can bring a string over the end of a row.
  if (!/"""|'''|\\\r?\n/.test(code)) return () => false;
  const strings = stringsOf(readModule(code));
  return (row) => strings.some((span) => contains(span, { start: row - 1, end: row }));
}

function stringsOf({ body }: Module): Span[] {
  return [...expressionsIn(body)].flatMap((expr) =>
    expr.kind === 'string' || expr.kind === 'fstring' ? expr.pieces.map(({ span }) => span) : [],
  );
}
