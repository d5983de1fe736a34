const ESCAPES = new Map([
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** A Python string literal of `text` in the given quotes. */
export function pyString(text: string, quote: '"' | "'"): string {
  const body = [...text].map((char) => {
    if (char === quote) return `\\${char}`;
    const escape = ESCAPES.get(char);
    if (escape !== undefined) return escape;
    const code = char.codePointAt(0) ?? 0;
    return code < 32 || code === 127 ? `\\x${code.toString(16).padStart(2, '0')}` : char;
  });
  return `${quote}${body.join('')}${quote}`;
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
