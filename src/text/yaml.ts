import { readShell } from './phrase.ts';
import type { Reading, Site } from './phrase.ts';
import { contentEnd, nextLine } from './lines.ts';
import { readDoubleQuoted, readSingleQuoted } from './quoted.ts';
import { indexWithin, isBlank } from './units.ts';
import { buildView, sliceView } from './view.ts';
import type { View } from './view.ts';

/** Keys whose value is a command, by their last word. */
const commandKeys = new Set(
  'run script scripts before_script after_script command commands cmd cmds args entrypoint entry exec shell steps'
    .concat(
      ' install build start deploy test prestart poststart postcreatecommand setup invoke sh bash',
    )
    .split(' '),
);

interface Node {
  readonly indent: number;
  /** The key that a value or the items of a list stand under. */
  readonly key: string;
}

/** Reads the strings of a YAML file that may be commands, and its comments. */
export function readYaml(view: View, site: Site, reading: Reading): void {
  const { text } = view;
  const open: Node[] = [];
  for (let start = 0; start < text.length;) {
    start = readEntry(view, start, open, site, reading);
  }
}

/** Reads the line at `start` with what belongs to its value; gives the start of the next. */
function readEntry(view: View, start: number, open: Node[], site: Site, reading: Reading): number {
  const { text } = view;
  const end = nextLine(text, start);
  const stop = contentEnd(text, start, end);
  let at = skipBlanks(text, start, stop);
  if (at === stop) return end;
  const item = isDash(text, at, stop);
  // Items may stand in the column of the key that they belong to.
  while ((open.at(-1)?.indent ?? -1) >= at - start + (item ? 1 : 0)) open.pop();
  let under = open.at(-1)?.key ?? '';
  let column = at - start;
  while (isDash(text, at, stop)) {
    at = skipBlanks(text, at + 1, stop);
    column = at - start;
  }
  const key = keyAt(text, at, stop);
  if (key !== undefined) {
    under = key.name;
    open.push({ indent: column, key: under });
    at = skipBlanks(text, key.end, stop);
  }
  const margin = key !== undefined || !item ? column : skipBlanks(text, start, stop) - start;
  return readValue(view, { line: start, at, stop, end, margin }, under, site, reading);
}

function isDash(text: string, at: number, stop: number): boolean {
  return text[at] === '-' && (at + 1 === stop || isBlank(text[at + 1]));
}

interface Value {
  readonly line: number;
  readonly at: number;
  readonly stop: number;
  readonly end: number;
  /** Lines of the value are indented more than this. */
  readonly margin: number;
}

function readValue(view: View, value: Value, under: string, site: Site, reading: Reading): number {
  const { text } = view;
  const { at, stop, end } = value;
  const trusted: Site = {
    ...site,
    trust: commandKeys.has(under.toLowerCase()) ? 'shell' : 'prose',
    lines: false,
    commentable: false,
  };
  const char = text[at];
  if (at >= stop || char === '[' || char === '{' || char === '&' || char === '*') return end;
  if (char === '#') {
    readComment(view, at, stop, site, reading);
    return end;
  }
  if (
    (char === '|' || char === '>') &&
    /^[|>][-+\d]{0,2}\s*(?:#.*)?$/u.test(text.slice(at, stop))
  ) {
    return readBlock(view, value, char === '>', trusted, reading);
  }
  if (char === '"' || char === "'") return readString(view, value, trusted, reading);
  return readPlain(view, value, trusted, site, reading);
}

function readText(view: View, site: Site, reading: Reading): void {
  if (site.trust === 'shell') readShell(view, site, reading);
  else reading.read('text', view, { ...site, depth: site.depth + 1 });
}

/** `|` keeps its line breaks, `>` folds them into blanks. */
function readBlock(
  view: View,
  value: Value,
  folded: boolean,
  site: Site,
  reading: Reading,
): number {
  const { text } = view;
  const builder = buildView(view);
  let indent = -1;
  let start = value.end;
  while (start < text.length) {
    const end = nextLine(text, start);
    const stop = contentEnd(text, start, end);
    const at = skipBlanks(text, start, stop);
    if (at < stop) {
      if (indent === -1) indent = at - start;
      if (at - start < indent || indent <= value.margin) break;
    }
    const from = Math.min(start + Math.max(indent, 0), stop);
    builder.add(from, stop);
    const joins = folded && at < stop && at - start === indent;
    builder.addAs(joins ? ' ' : text.slice(stop, end), stop, end);
    start = end;
  }
  readText(builder.build(), { ...site, lines: !folded, commentable: !folded }, reading);
  return start;
}

function readString(view: View, value: Value, site: Site, reading: Reading): number {
  const quote = view.text[value.at] === "'" ? "'" : '"';
  const read = quote === "'" ? readSingleQuoted(view, value.at) : readDoubleQuoted(view, value.at);
  if (read === undefined) return value.end;
  readText(read.inside, { ...site, quotes: site.quotes + quote }, reading);
  return nextLine(view.text, read.end);
}

/** A plain string, with the deeper lines that go on with it. */
function readPlain(view: View, value: Value, trusted: Site, site: Site, reading: Reading): number {
  const { text } = view;
  const builder = buildView(view);
  let { at, stop, end } = value;
  while (true) {
    const comment = commentIn(text, at, stop);
    builder.add(at, comment ?? stop);
    if (comment !== undefined) readComment(view, comment + 1, stop, site, reading);
    const next = nextLine(text, end);
    const nextStop = contentEnd(text, end, next);
    const nextAt = skipBlanks(text, end, nextStop);
    const goesOn = comment === undefined && nextAt < nextStop && nextAt - end > value.margin;
    if (!goesOn || text[nextAt] === '#') break;
    builder.addAs(' ', stop, nextAt);
    at = nextAt;
    stop = nextStop;
    end = next;
  }
  readText(builder.build(), trusted, reading);
  return end;
}

/** Where ` #` starts a comment behind a plain string. */
function commentIn(text: string, at: number, stop: number): number | undefined {
  const found = text.slice(at, stop).search(/\s#/u);
  return found === -1 ? undefined : at + found;
}

function readComment(view: View, at: number, stop: number, site: Site, reading: Reading): void {
  let start = at;
  while (view.text[start] === '#') start++;
  const within: Site = { ...site, trust: 'prose', lines: false, commentable: false };
  const lead = sliceView(view, start, stop);
  reading.read('text', lead, { ...within, depth: site.depth + 1 });
}

function skipBlanks(text: string, start: number, stop: number): number {
  let at = start;
  while (at < stop && isBlank(text[at])) at++;
  return at;
}

interface Key {
  readonly name: string;
  readonly end: number;
}

/** The key at `at`: plain or quoted, its colon followed by a blank or the line's end. */
function keyAt(text: string, at: number, stop: number): Key | undefined {
  const quote = text[at];
  if (quote === '"' || quote === "'") {
    const close = indexWithin(text, quote, at + 1, stop);
    if (close === -1 || text[close + 1] !== ':') return undefined;
    return { name: text.slice(at + 1, close), end: close + 2 };
  }
  for (let pos = at; pos < stop && pos < at + 120; pos++) {
    const char = text[pos] ?? '';
    if (char === '#' || char === '"' || char === '{' || char === '[') return undefined;
    if (char !== ':') continue;
    if (pos + 1 === stop || isBlank(text[pos + 1]))
      return { name: text.slice(at, pos), end: pos + 1 };
  }
  return undefined;
}
