import type { Phrase, Site } from './phrase.ts';
import type { RawWord } from './shell-words.ts';
import type { View } from './view.ts';

/** How far before the word `modal` its list may start. */
const reach = 400;

/** Longest list that is read. */
const longest = 120;

/** Finds lists of quoted words that hold `modal`: `["uv", "run", "modal", "deploy", "app.py"]` in JSON, YAML, Python or a Dockerfile. */
export function findLists(view: View, site: Site): Phrase[] {
  const { text } = view;
  const found: Phrase[] = [];
  let done = 0;
  for (let at = text.indexOf('modal'); at !== -1; at = text.indexOf('modal', at + 5)) {
    if (at < done || !isElement(text, at)) continue;
    const open = openingOf(text, at - 1, done);
    if (open === undefined) continue;
    const { words, end } = elementsOf(text, open);
    if (!words.some((word) => word.start <= at && at < word.end)) continue;
    done = end;
    found.push({
      view,
      words,
      form: 'list',
      before: '',
      after: '',
      bound: false,
      led: false,
      site,
    });
  }
  return found;
}

/** Whether `modal` at `at` is all of a quoted string, or the end of a path in one. */
function isElement(text: string, at: number): boolean {
  const close = text[at + 5];
  return (close === '"' || close === "'") && [close, '/'].includes(text[at - 1] ?? '');
}

/** The bracket that opens the list around `at`, by the nearest one that is not closed before it. */
function openingOf(text: string, at: number, floor: number): number | undefined {
  let depth = 0;
  for (let pos = at; pos >= Math.max(floor, at - reach); pos--) {
    const char = text[pos] ?? '';
    if (char === ')' || char === ']' || char === '}') depth++;
    else if (char === '{' && depth === 0) return undefined;
    else if (char === '(' || char === '[' || char === '{') {
      if (depth === 0) return pos;
      depth--;
    }
  }
  return undefined;
}

interface Elements {
  readonly words: readonly RawWord[];
  readonly end: number;
}

/** Elements of a list: strings are words, anything else is one whose value only the program knows. */
function elementsOf(text: string, open: number): Elements {
  const words: RawWord[] = [];
  let at = open + 1;
  while (at < text.length && words.length < longest) {
    at = skipSpace(text, at);
    const char = text[at];
    if (char === undefined || char === ']' || char === ')' || char === '}') break;
    if (char === ',') {
      at++;
      continue;
    }
    const word = stringAt(text, at) ?? expressionAt(text, at);
    words.push(word);
    at = skipSpace(text, outerEnd(text, word));
    // Something follows the string that is no comma: `"a" + b`, `"a".format(b)`.
    if (at < text.length && !',])}'.includes(text[at] ?? '')) {
      const more = expressionAt(text, at);
      words[words.length - 1] = { ...word, start: word.start - 1, end: more.end, literal: false };
      at = more.end;
    }
  }
  return { words, end: at };
}

/** End of a word with the quote behind it. */
function outerEnd(text: string, word: RawWord): number {
  return isQuoted(text, word) ? word.end + 1 : word.end;
}

/** Whether an element of a list is a string: its span is what stands in the quotes. */
export function isQuoted(text: string, word: RawWord): boolean {
  const quote = text[word.start - 1];
  return (quote === '"' || quote === "'") && text[word.end] === quote;
}

function skipSpace(text: string, from: number): number {
  let at = from;
  while (at < text.length) {
    if (/\s/u.test(text[at] ?? '')) at++;
    else if (text[at] !== '#') return at;
    else if (!text.includes('\n', at)) return text.length;
    else at = text.indexOf('\n', at);
  }
  return at;
}

function stringAt(text: string, at: number): RawWord | undefined {
  const formatted = /[fF]/u.test(text[at] ?? '') && /["']/u.test(text[at + 1] ?? '');
  const quote = formatted ? text[at + 1] : text[at];
  if (quote !== '"' && quote !== "'") return undefined;
  const start = at + (formatted ? 2 : 1);
  let end = start;
  while (end < text.length && text[end] !== quote && text[end] !== '\n') {
    end += text[end] === '\\' ? 2 : 1;
  }
  if (text[end] !== quote) return undefined;
  const value = text.slice(start, end);
  const literal = !value.includes('\\') && !(formatted && value.includes('{'));
  return { start, end, value, literal, quoted: [] };
}

/** Anything up to the comma or bracket that ends it. */
function expressionAt(text: string, at: number): RawWord {
  let depth = 0;
  let end = at;
  while (end < text.length && end < at + reach) {
    const char = text[end] ?? '';
    if (depth === 0 && (char === ',' || char === '\n')) break;
    if ('([{'.includes(char)) depth++;
    if (')]}'.includes(char) && --depth < 0) break;
    end++;
  }
  if (end === at) end++;
  return { start: at, end, value: text.slice(at, end).trimEnd(), literal: false, quoted: [] };
}
