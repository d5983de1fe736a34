import type { Style } from '../part.ts';
import type { Hole } from '../written/write.ts';
import { escaped, pythonString } from '../settings/literals.ts';
import { piecesOf, type Line } from './template.ts';

type Quote = Style['quote'];

/** A text with holes on one line: an f-string, or its pieces added up where that cannot hold them. */
export function pythonText(line: Line, quote: Quote): string {
  if (typeof line === 'string') return pythonString(line, quote);
  const [only, second] = line;
  if (typeof only === 'object' && second === undefined) return only.code;
  const codes = line.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.code]));
  const quotes: readonly Quote[] = [quote, quote === '"' ? "'" : '"'];
  const mark = quotes.find((one) => codes.every((code) => fits(code, one)));
  if (mark !== undefined) {
    const inner = line.map((piece) =>
      typeof piece === 'string'
        ? escaped(braced(piece)).replaceAll(mark, `\\${mark}`)
        : placeholder(piece),
    );
    return `f${mark}${inner.join('')}${mark}`;
  }
  return line
    .map((piece) =>
      typeof piece === 'string'
        ? pythonString(piece, quote)
        : piece.isText
          ? inParens(piece.code)
          : `str(${piece.code})`,
    )
    .join(' + ');
}

/** An operand of `+`. */
function inParens(code: string): string {
  return /^[^(]* (?:if|or|and|not|in|is) | (?:if|else) /.test(code) ? `(${code})` : code;
}

/** Whether an expression may stand in an f-string of every Python. */
function fits(code: string, quotes: string): boolean {
  return !/[\\\n#]/.test(code) && !code.includes(quotes);
}

function braced(text: string): string {
  return text.replace(/[{}]/g, '$&$&');
}

/** Two braces in a row would be a text. */
function placeholder({ code }: Hole): string {
  return `{${code.startsWith('{') ? ' ' : ''}${code}}`;
}

/** A list of strings: on one line where it fits in `room` columns, else one item a line. */
export function pythonList(
  items: readonly string[],
  style: Pick<Style, 'quote' | 'indent'>,
  room: number,
): string {
  return listOf(
    items.map((item) => pythonString(item, style.quote)),
    style.indent,
    room,
  );
}

/** A list of expressions in the same form. */
export function listOf(texts: readonly string[], indent: string, room: number): string {
  const line = `[${texts.join(', ')}]`;
  if (line.length <= room) return line;
  return ['[', ...texts.map((text) => `${indent}${text},`), ']'].join('\n');
}

/**
 * A Python string of whole lines between triple quotes, each line at the left margin:
 * fal reads the sources of `COPY` only where a line starts with it.
 */
export function pythonBlock(lines: readonly Line[], quote: Quote): string {
  const pieces = ['\n', ...lines.flatMap((line) => [...piecesOf(line), '\n'])];
  const open = pieces.some((piece) => typeof piece !== 'string');
  const written = (change: (text: string) => string): string =>
    pieces
      .map((piece) => (typeof piece === 'string' ? change(piece) : placeholder(piece)))
      .join('');
  const same = (text: string): string => (open ? braced(text) : text);
  const known = pieces.filter((piece) => typeof piece === 'string').join('');
  const body = written(same);
  const marks = [quote, quote === '"' ? "'" : '"'].map((mark) => mark.repeat(3));
  const plain = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u.test(known.replace(/[\n\t]/g, ''));
  const free = plain ? marks.find((mark) => !body.includes(mark)) : undefined;
  const letter = open ? 'f' : '';
  if (free !== undefined) return (known.includes('\\') ? 'r' : '') + letter + free + body + free;
  const [mark = '"""'] = marks;
  const safe = (line: string): string => escaped(same(line)).replaceAll(quote, `\\${quote}`);
  return letter + mark + written((text) => text.split('\n').map(safe).join('\n')) + mark;
}

/** Whether the holes of a line may stand in a block. */
export function fitsBlock(line: Line): boolean {
  return piecesOf(line).every(
    (piece) => typeof piece === 'string' || (fits(piece.code, '"""') && fits(piece.code, "'''")),
  );
}
