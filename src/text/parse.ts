import { isCommandGroup, modalCommands } from './modal-cli.ts';
import type { CommandSpec } from './modal-cli.ts';
import type { Phrase } from './phrase.ts';
import type { RawWord } from './shell-words.ts';

/** A command by the indexes of its words in a phrase. */
export interface ParsedCommand {
  readonly name: string;
  readonly program: number;
  readonly subcommand: readonly number[];
  readonly flags: readonly ParsedFlag[];
  readonly positionals: readonly number[];
  readonly rest: readonly number[];
  readonly target?: number;
  /** `-m`: the target is a module. */
  readonly module: boolean;
  /** Behind its last word. */
  readonly end: number;
  /** Units of punctuation at the end of the last word that belong to the sentence. */
  readonly trimmed: number;
}

/** An option by the index of its word. */
export interface ParsedFlag {
  readonly name: string;
  readonly known: boolean;
  readonly index: number;
  readonly value?: number;
}

interface Draft {
  readonly words: readonly RawWord[];
  readonly prose: boolean;
  readonly flags: ParsedFlag[];
  readonly positionals: number[];
  readonly rest: number[];
  at: number;
  trimmed: number;
}

/** Commands whose first plain word is a Python file or module. */
const targeted = new Set(['run', 'deploy', 'serve', 'shell', 'app deploy', 'app run', 'app shell']);

/** Groups that people name in a code span when they mean their commands. */
const namedGroups = new Set('volume secret token nfs profile container environment'.split(' '));

/** Reads the command whose word `modal` is at `program`; nothing when Modal has no such command. */
export function parseCommand(phrase: Phrase, program: number): ParsedCommand | undefined {
  const draft: Draft = {
    words: phrase.words,
    prose: phrase.site.trust === 'prose' && phrase.form === 'shell',
    flags: [],
    positionals: [],
    rest: [],
    at: program + 1,
    trimmed: 0,
  };
  readRootFlags(draft);
  const { name, subcommand } = readName(draft);
  const spec = modalCommands.get(name);
  if (spec === undefined && !mayStandAlone(phrase, name, draft)) return undefined;
  readArguments(draft, name, spec);
  const { flags, positionals, rest, at, trimmed } = draft;
  const target = targeted.has(name) ? positionals[0] : undefined;
  return {
    name: name === '' ? 'modal' : `modal ${name}`,
    program,
    subcommand,
    flags,
    positionals,
    rest,
    ...(target === undefined ? {} : { target }),
    module: flags.some((flag) => flag.name === '-m'),
    end: at,
    trimmed,
  };
}

/** `--profile p` stands before the command. */
function readRootFlags(draft: Draft): void {
  while (draft.at < draft.words.length) {
    const text = draft.words[draft.at]?.value ?? '';
    const known = /^(?:--profile(?:=.*)?|--version|--help|-h)$/u.test(text.slice(0, 200));
    if (!known) return;
    const value = text === '--profile' ? { value: draft.at + 1 } : {};
    draft.flags.push({ name: text.split('=')[0] ?? text, known: true, index: draft.at, ...value });
    draft.at += text === '--profile' ? 2 : 1;
  }
}

function readName(draft: Draft): { name: string; subcommand: number[] } {
  const subcommand: number[] = [];
  let name = '';
  while (draft.at < draft.words.length) {
    const word = draft.words[draft.at];
    const trimmed = word === undefined ? 0 : punctuation(draft, word.value);
    const value = word?.value.slice(0, word.value.length - trimmed) ?? '';
    const longer = name === '' ? value : `${name} ${value}`;
    const known = modalCommands.has(longer);
    if (word?.literal !== true || (!known && !isCommandGroup(longer))) break;
    name = longer;
    subcommand.push(draft.at++);
    draft.trimmed = trimmed;
    if (known || trimmed > 0) break;
  }
  return { name, subcommand };
}

/** `modal --version`, `modal volume --help`, and a group that is named in a code span. */
function mayStandAlone(phrase: Phrase, name: string, draft: Draft): boolean {
  const next = draft.words[draft.at]?.value;
  if (draft.prose || phrase.form === 'list') return false;
  if (next === '--help' || next === '-h') return true;
  if (next !== undefined) return false;
  return name === ''
    ? draft.flags.length > 0
    : namedGroups.has(name) && phrase.site.trust !== 'prose';
}

function readArguments(draft: Draft, name: string, spec: CommandSpec | undefined): void {
  const runs = name === 'run' || name === 'app run';
  const most = spec?.most ?? 0;
  let plain = false;
  while (draft.at < draft.words.length && draft.trimmed === 0) {
    const word = draft.words[draft.at];
    if (word === undefined) return;
    if (word.value === '--' && !plain) {
      plain = true;
      draft.at++;
    } else if (!plain && isFlag(word)) {
      readFlag(draft, word, spec);
    } else if (draft.prose && (draft.positionals.length >= most || word.value === 'modal')) {
      return;
    } else {
      takePositional(draft, word);
      if (name === 'container exec') plain = true;
      if (runs) {
        readRest(draft);
        return;
      }
    }
  }
}

function isFlag({ value }: RawWord): boolean {
  return value.startsWith('-') && value.length > 1 && !/^-\d/u.test(value);
}

function readFlag(draft: Draft, word: RawWord, spec: CommandSpec | undefined): void {
  const trimmed = punctuation(draft, word.value);
  const text = word.value.slice(0, word.value.length - trimmed);
  const equals = text.indexOf('=');
  const spelling = equals === -1 ? text : text.slice(0, equals);
  const option = spec?.options.get(spelling);
  const index = draft.at++;
  draft.trimmed = trimmed;
  const takes = option?.takesValue === true && equals === -1 && trimmed === 0;
  const value = takes && draft.at < draft.words.length ? { value: takeWord(draft) } : {};
  draft.flags.push({
    name: option?.name ?? spelling,
    known: option !== undefined,
    index,
    ...value,
  });
}

function takePositional(draft: Draft, word: RawWord): void {
  draft.trimmed = punctuation(draft, word.value);
  draft.positionals.push(draft.at++);
}

function takeWord(draft: Draft): number {
  draft.trimmed = punctuation(draft, draft.words[draft.at]?.value ?? '');
  return draft.at++;
}

/** What goes to the user's program: everything; in prose only options, each with at most one value. */
function readRest(draft: Draft): void {
  let value = false;
  while (draft.at < draft.words.length && draft.trimmed === 0) {
    const word = draft.words[draft.at];
    if (word === undefined) return;
    const flag = isFlag(word);
    if (draft.prose && !flag && !value) return;
    value = flag && !word.value.includes('=');
    draft.rest.push(takeWord(draft));
  }
}

/** Units of punctuation that end a sentence, not a word of a command. */
function punctuation(draft: Draft, value: string): number {
  if (!draft.prose) return 0;
  if (/(?:\.\.\.|…)$/u.test(value)) return 0;
  return /[.,:;!?'"”’)\]*]{0,4}$/u.exec(value.slice(-4))?.[0].length ?? 0;
}
