import type { Edit } from '../model/span.ts';
import type { Command, Word } from './command.ts';

/** What words of a command become: nothing, one word, or several; words that are not in it stay. Texts are as in the source. */
export type Changes = Map<Word, readonly string[]>;

/** Edits that turn a command into the lines of `lines`: the first in its place, the others behind it. */
export function editsOf(command: Command, lines: readonly Changes[]): Edit[] {
  const [first, ...others] = lines;
  if (first === undefined) return [];
  const edits: Edit[] = [];
  for (const [word, texts] of first) edits.push(...wordEdits(command, word, texts));
  if (others.length > 0) edits.push(...wrapped(command, others));
  return edits.toSorted((a, b) => a.span.start - b.span.start || a.span.end - b.span.end);
}

/** Whether several commands can stand where this one does. */
export function canRepeat(command: Command): boolean {
  return command.place.next !== undefined;
}

/** The other commands; grouped with the first where something hangs on the result. */
function wrapped({ prefix, words, place, span }: Command, others: readonly Changes[]): Edit[] {
  const next = place.next ?? ' && ';
  const all = [...prefix, ...words];
  const text = others.map((changes) => next + lineOf(all, changes)).join('');
  const start = (prefix[0] ?? words[0])?.span.start ?? span.start;
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
