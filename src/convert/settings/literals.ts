import type { Constant } from '../../python/constant.ts';

const ESCAPES = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** A Python string literal of `text` in the given quotes. */
export function pyString(text: string, quote: '"' | "'"): string {
  // eslint-disable-next-line no-control-regex -- control characters are what has to be escaped
  const body = text.replace(/[\\"'\u0000-\u001f\u007f]/g, (char) => {
    if (char === '"' || char === "'") return char === quote ? `\\${char}` : char;
    return ESCAPES.get(char) ?? `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`;
  });
  return `${quote}${body}${quote}`;
}

/** Python source of a plain value; nothing for what is more than one, or not known. */
export function pyValue(constant: Constant, quote: '"' | "'"): string | undefined {
  if (constant.kind !== 'value') return undefined;
  const { value, float } = constant;
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'string') return pyString(value, quote);
  const text = String(value);
  return float && /^-?\d+$/.test(text) ? `${text}.0` : text;
}

/** A Python list of string literals. */
export function pyStrings(texts: readonly string[], quote: '"' | "'"): string {
  return `[${texts.map((text) => pyString(text, quote)).join(', ')}]`;
}

/** `` `A`, `B` and `C` ``, as messages list names. */
export function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `\`${name}\``);
  const last = quoted.pop();
  if (last === undefined) return '';
  return quoted.length === 0 ? last : `${quoted.join(', ')} and ${last}`;
}
