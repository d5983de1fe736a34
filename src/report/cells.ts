import { visible } from './style.ts';

const TAB = 4;
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x231a, 0x231b],
  [0x2329, 0x232a],
  [0x23e9, 0x23ec],
  [0x25fd, 0x25fe],
  [0x2614, 0x2615],
  [0x2648, 0x2653],
  [0x26a1, 0x26a1],
  [0x26bd, 0x26be],
  [0x2705, 0x2705],
  [0x270a, 0x270b],
  [0x2728, 0x2728],
  [0x274c, 0x274c],
  [0x2795, 0x2797],
  [0x2b50, 0x2b50],
  [0x2e80, 0x303e],
  [0x3041, 0x4dbf],
  [0x4e00, 0xa4cf],
  [0xa960, 0xa97f],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe30, 0xfe6f],
  [0xff00, 0xff60],
  [0xffe0, 0xffe6],
  [0x1f300, 0x1f64f],
  [0x1f680, 0x1f6ff],
  [0x1f900, 0x1f9ff],
  [0x1fa70, 0x1faff],
  [0x20000, 0x3fffd],
];

/** One character of a line as a terminal shows it. */
export interface Cell {
  readonly text: string;
  readonly width: number;
  /** Offset in the line, in UTF-16 units. */
  readonly at: number;
}

/** Splits a line into what a terminal shows: tabs become blanks, control characters pictures. */
export function cellsOf(line: string): Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  let at = 0;
  for (const char of line) {
    const cell = { at, ...shown(char, column) };
    cells.push(cell);
    column += cell.width;
    at += char.length;
  }
  return cells;
}

function shown(char: string, column: number): Omit<Cell, 'at'> {
  if (char === '\t') {
    const width = TAB - (column % TAB);
    return { text: ' '.repeat(width), width };
  }
  const code = char.codePointAt(0) ?? 0;
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return { text: visible(char), width: 1 };
  if (code < 0x300) return { text: char, width: 1 };
  // Marks on the character before, joiners and variation selectors take no room.
  if (/^[\p{M}\u200b-\u200d]$/u.test(char)) return { text: char, width: 0 };
  // Signs that turn the direction of writing are not passed on.
  if (/^[\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]$/u.test(char))
    return { text: '\ufffd', width: 1 };
  return { text: char, width: WIDE.some(([from, to]) => from <= code && code <= to) ? 2 : 1 };
}
