/** Whether a unit is a blank inside a line; a carriage return belongs to the line's end. */
export function isBlank(char: string | undefined): boolean {
  return (
    char === ' ' ||
    char === '\t' ||
    char === '\r' ||
    char === '\v' ||
    char === '\f' ||
    char === '\u00a0'
  );
}

/** Whether a unit is a letter or `_`. */
export function isLetter(char: string | undefined): boolean {
  return char !== undefined && /[A-Za-z_]/u.test(char);
}

/** Longest hole that is looked for, so that no text is read twice. */
const longest = 200;

/** End of a `<name>` as documentation writes it, where one starts at `pos`. */
export function placeholderEnd(text: string, pos: number): number | undefined {
  if (text[pos] !== '<' || !/[\p{L}_\d]/u.test(text[pos + 1] ?? '')) return undefined;
  for (let at = pos + 2; at < text.length && at < pos + longest; at++) {
    const char = text[at] ?? '';
    if (char === '\n' || char === '<') return undefined;
    if (char === '>')
      return isBlank(text[at - 1]) || /[=&\d]/u.test(text[at + 1] ?? '') ? undefined : at + 1;
  }
  return undefined;
}

/** End of the `{…}` or `{{…}}` that starts at `pos`; with blanks in it only where `blanks` allows or braces are double. */
export function closingBrace(text: string, pos: number, blanks: boolean): number | undefined {
  const spaced = blanks || text[pos + 1] === '{';
  let depth = 0;
  for (let at = pos; at < text.length && at < pos + longest; at++) {
    const char = text[at] ?? '';
    if (char === '\n' || (!spaced && isBlank(char))) return undefined;
    if (char === '{') depth++;
    if (char === '}' && --depth === 0) return at + 1;
  }
  return undefined;
}

/** Index of `part` in `[start, end)`, or -1; never looks further, so that many searches stay cheap. */
export function indexWithin(text: string, part: string, start: number, end: number): number {
  const found = text.slice(start, end).indexOf(part);
  return found === -1 ? -1 : start + found;
}
