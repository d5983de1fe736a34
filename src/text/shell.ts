import { continuationEnd, scanWord } from './shell-words.ts';
import type { RawWord, ShellOptions, WordScan } from './shell-words.ts';
import { isBlank, placeholderEnd } from './units.ts';

/** What stands between two commands: the start or end of a text or of a group is `''`. */
export type Joint = '' | '\n' | ';' | '&' | '&&' | '||' | '|' | '(' | ')' | '`';

/** One simple command with what it stands between. */
export interface SimpleCommand {
  readonly words: readonly RawWord[];
  readonly before: Joint;
  readonly after: Joint;
  /** It reads or writes a file, or stands behind `!`. */
  readonly bound: boolean;
  /** A word of the language (`if`, `do`, `{` …) stands before it. */
  readonly led: boolean;
}

/** What a shell text holds, in the order of their ends. */
export interface ShellText {
  readonly commands: readonly SimpleCommand[];
  /** `# …` up to the end of the line. */
  readonly comments: readonly Stretch[];
  /** Bodies of here-documents. */
  readonly documents: readonly Stretch[];
}

/** A half-open range of the scanned text. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

interface Scan extends WordScan {
  readonly commands: SimpleCommand[];
  readonly comments: Stretch[];
  readonly documents: Stretch[];
}

/** The command that is being read. */
interface Draft {
  words: RawWord[];
  before: Joint;
  bound: boolean;
  led: boolean;
  /** Here-documents whose bodies follow this line. */
  awaited: { readonly word: string; readonly indented: boolean }[];
  parens: number;
}

const leading = new Set(['if', 'then', 'elif', 'else', 'do', 'while', 'until', '!', '{', '}']);

/** Reads a text as POSIX shell, as far as that goes; nothing in it is an error. */
export function scanShell(text: string, options: ShellOptions): ShellText {
  const scan: Scan = {
    ...options,
    text,
    pos: 0,
    depth: 0,
    backticked: false,
    scanInside: (closer) => scanList(scan, closer),
    commands: [],
    comments: [],
    documents: [],
  };
  while (scan.pos < text.length) scanList(scan, '');
  return scan;
}

/** Reads commands up to `closer`, which stays unread. */
function scanList(scan: Scan, closer: '' | ')' | '`'): void {
  const draft: Draft = {
    words: [],
    before: closer === '' ? '' : closer === ')' ? '(' : '`',
    bound: false,
    led: false,
    awaited: [],
    parens: 0,
  };
  while (scan.pos < scan.text.length) {
    skipBlanks(scan);
    const char = scan.text[scan.pos];
    if (char === undefined) break;
    if (char === closer && draft.parens === 0) break;
    scanPart(scan, draft, char);
  }
  finish(scan, draft, closer);
}

function scanPart(scan: Scan, draft: Draft, char: string): void {
  const { text, pos } = scan;
  const next = text[pos + 1];
  if (char === '\n') {
    scan.pos++;
    finish(scan, draft, '\n');
    readDocuments(scan, draft);
  } else if (char === '#') {
    const end = lineEnd(text, pos);
    scan.comments.push({ start: pos, end });
    scan.pos = end;
  } else if (char === ';') {
    scan.pos += next === ';' ? 2 : 1;
    finish(scan, draft, ';');
  } else if (char === '&' && next !== '>') {
    scan.pos += next === '&' ? 2 : 1;
    finish(scan, draft, next === '&' ? '&&' : '&');
  } else if (char === '|') {
    scan.pos += next === '|' || next === '&' ? 2 : 1;
    finish(scan, draft, next === '|' ? '||' : '|');
  } else if (char === '(') {
    scan.pos++;
    draft.parens++;
    finish(scan, draft, '(');
  } else if (char === ')') {
    scan.pos++;
    if (draft.parens > 0) draft.parens--;
    finish(scan, draft, ')');
  } else if (isRedirect(scan)) {
    readRedirect(scan, draft);
  } else {
    takeWord(draft, scanWord(scan));
  }
}

function takeWord(draft: Draft, word: RawWord): void {
  const first = draft.words.length === 0;
  if (!first || word.end - word.start !== word.value.length || !leading.has(word.value)) {
    draft.words.push(word);
    return;
  }
  draft.led = true;
  if (word.value === '!') draft.bound = true;
}

function finish(scan: Scan, draft: Draft, after: Joint): void {
  const { words, before, bound, led } = draft;
  if (words.length > 0) scan.commands.push({ words, before, after, bound, led });
  else if (after === '\n' && before !== '\n' && before !== '') {
    // `a &&` + line break: what follows still hangs on `a`
    return;
  }
  draft.words = [];
  draft.before = after;
  draft.bound = false;
  draft.led = false;
}

function skipBlanks(scan: Scan): void {
  while (scan.pos < scan.text.length) {
    if (isBlank(scan.text[scan.pos])) scan.pos++;
    else if (continuationEnd(scan.text, scan.pos) !== undefined)
      scan.pos = continuationEnd(scan.text, scan.pos) ?? scan.pos;
    else return;
  }
}

function lineEnd(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end === -1 ? text.length : end;
}

/** Whether `<`, `>`, `2>` or `&>` starts here; `<name>` in documentation is a word. */
function isRedirect(scan: Scan): boolean {
  const { text } = scan;
  let at = scan.pos;
  while (at < scan.pos + 3 && /[0-9]/u.test(text[at] ?? '')) at++;
  if (text[at] === '&' && at === scan.pos) at++;
  if (text[at] === '>') return true;
  return text[at] === '<' && (at > scan.pos || placeholderEnd(text, at) === undefined);
}

function readRedirect(scan: Scan, draft: Draft): void {
  const { text } = scan;
  const start = scan.pos;
  while (scan.pos < text.length && !/[<>]/u.test(text[scan.pos] ?? '')) scan.pos++;
  while (scan.pos < start + 6 && /[<>&|-]/u.test(text[scan.pos] ?? '')) scan.pos++;
  const operator = text.slice(start, scan.pos);
  draft.bound = true;
  if (text[scan.pos] === '(') return;
  skipBlanks(scan);
  const char = text[scan.pos] ?? '\n';
  if (char === '\n' || char === ';' || char === ')' || char === '`') return;
  const word = scanWord(scan);
  if (operator === '<<' || operator === '<<-')
    draft.awaited.push({ word: word.value, indented: operator === '<<-' });
}

/** Steps over the bodies that the finished line asked for. */
function readDocuments(scan: Scan, draft: Draft): void {
  for (const { word, indented } of draft.awaited) {
    const start = scan.pos;
    let at = start;
    while (at < scan.text.length) {
      const end = lineEnd(scan.text, at);
      let line = scan.text.slice(at, end);
      if (line.endsWith('\r')) line = line.slice(0, -1);
      if ((indented ? line.trimStart() : line) === word) break;
      at = end + 1;
    }
    scan.documents.push({ start, end: Math.min(at, scan.text.length) });
    scan.pos = Math.min(at >= scan.text.length ? at : lineEnd(scan.text, at) + 1, scan.text.length);
  }
  draft.awaited = [];
}
