import type { Reading, Site } from './phrase.ts';
import { indexWithin } from './units.ts';
import { buildView, sliceView } from './view.ts';
import type { View, ViewBuilder } from './view.ts';

/** The inside of a quoted string, escapes read, and where it ends in the text (behind its quotes). */
export interface QuotedString {
  readonly inside: View;
  readonly end: number;
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['"', '"'],
  ["'", "'"],
  ['\\', '\\'],
  ['/', '/'],
  ['`', '`'],
]);

/** Adds `[start, end)` of a view with its `\n`, `\"` … read. */
export function addEscaped(builder: ViewBuilder, view: View, start: number, end: number): void {
  const { text } = view;
  let from = start;
  for (let at = indexWithin(text, '\\', start, end); at !== -1;) {
    const escaped = escapes.get(text[at + 1] ?? '');
    if (escaped !== undefined && at + 1 < end) {
      builder.add(from, at);
      builder.addAs(escaped, at, at + 2);
      from = at + 2;
    }
    at = indexWithin(text, '\\', at + 2, end);
  }
  builder.add(from, end);
}

/** Reads the string that starts with the double quote at `at`. */
export function readDoubleQuoted(view: View, at: number): QuotedString | undefined {
  const close = closeOf(view.text, at + 1, '"', true, false);
  if (close === undefined) return undefined;
  const builder = buildView(view);
  addEscaped(builder, view, at + 1, close);
  return { inside: builder.build(), end: close + 1 };
}

/** Reads the string that starts with the single quote at `at`, where a doubled quote stands for one. */
export function readSingleQuoted(view: View, at: number): QuotedString | undefined {
  const { text } = view;
  const builder = buildView(view);
  let from = at + 1;
  for (let pos = text.indexOf("'", from); pos !== -1; pos = text.indexOf("'", from)) {
    builder.add(from, pos);
    if (text[pos + 1] !== "'") return { inside: builder.build(), end: pos + 1 };
    builder.addAs("'", pos, pos + 2);
    from = pos + 2;
  }
  return undefined;
}

/** Where the string closes that goes on at `from`; a one-line string ends with its line at the latest. */
function closeOf(
  text: string,
  from: number,
  mark: string,
  escaped: boolean,
  oneLine: boolean,
): number | undefined {
  let at = text.indexOf(mark, from);
  while (at !== -1 && escaped && isEscaped(text, at, from)) at = text.indexOf(mark, at + 1);
  if (!oneLine) return at === -1 ? undefined : at;
  const line = text.slice(from, at === -1 ? undefined : at).indexOf('\n');
  if (line !== -1) return from + line;
  return at === -1 ? undefined : at;
}

/** Whether an odd number of backslashes stands before `at`. */
function isEscaped(text: string, at: number, from: number): boolean {
  let start = at;
  while (start > from && text[start - 1] === '\\') start--;
  return (at - start) % 2 === 1;
}

/** Reads the strings of a JSON file; the lines of a notebook's cell, one string each, are read as one text. */
export function readJson(view: View, site: Site, reading: Reading): void {
  const { text } = view;
  const within: Site = {
    ...site,
    trust: 'prose',
    lines: false,
    commentable: false,
    quotes: `${site.quotes}"`,
  };
  for (let at = text.indexOf('"'); at !== -1;) {
    const builder = buildView(view);
    const end = addStrings(builder, view, at);
    reading.read('text', builder.build(), { ...within, depth: site.depth + 1 });
    at = text.indexOf('"', end);
  }
}

/** Adds the string at `at` and, while each ends in a line break, those that follow it in a list; gives the end. */
function addStrings(builder: ViewBuilder, view: View, at: number): number {
  const { text } = view;
  while (true) {
    const close = closeOf(text, at + 1, '"', true, true) ?? text.length;
    addEscaped(builder, view, at + 1, close);
    const end = Math.min(close + 1, text.length);
    const next = /^\s{0,100},\s{0,100}"/u.exec(text.slice(end, end + 250));
    if (next === null || !text.startsWith('\\n', close - 2)) return end;
    at = end + next[0].length - 1;
  }
}

/** Reads the strings and comments of a TOML file. */
export function readToml(view: View, site: Site, reading: Reading): void {
  const { text } = view;
  const within: Site = { ...site, trust: 'prose', commentable: false, depth: site.depth + 1 };
  for (let at = nextToml(text, 0); at < text.length; at = nextToml(text, at)) {
    if (text[at] === '#') {
      const end = closeOf(text, at, '\n', false, true) ?? text.length;
      reading.read('text', sliceView(view, at + 1, end), { ...within, lines: false });
      at = end;
      continue;
    }
    const quote = text[at] === '"' ? '"' : "'";
    const mark = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
    const from = at + mark.length;
    const close = closeOf(text, from, mark, quote === '"', mark.length === 1) ?? text.length;
    const builder = buildView(view);
    if (quote === '"') addEscaped(builder, view, from, close);
    else builder.add(from, close);
    reading.read('text', builder.build(), {
      ...within,
      lines: mark.length === 3,
      quotes: site.quotes + quote,
    });
    at = close + mark.length;
  }
}

function nextToml(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '"' || text[at] === "'" || text[at] === '#') return at;
  }
  return text.length;
}
