import type { Edit } from '../model/span.ts';
import type { Module } from '../python/syntax.ts';
import { expressionsIn } from '../python/walk.ts';
import { indentOf, lineStart, nextLine } from './layout.ts';

/**
 * Moves the suite of a compound statement out by its own indentation. Lines inside strings keep theirs: they are text.
 *
 *     with app.run():          f(1)
 *         f(1)           →
 */
export function dedentEdits(
  module: Module,
  header: { start: number; end: number },
  suite: { start: number; end: number },
): Edit[] {
  const { source } = module;
  const outer = indentOf(source, header.start);
  const inner = indentOf(source, suite.start);
  if (lineStart(source, suite.start) === lineStart(source, header.start)) {
    return [{ span: { start: header.start, end: suite.start }, text: '' }];
  }
  const edits: Edit[] = [
    {
      span: { start: lineStart(source, header.start), end: nextLine(source, header.end) },
      text: '',
    },
  ];
  const strings = stringLines(module);
  for (let at = nextLine(source, header.end); at < suite.end; at = nextLine(source, at)) {
    const isText = strings.some(({ start, end }) => start < at && at < end);
    if (!isText && source.startsWith(inner, at)) {
      const span = { start: at + outer.length, end: at + inner.length };
      edits.push({ span, text: '', isMove: true });
    }
  }
  return edits;
}

function stringLines(module: Module): { start: number; end: number }[] {
  const found: { start: number; end: number }[] = [];
  for (const expr of expressionsIn(module.body)) {
    if (expr.kind === 'string' || expr.kind === 'fstring')
      found.push(...expr.pieces.map(({ span }) => span));
  }
  return found;
}
