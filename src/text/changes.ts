import type { Edit, Span } from '../model/span.ts';
import type { Command, Word } from './command.ts';

/** What words of a command become: nothing, one word, or several; words that are not in it stay. Texts are as in the source. */
export type Changes = Map<Word, readonly string[]>;

/** Edits that turn a command into the lines of `lines`: the first in its place, the others behind it. */
export function editsOf(command: Command, lines: readonly Changes[]): Edit[] {
  const [first, ...others] = lines;
  if (first === undefined) return [];
  const loop = loopOf(command, lines);
  if (loop !== undefined) return [{ span: wholeOf(command), text: loop }];
  const edits: Edit[] = [];
  for (const [word, texts] of first) edits.push(...wordEdits(command, word, texts));
  if (others.length > 0) edits.push(...wrapped(command, others));
  return edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** Whether several commands can stand where this one does. */
export function canRepeat(command: Command): boolean {
  return command.place.next !== undefined;
}

/** So many commands on one line are a loop. */
const MANY = 3;

/** `for app in A B C; do fal deploy f.py::$app || exit 1; done`: where the commands have one line, and one word that differs. */
function loopOf(command: Command, lines: readonly Changes[]): string | undefined {
  const { prefix, words, place } = command;
  if (lines.length < MANY || place.next !== ' && ' || place.group) return undefined;
  // Not every runner of tasks has a shell with loops: pixi's has none, nor has npm's on Windows.
  if (place.language === 'json' || place.language === 'toml') return undefined;
  const all = [...prefix, ...words];
  const written = lines.map((changes) => all.flatMap((word) => changes.get(word) ?? [word.raw]));
  const [first = [], ...others] = written;
  const differs = first.flatMap((text, index) =>
    others.some((line) => line[index] !== text) ? [index] : [],
  );
  const [at, second] = differs;
  if (at === undefined || second !== undefined) return undefined;
  const [lead, items] = split(written.map((line) => line[at] ?? ''));
  if (!items.every((item) => /^[\w./:-]+$/.test(item))) return undefined;
  const line = first.map((text, index) => (index === at ? `${lead}${dollar(place)}app` : text));
  const stop = place.trust === 'shell' && place.language !== 'markdown' ? ' || exit 1' : '';
  const loop = `for app in ${items.join(' ')}; do ${line.join(' ')}${stop}; done`;
  return stop !== '' && place.joined ? `(${loop})` : loop;
}

/** What words begin with up to their `::`, and the rest of each. */
function split(words: readonly string[]): readonly [lead: string, items: readonly string[]] {
  const [first = ''] = words;
  const lead = first.slice(0, first.lastIndexOf('::') + 2);
  const isShared = lead.length > 1 && words.every((word) => word.startsWith(lead));
  return isShared ? [lead, words.map((word) => word.slice(lead.length))] : ['', words];
}

/** A variable of the shell: make has variables of its own, and a shell reads what stands in double quotes. */
function dollar({ language, quotes }: Command['place']): string {
  const isRead = (language === 'shell' || language === 'makefile') && quotes.startsWith('"');
  return `${isRead ? '\\' : ''}${language === 'makefile' ? '$$' : '$'}`;
}

function wholeOf({ prefix, words, span }: Command): Span {
  return { start: (prefix[0] ?? words[0])?.span.start ?? span.start, end: span.end };
}

/** The other commands; grouped with the first where something hangs on the result. */
function wrapped(command: Command, others: readonly Changes[]): Edit[] {
  const { prefix, words, place, span } = command;
  const next = place.next ?? ' && ';
  const all = [...prefix, ...words];
  const text = others.map((changes) => next + lineOf(all, changes)).join('');
  const { start } = wholeOf(command);
  const { open = '', close = '' } = place.group ?? {};
  const behind = { span: { start: span.end, end: span.end }, text: text + close };
  return open === '' ? [behind] : [{ span: { start, end: start }, text: open }, behind];
}

function lineOf(words: readonly Word[], changes: Changes): string {
  return words.flatMap((word) => changes.get(word) ?? [word.raw]).join(' ');
}

function wordEdits(command: Command, word: Word, texts: readonly string[]): Edit[] {
  const [text, ...more] = texts;
  if (text === undefined) return [{ span: { start: word.lead, end: word.outer.end }, text: '' }];
  const edits = replacement(word, text);
  if (more.length === 0) return edits;
  const { end } = word.outer;
  return [
    ...edits,
    { span: { start: end, end }, text: more.map((one) => behind(command, word, one)).join('') },
  ];
}

/** A word put behind another: after a blank, or as the next string of a list. */
function behind({ place, words }: Command, word: Word, text: string): string {
  if (place.form === 'shell') return ` ${text}`;
  const quote = word.quote || (words[0]?.quote ?? '"');
  return `, ${quote}${text}${quote}`;
}

/** Only what differs: what is put behind a word, or the last part of a path. */
function replacement(word: Word, text: string): Edit[] {
  const { raw, span } = word;
  if (text === raw) return [];
  const slash = raw.lastIndexOf('/') + 1;
  const kept = text.startsWith(raw) ? raw.length : text.startsWith(raw.slice(0, slash)) ? slash : 0;
  return [{ span: { start: span.start + kept, end: span.end }, text: text.slice(kept) }];
}
