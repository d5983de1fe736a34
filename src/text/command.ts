import type { Span } from '../model/span.ts';
import { isInMark } from './in-mark.ts';
import type { TextLanguage } from './language.ts';
import { isQuoted } from './listed.ts';
import { parseCommand } from './parse.ts';
import type { ParsedCommand, ParsedFlag } from './parse.ts';
import type { Phrase } from './phrase.ts';
import { findPhrases } from './phrases.ts';
import { placeOf } from './place.ts';
import type { Place } from './place.ts';
import { isPlausible } from './plausible.ts';
import { isCarrier, isModal, programAfter } from './prefix.ts';
import type { PythonText } from './python.ts';
import type { RawWord } from './shell-words.ts';
import { sourceSpan } from './view.ts';

/** One word of a command, where it stands in the source. */
export interface Word {
  /** What the program gets: quotes gone, expansions as written. */
  readonly text: string;
  /** The source text of `span`. */
  readonly raw: string;
  /** With its quotes on a command line, without them in a list of strings. */
  readonly span: Span;
  /** With its quotes, everywhere. */
  readonly outer: Span;
  /** Where what parts it from the word before starts: blanks, line breaks, a comma. */
  readonly lead: number;
  /** No expansion in it. */
  readonly literal: boolean;
  /** Quotes around an element of a list. */
  readonly quote: '' | '"' | "'";
}

/** An option of a command as Modal knows it. */
export interface Flag {
  /** Its long spelling (`--env` for `-e`); as written when Modal has no such option. */
  readonly name: string;
  readonly known: boolean;
  readonly word: Word;
  /** The next word, when that is its value; a value behind `=` is in `word`. */
  readonly value?: Word;
}

/** The Python file or module that a command names. */
export interface Target {
  readonly word: Word;
  /** Path or dotted module name as written. */
  readonly path: string;
  /** What stands behind `::`. */
  readonly selector?: string;
  readonly module: boolean;
  /** Nothing in it that only the shell or the reader knows. */
  readonly literal: boolean;
}

/** A `modal` command line in a text. */
export interface Command {
  /** Canonical name: `modal deploy`, `modal secret create`; `modal` where there is none. */
  readonly name: string;
  /** From `modal` to the last word. */
  readonly span: Span;
  /** The words that name it: `modal secret create`. */
  readonly nameSpan: Span;
  /** What stands before `modal` and runs it: `FOO=1 uv run`. */
  readonly prefix: readonly Word[];
  /** All from `modal` on. */
  readonly words: readonly Word[];
  /** The words behind `modal` that name the command. */
  readonly subcommand: readonly Word[];
  readonly flags: readonly Flag[];
  readonly positionals: readonly Word[];
  /** What stands behind the target of `modal run`: it goes to the program. */
  readonly rest: readonly Word[];
  readonly target?: Target;
  /** Words with another command inside: `$(modal …)`. */
  readonly holding: Set<Word>;
  readonly place: Place;
}

/** Finds the `modal` command lines of a text; for `python`, in its comments and strings. */
export function findCommands(
  source: string,
  language: TextLanguage,
  texts?: readonly PythonText[],
): Command[] {
  return commandsIn(source, findPhrases(source, language, texts));
}

/** The commands of phrases, in the order of the text. */
export function commandsIn(source: string, phrases: readonly Phrase[]): Command[] {
  const all = phrases
    .flatMap((phrase) => commandsOf(source, phrase))
    .filter(({ span }) => !isInMark(source, span.start));
  return withoutClashes(all.toSorted((a, b) => startOf(a) - startOf(b) || b.span.end - a.span.end));
}

/** Where a command starts with what leads it. */
function startOf({ prefix, span }: Command): number {
  return prefix[0]?.span.start ?? span.start;
}

/** Keeps the first of two that claim the same text, but both where one stands inside a word of the other: `modal run "$(modal …)"`. */
function withoutClashes(sorted: readonly Command[]): Command[] {
  const found: Command[] = [];
  const open: Command[] = [];
  for (const command of sorted) {
    while ((open.at(-1)?.span.end ?? Infinity) <= startOf(command)) open.pop();
    const around = open.at(-1);
    const inside = around === undefined ? undefined : wordAround(around, command);
    if (around !== undefined && inside === undefined) continue;
    if (inside !== undefined) around?.holding.add(inside);
    found.push(command);
    open.push(command);
  }
  return found.toSorted((a, b) => a.span.start - b.span.start);
}

function wordAround({ prefix, words }: Command, inner: Command): Word | undefined {
  const start = startOf(inner);
  return [...prefix, ...words].find(
    ({ span }) => span.start <= start && inner.span.end <= span.end,
  );
}

/** The commands of one phrase: a sentence can hold several. */
function commandsOf(source: string, phrase: Phrase): Command[] {
  const found: Command[] = [];
  const anywhere = mayStandAnywhere(phrase);
  let floor = 0;
  for (let from = 0; from < phrase.words.length;) {
    const program = anywhere ? nextProgram(phrase.words, from) : programAfter(phrase.words, from);
    if (program === undefined) break;
    const parsed = parseCommand(phrase, program);
    const first = leadOf(phrase.words, floor, program);
    from = program + 1;
    if (parsed !== undefined && isPlausible(phrase, first, program, parsed)) {
      found.push(commandFrom(source, phrase, first, parsed));
      from = floor = parsed.end;
    }
    if (!anywhere) break;
  }
  return found;
}

/** In a sentence, a list, or behind a program that runs others, a command may start at any word. */
function mayStandAnywhere({ site, form, words }: Phrase): boolean {
  return form === 'list' || site.trust === 'prose' || isCarrier(words[0]);
}

function nextProgram(words: readonly RawWord[], from: number): number | undefined {
  for (let at = from; at < words.length; at++) if (isModal(words[at], words[at - 1])) return at;
  return undefined;
}

/** The first word from which all up to `program` leads to it. */
function leadOf(words: readonly RawWord[], from: number, program: number): number {
  for (let at = Math.max(from, program - 12); at < program; at++) {
    if (programAfter(words, at) === program) return at;
  }
  return program;
}

function commandFrom(
  source: string,
  phrase: Phrase,
  first: number,
  parsed: ParsedCommand,
): Command {
  // One object a word: what a conversion changes is looked up by it.
  const all = range(first, parsed.end).map((index) => wordOf(source, phrase, index, parsed));
  const word = (index: number): Word => all[index - first] ?? wordOf(source, phrase, index, parsed);
  const prefix = all.slice(0, parsed.program - first);
  const words = all.slice(parsed.program - first);
  const subcommand = parsed.subcommand.map(word);
  const start = words[0]?.span.start ?? 0;
  const target = parsed.target === undefined ? undefined : targetOf(word(parsed.target), parsed);
  return {
    name: parsed.name,
    span: { start, end: words.at(-1)?.span.end ?? start },
    nameSpan: { start, end: (subcommand.at(-1) ?? words[0])?.span.end ?? start },
    prefix,
    words,
    subcommand,
    flags: parsed.flags.map((flag) => flagOf(flag, word)),
    positionals: parsed.positionals.map(word),
    rest: parsed.rest.map(word),
    ...(target === undefined ? {} : { target }),
    holding: new Set(),
    place: placeOf(source, phrase, prefix, words),
  };
}

function range(start: number, end: number): number[] {
  return Array.from({ length: Math.max(end - start, 0) }, (_, index) => start + index);
}

function flagOf(flag: ParsedFlag, word: (index: number) => Word): Flag {
  const { name, known } = flag;
  const value = flag.value === undefined ? {} : { value: word(flag.value) };
  return { name, known, word: word(flag.index), ...value };
}

function targetOf(word: Word, { module }: ParsedCommand): Target {
  const at = word.text.indexOf('::');
  const path = at === -1 ? word.text : word.text.slice(0, at);
  const selector = at === -1 ? {} : { selector: word.text.slice(at + 2) };
  const literal = word.literal && path !== '' && !/\.\.\.|…|^[A-Z_]+$/u.test(path);
  const dotted = word.literal && /^[A-Za-z_][\w]*(?:\.[A-Za-z_]\w*)*$/u.test(path.slice(0, 200));
  return { word, path, ...selector, literal, module: module || (dotted && !path.endsWith('.py')) };
}

/** Turns a word of a phrase into one of the source. */
export function wordOf(
  source: string,
  phrase: Phrase,
  index: number,
  parsed?: Pick<ParsedCommand, 'end' | 'trimmed'>,
): Word {
  const { view, words, form } = phrase;
  const word = words[index] ?? { start: 0, end: 0, value: '', literal: true };
  const cut = parsed !== undefined && index === parsed.end - 1 ? parsed.trimmed : 0;
  const span = sourceSpan(view, word.start, word.end - cut);
  const quoted = form === 'list' && isQuoted(view.text, word as RawWord);
  const outer = quoted ? sourceSpan(view, word.start - 1, word.end + 1) : span;
  return {
    text: cut === 0 ? word.value : word.value.slice(0, -cut),
    raw: source.slice(span.start, span.end),
    span,
    outer,
    lead: leadStart(phrase, index, outer.start),
    literal: word.literal,
    quote: !quoted ? '' : view.text[word.start - 1] === "'" ? "'" : '"',
  };
}

function leadStart({ view, words, form }: Phrase, index: number, start: number): number {
  const word = words[index];
  const previous = words[index - 1];
  if (word === undefined || previous === undefined) return start;
  if (form === 'list') {
    const end = isQuoted(view.text, previous) ? previous.end + 1 : previous.end;
    return sourceSpan(view, end, end).start;
  }
  const between = view.text.slice(previous.end, word.start);
  if (!/^(?:\s|\\(?=\r?\n))*$/u.test(between)) return start;
  return sourceSpan(view, previous.end - 1, previous.end).end;
}
