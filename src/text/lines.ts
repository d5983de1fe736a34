import { isBlank } from './units.ts';

/** Start of the line after the one that starts at `start`. */
export function nextLine(text: string, start: number): number {
  const end = text.indexOf('\n', start);
  return end === -1 ? text.length : end + 1;
}

/** End of a line without its line break. */
export function contentEnd(text: string, start: number, next: number): number {
  let end = next;
  if (end > start && text[end - 1] === '\n') end--;
  if (end > start && text[end - 1] === '\r') end--;
  return end;
}

/** Whether a line holds nothing but blanks. */
export function isBlankLine(text: string, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (text[at] !== '\n' && !isBlank(text[at])) return false;
  return true;
}

/** Past indentation and block quote marks. */
export function skipMargin(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && (isBlank(text[at]) || text[at] === '>')) at++;
  return at;
}

/** Past blanks inside a line. */
export function skipSpaces(text: string, start: number, end: number): number {
  let at = start;
  while (at < end && isBlank(text[at])) at++;
  return at;
}

/** Past indentation, quote and comment marks, bullets and numbers. */
export function leadEnd(text: string, start: number, end: number): number {
  let at = skipSpaces(text, start, end);
  for (let count = 0; count < 4; count++) {
    const mark = /^(?:[-*+•>]|#+|\/\/+|--|\d{1,2}[.)]|:)(?=\s)/u.exec(
      text.slice(at, Math.min(at + 12, end)),
    );
    if (mark === null) return at;
    at = skipSpaces(text, at + mark[0].length, end);
  }
  return at;
}

const prompt =
  /^(?:\([\w.-]{1,30}\)\s{1,3})?(?:(?:[\w.@~:/-]{0,60}[$❯➜»]|%|PS [A-Za-z]:[^\s>]{0,60}>|>>?)\s{1,3}|%(?=pip )|!(?=[\w.]))/u;

/** Every prompt holds one of these. */
const signs = ['$', '>', '%', '!', '❯', '➜', '»'];

/** Past a shell prompt, or the `!` of a notebook. */
export function promptEnd(text: string, start: number, end: number): number {
  const at = skipSpaces(text, start, end);
  const head = text.slice(at, Math.min(at + 140, end));
  // Most lines have none, and to make the expression takes longer than to look for these in all of them.
  if (!signs.some((sign) => head.includes(sign))) return start;
  const found = prompt.exec(head);
  return found === null ? start : at + found[0].length;
}

/** Whether any line of a block starts with a prompt. */
export function hasPrompt(text: string): boolean {
  for (let start = 0; start < text.length;) {
    const end = nextLine(text, start);
    if (promptEnd(text, start, end) > start) return true;
    start = end;
  }
  return false;
}
