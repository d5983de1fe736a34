import type { Constant } from '../../python/constant.ts';

type Quote = '"' | "'";

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
export function escaped(text: string): string {
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

/** Python source of a plain value; nothing for what is more than one, or not known. */
export function pyValue(constant: Constant, quote: Quote): string | undefined {
  if (constant.kind !== 'value') return undefined;
  const { value, float } = constant;
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return pythonString(value, quote);
  const text = String(value);
  return float && /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** A Python list of string literals. */
export function pythonStrings(texts: readonly string[], quote: Quote): string {
  return `[${texts.map((text) => pythonString(text, quote)).join(', ')}]`;
}

/** `` `A`, `B` and `C` ``, as messages list names. */
export function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop();
  if (last === undefined) return '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}
