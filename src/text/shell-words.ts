import { closingBrace, isBlank, isLetter, placeholderEnd } from './units.ts';

/** A word of a shell line, in units of the scanned text. */
export interface RawWord {
  readonly start: number;
  readonly end: number;
  /** What the program gets: quotes gone. Expansions stay as they are written. */
  readonly value: string;
  /** No expansion in it: `value` is exactly what the program gets. */
  readonly literal: boolean;
  /** Parts in quotes that hold blanks: they may hold a command of their own. */
  readonly quoted: readonly Quoted[];
}

/** The inside of a quoted part of a word. */
export interface Quoted {
  readonly start: number;
  readonly end: number;
  readonly quote: '"' | "'";
}

/** How a text is to be read. */
export interface ShellOptions {
  /** The text may be prose: an apostrophe is no quote. */
  readonly prose: boolean;
  /** `{…}` with blanks is a hole, as in a Python f-string. */
  readonly holes: boolean;
}

/** The state of a scan, as far as words need it. */
export interface WordScan extends ShellOptions {
  readonly text: string;
  pos: number;
  depth: number;
  /** Inside of backticks the next one closes. */
  backticked: boolean;
  /** Reads the commands of a substitution up to `closer`, which stays unread. */
  readonly scanInside: (closer: ')' | '`') => void;
}

/** Beyond this depth a substitution is read as plain text. */
const deepest = 40;

/** Reads one word; always moves on. */
export function scanWord(scan: WordScan): RawWord {
  const start = scan.pos;
  const word: WordDraft = { value: '', literal: true, quoted: [] };
  while (scan.pos < scan.text.length) {
    const before = scan.pos;
    scanWordPart(scan, word, start);
    if (scan.pos === before) break;
  }
  // A lone character that opens nothing is a word too.
  if (scan.pos === start) word.value += scan.text[scan.pos++] ?? '';
  return { start, end: scan.pos, ...word };
}

interface WordDraft {
  value: string;
  literal: boolean;
  quoted: Quoted[];
}

const ends = new Set([
  ' ',
  '\t',
  '\n',
  '\r',
  '\v',
  '\f',
  '\u00a0',
  ';',
  '&',
  '|',
  '(',
  ')',
  '>',
  '`',
]);

function scanWordPart(scan: WordScan, word: WordDraft, start: number): void {
  const { text, pos } = scan;
  const char = text[pos] ?? '';
  if (char === '\\') {
    const end = continuationEnd(text, pos);
    if (end === undefined) word.value += text[pos + 1] ?? '';
    scan.pos = Math.min(end ?? pos + 2, text.length);
  } else if (char === "'" && opensQuote(scan, start)) scanSingle(scan, word);
  else if (char === '"' && opensQuote(scan, start)) scanDouble(scan, word);
  else if (char === '$') scanDollar(scan, word);
  else if (char === '`' && opensBacktick(scan)) scanSubstitution(scan, word, '`');
  else if (char === '<') {
    const end = placeholderEnd(text, pos);
    if (end !== undefined) takeOpaque(scan, word, end);
  } else if (char === '{') {
    takeOpaque(scan, word, closingBrace(text, pos, scan.holes) ?? pos + 1);
  } else if (!ends.has(char)) {
    word.value += char;
    scan.pos++;
  }
}

function opensBacktick({ prose, depth, backticked }: WordScan): boolean {
  return !prose && !backticked && depth < deepest;
}

/** A quote that closes; in prose only at the start of a word or of a value, and where it closes on its line. */
function opensQuote(scan: WordScan, start: number): boolean {
  const { text, pos } = scan;
  const close = text.indexOf(text[pos] ?? '', pos + 1);
  if (close === -1 || !scan.prose) return close !== -1;
  if (pos > start && text[pos - 1] !== '=') return false;
  return !isLetter(text[close + 1]) && !text.slice(pos, close).includes('\n');
}

/** Takes source up to `end` into the word, as something that only the shell knows. */
function takeOpaque(scan: WordScan, word: WordDraft, end: number): void {
  word.value += scan.text.slice(scan.pos, end);
  if (end > scan.pos + 1) word.literal = false;
  scan.pos = end;
}

function scanSingle(scan: WordScan, word: WordDraft): void {
  const { text, pos } = scan;
  const end = text.indexOf("'", pos + 1);
  const inside = text.slice(pos + 1, end);
  if (/\s/u.test(inside)) word.quoted.push({ start: pos + 1, end, quote: "'" });
  word.value += inside;
  scan.pos = end + 1;
}

function scanDouble(scan: WordScan, word: WordDraft): void {
  const { text } = scan;
  const start = ++scan.pos;
  let blanks = false;
  while (scan.pos < text.length) {
    const char = text[scan.pos] ?? '';
    if (char === '"') break;
    if (char === '\\') {
      const end = continuationEnd(text, scan.pos);
      if (end === undefined) word.value += unescape(text[scan.pos + 1] ?? '');
      scan.pos = end ?? scan.pos + 2;
    } else if (char === '$') scanDollar(scan, word);
    else if (char === '`' && opensBacktick(scan)) scanSubstitution(scan, word, '`');
    else {
      blanks ||= isBlank(char) || char === '\n';
      word.value += char;
      scan.pos++;
    }
  }
  const end = Math.min(scan.pos, text.length);
  if (blanks) word.quoted.push({ start, end, quote: '"' });
  scan.pos = Math.min(end + 1, text.length);
}

function unescape(char: string): string {
  return '"\\$`'.includes(char) ? char : `\\${char}`;
}

/** `$x`, `${x}`, `$(x)`, `$((x))`, `${{ x }}`, make's `$(x)` and `$$`, or a plain `$`. */
function scanDollar(scan: WordScan, word: WordDraft): void {
  const { text, pos } = scan;
  const next = text[pos + 1] ?? '';
  if (next === '(' && scan.depth < deepest) {
    scan.pos++;
    word.value += '$';
    scanSubstitution(scan, word, ')');
  } else if (next === '{') {
    takeOpaque(scan, word, closingBrace(text, pos + 1, true) ?? pos + 2);
  } else if (/[\w@*#?$!-]/u.test(next)) {
    let end = pos + 2;
    if (isLetter(next)) while (/\w/u.test(text[end] ?? '')) end++;
    takeOpaque(scan, word, end);
  } else {
    word.value += '$';
    scan.pos++;
  }
}

/** Reads `(…)` or `` `…` `` at the position: its commands are found as well. */
function scanSubstitution(scan: WordScan, word: WordDraft, closer: ')' | '`'): void {
  const start = scan.pos++;
  const outer = scan.backticked;
  scan.backticked = closer === '`';
  scan.depth++;
  scan.scanInside(closer);
  scan.depth--;
  scan.backticked = outer;
  scan.pos = Math.min(scan.pos + 1, scan.text.length);
  word.value += scan.text.slice(start, scan.pos);
  word.literal = false;
}

/** End of a `\` + line break at `pos`. */
export function continuationEnd(text: string, pos: number): number | undefined {
  if (text[pos] !== '\\') return undefined;
  if (text[pos + 1] === '\n') return pos + 2;
  return text[pos + 1] === '\r' && text[pos + 2] === '\n' ? pos + 3 : undefined;
}
