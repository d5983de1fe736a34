import type { Style } from '../part.ts';

type Quote = Style['quote'];

const ESCAPES = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** A Python string on one line, in the file's quotes unless the other ones save escaping. */
export function pythonString(text: string, quote: Quote): string {
  const other: Quote = quote === '"' ? "'" : '"';
  const mark = text.includes(quote) && !text.includes(other) ? other : quote;
  return mark + escaped(text).replaceAll(mark, `\\${mark}`) + mark;
}

/** Backslashes, line breaks and what no eye can see. */
function escaped(text: string): string {
  return text.replace(/[\\\n\r\t\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/gu, (char) => {
    const known = ESCAPES.get(char);
    if (known !== undefined) return known;
    const code = char.charCodeAt(0);
    return code < 0x100 ? `\\x${hex(code, 2)}` : `\\u${hex(code, 4)}`;
  });
}

function hex(code: number, width: number): string {
  return code.toString(16).padStart(width, '0');
}

/** A list of strings: on one line where it fits in `room` columns, else one item a line. */
export function pythonList(
  items: readonly string[],
  { quote, indent }: Pick<Style, 'quote' | 'indent'>,
  room: number,
): string {
  const texts = items.map((item) => pythonString(item, quote));
  const line = `[${texts.join(', ')}]`;
  if (line.length <= room) return line;
  return ['[', ...texts.map((text) => `${indent}${text},`), ']'].join('\n');
}

/**
 * A Python string of whole lines between triple quotes, each line at the left margin:
 * fal reads the sources of `COPY` only where a line starts with it.
 */
export function pythonBlock(lines: readonly string[], quote: Quote): string {
  const text = `\n${lines.join('\n')}\n`;
  const marks = [quote, quote === '"' ? "'" : '"'].map((mark) => mark.repeat(3));
  const plain = /^[^\p{Cc}\p{Cs}\p{Zl}\p{Zp}]*$/u.test(text.replace(/[\n\t]/g, ''));
  const free = plain ? marks.find((mark) => !text.includes(mark)) : undefined;
  if (free !== undefined) return (text.includes('\\') ? 'r' : '') + free + text + free;
  const [mark = '"""'] = marks;
  const body = text
    .split('\n')
    .map((line) => escaped(line).replaceAll(quote, `\\${quote}`))
    .join('\n');
  return mark + body + mark;
}
