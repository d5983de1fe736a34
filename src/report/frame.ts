import type { Diagnostic } from '../model/diagnostic.ts';
import type { Lines } from '../model/lines.ts';
import { cellsOf, type Cell } from './cells.ts';
import type { Style } from './style.ts';

/** Columns of source that a frame shows at most. */
const MAX_WIDTH = 120;
/** Lines of a span that a frame shows at most. */
const MAX_LINES = 6;

/** The lines of a finding with carets below what it is about. */
export function frame(
  { start, end }: Pick<Diagnostic, 'start' | 'end'>,
  lines: Lines,
  style: Style,
): string[] {
  const numbers = shownLines(start.line, Math.max(start.line, end.line));
  const margin = String(end.line).length;
  const gutter = (text: string | number): string =>
    style.blue(`${String(text).padStart(margin)} |`);
  const framed = [gutter('')];
  for (const number of numbers) {
    if (number === undefined) {
      framed.push(style.blue('...'));
      continue;
    }
    const text = lines.text(number);
    const from = number === start.line ? start.column - 1 : text.length - text.trimStart().length;
    const to = number === end.line ? end.column - 1 : text.trimEnd().length;
    const { code, carets } = marked(text, from, Math.max(to, from));
    framed.push(`${gutter(number)} ${code}`.trimEnd(), `${gutter('')} ${style.red(carets)}`);
  }
  return framed;
}

/** All lines of a span, or the first and the last ones with a gap between. */
function shownLines(first: number, last: number): (number | undefined)[] {
  const all = Array.from({ length: last - first + 1 }, (_, i) => first + i);
  if (all.length <= MAX_LINES) return all;
  return [...all.slice(0, MAX_LINES - 2), undefined, last];
}

function marked(text: string, from: number, to: number): { code: string; carets: string } {
  if (text.length <= MAX_WIDTH && /^[ -~]*$/.test(text)) {
    const start = Math.min(from, text.length);
    const length = Math.max(1, Math.min(to, text.length) - start);
    return { code: text, carets: ' '.repeat(start) + '^'.repeat(length) };
  }
  const cells = windowOf(cellsOf(text), from);
  const width = (list: readonly Cell[]): number => list.reduce((sum, cell) => sum + cell.width, 0);
  const before = width(cells.filter((cell) => cell.at < from));
  const inside = width(cells.filter((cell) => cell.at >= from && cell.at < to));
  return {
    code: cells.map((cell) => cell.text).join(''),
    carets: ' '.repeat(before) + '^'.repeat(Math.max(1, inside)),
  };
}

/** The part of a very long line around the finding. */
function windowOf(cells: readonly Cell[], from: number): readonly Cell[] {
  if (cells.length <= MAX_WIDTH) return cells;
  const at = cells.findIndex((cell) => cell.at >= from);
  const first = Math.max(0, Math.min(at < 0 ? cells.length : at, cells.length - 1) - 30);
  const part = cells.slice(first, first + MAX_WIDTH);
  const dots = { text: '…', width: 1 };
  return [
    ...(first > 0 ? [{ ...dots, at: -1 }] : []),
    ...part,
    ...(first + MAX_WIDTH < cells.length ? [{ ...dots, at: Infinity }] : []),
  ];
}
