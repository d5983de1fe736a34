import type { Style } from '../part.ts';
import { fitsBlock, pythonBlock, pythonText } from './literal.ts';
import {
  isLine,
  isNote,
  joined,
  knownText,
  type Chosen,
  type Item,
  type Line,
  type Repeated,
} from './template.ts';

/** Columns that one line of an expression may take. */
const ROOM = 80;

/** How code is written, and how many indents from the margin it stands. */
export interface Spot {
  readonly style: Style;
  readonly depth: number;
}

/** A Dockerfile as a Python expression: blocks of lines, and between them what is decided. */
export function dockerfileText(items: readonly Item[], spot: Spot): string {
  const [only, second] = items;
  if (only && !second && !isLine(only) && only.kind === 'chosen') return choice(only, spot);
  return partsOf(items, spot).join(`${newRow(spot)}+ `);
}

/** The start of a line of code. */
export function newRow({ style, depth }: Spot): string {
  return `\n${style.indent.repeat(depth)}`;
}

/** Expressions whose texts follow one another. */
function partsOf(items: readonly Item[], spot: Spot): readonly string[] {
  const { quote } = spot.style;
  const parts: string[] = [];
  let block: Line[] = [];
  const close = (): void => {
    if (block.length > 0) parts.push(pythonBlock(block, quote));
    block = [];
  };
  for (const item of items) {
    const line = isNote(item) ? item.text : item;
    if (isLine(line) && fitsBlock(line)) {
      block.push(line);
      continue;
    }
    close();
    if (isLine(line)) parts.push(pythonText(joined(line, '\n'), quote));
    else if (line.kind === 'repeated') parts.push(repetition(line, spot));
    else parts.push(enclosed('(', choice(line, inside(spot)), spot));
  }
  close();
  return parts;
}

/** `"RUN a\n" if X else ""`. */
function choice({ test, then, otherwise }: Chosen, spot: Spot): string {
  if (then.length === 0)
    return rowsOf(operand(otherwise, spot), negated(test.code), side([], spot), spot);
  return rowsOf(operand(then, spot), test.code, side(otherwise, spot), spot);
}

function rowsOf(yes: string, test: string, no: string, spot: Spot): string {
  return onRows([yes, `if ${test}`, `else ${no}`], spot);
}

function negated(test: string): string {
  if (/ (?:and|or|if|for) /.test(test)) return `not (${test})`;
  return test.startsWith('not ') ? test.slice('not '.length) : `not ${test}`;
}

/** `"".join(f"RUN {command}\n" for command in COMMANDS)`. */
function repetition({ target, items, lines }: Repeated, spot: Spot): string {
  const { code } = items;
  const list = / if .* else /.test(code) ? `(${code})` : code;
  const rows = [operand(lines, inside(spot)), `for ${target} in ${list}`];
  return enclosed(`${spot.style.quote.repeat(2)}.join(`, onRows(rows, inside(spot)), spot);
}

/** The same before an `if` or a `for`, where one that chooses itself would take it over. */
function operand(items: readonly Item[], spot: Spot): string {
  const [only, second] = items;
  const chooses = only && !second && !isLine(only) && only.kind === 'chosen';
  return chooses ? enclosed('(', choice(only, inside(spot)), spot) : side(items, spot);
}

/** Lines that are there or not: a short one needs no block. */
function side(items: readonly Item[], spot: Spot): string {
  const [only, second] = items;
  if (only === undefined) return spot.style.quote.repeat(2);
  if (!second && isLine(only) && !knownText(only).includes('\n')) {
    const text = pythonText(joined(only, '\n'), spot.style.quote);
    if (text.length <= ROOM || !fitsBlock(only)) return text;
  }
  return dockerfileText(items, spot);
}

function inside({ style, depth }: Spot): Spot {
  return { style, depth: depth + 1 };
}

function onRows(rows: readonly string[], spot: Spot): string {
  const line = rows.join(' ');
  return line.length <= ROOM && !line.includes('\n') ? line : rows.join(newRow(spot));
}

/** Code in parentheses, on rows of its own where it takes several. */
function enclosed(head: string, code: string, spot: Spot): string {
  if (!code.includes('\n')) return `${head}${code})`;
  return `${head}${newRow(inside(spot))}${code}${newRow(spot)})`;
}
