import type { Span } from '../model/span.ts';
import { commandsIn, wordOf } from './command.ts';
import type { Word } from './command.ts';
import type { TextLanguage } from './language.ts';
import { normalName, parseRequirement } from './pep508.ts';
import type { Phrase } from './phrase.ts';
import { findPhrases } from './phrases.ts';
import type { PythonText } from './python.ts';
import { falPackages } from './requirement.ts';
import type { FalPackage, Requirement } from './requirement.ts';
import type { RawWord } from './shell-words.ts';
import { sourceSpan } from './view.ts';

/** How a program is told to install packages. */
interface Installer {
  readonly words: readonly string[];
  /** `fal-client` may be named beside. */
  readonly several: boolean;
  /** Installs from elsewhere than PyPI. */
  readonly foreign?: boolean;
}

const installers: readonly Installer[] = [
  { words: ['pip', 'install'], several: true },
  { words: ['uv', 'add'], several: true },
  { words: ['poetry', 'add'], several: true },
  { words: ['pdm', 'add'], several: true },
  { words: ['rye', 'add'], several: true },
  { words: ['pipenv', 'install'], several: true },
  { words: ['pixi', 'add'], several: true, foreign: true },
  { words: ['pipx', 'install'], several: false },
  { words: ['pipx', 'inject'], several: true },
  { words: ['tool', 'install'], several: false },
  { words: ['conda', 'install'], several: true, foreign: true },
  { words: ['mamba', 'install'], several: true, foreign: true },
  { words: ['micromamba', 'install'], several: true, foreign: true },
];

/** Options whose next word is no package. */
const valueOptions = new Set(
  '-r --requirement -c --constraint -i --index-url --extra-index-url --index --default-index -f --find-links -t --target -p --python -e --editable -G --group --optional --extra --source --platform --prefix --root -n --name --project --directory'.split(
    ' ',
  ),
);

/** Words that end a list of packages in a sentence. */
const stops = new Set(
  'and then to or in on from the if for with first before after as you via using'.split(' '),
);

/** Finds packages named `modal` on command lines that install or ask for packages. */
export function findInstalls(
  source: string,
  language: TextLanguage,
  texts?: readonly PythonText[],
): Requirement[] {
  const phrases = findPhrases(source, language, texts);
  const claimed = new Set(
    commandsIn(source, phrases).flatMap(({ prefix, words }) =>
      [...prefix, ...words].map(({ span }) => span.start),
    ),
  );
  return phrases
    .flatMap((phrase) => installsIn(source, phrase, claimed))
    .toSorted((a, b) => a.span.start - b.span.start)
    .filter((one, index, all) => one.span.start >= (all[index - 1]?.span.end ?? 0));
}

/** Starts of the words that belong to `modal` commands: `uv run --with modal modal …` is converted with its command. */
type Claimed = ReadonlySet<number>;

function installsIn(source: string, phrase: Phrase, claimed: Claimed): Requirement[] {
  const { words } = phrase;
  for (let at = 0; at + 1 < words.length; at++) {
    const installer = installerAt(phrase, at);
    if (installer === undefined) continue;
    const indexes = packagesAfter(phrase, at + installer.words.length);
    return packages(source, phrase, installer, indexes, claimed);
  }
  return askedFor(source, phrase, claimed);
}

function installerAt({ words, site, form }: Phrase, at: number): Installer | undefined {
  const first = words[at];
  if (first === undefined || (site.trust !== 'prose' && form === 'shell' && at > 8))
    return undefined;
  const name = first.value.slice(first.value.lastIndexOf('/') + 1).replace(/^[!%]/u, '');
  const plain = /^pip[\d.]*$/u.test(name.slice(0, 10)) ? 'pip' : name;
  const next = words[at + 1]?.value;
  return installers.find(({ words: [one, two] }) => one === plain && two === next);
}

/** The words behind an installer that name packages. */
function packagesAfter({ words, site, form }: Phrase, from: number): number[] {
  const found: number[] = [];
  const prose = site.trust === 'prose' && form === 'shell';
  for (let at = from; at < words.length; at++) {
    const word = words[at];
    if (word === undefined || (prose && stops.has(word.value))) break;
    if (word.value.startsWith('-')) {
      if (valueOptions.has(word.value)) at++;
      continue;
    }
    found.push(at);
    if (prose && /[.:;!?]$/u.test(word.value)) break;
  }
  return found;
}

function packages(
  source: string,
  phrase: Phrase,
  installer: Installer,
  indexes: readonly number[],
  claimed: Claimed,
): Requirement[] {
  const { words } = phrase;
  const names = indexes.map((index) => packageName(words[index]));
  const there = falPackages(names);
  const found: Requirement[] = [];
  for (const [position, index] of indexes.entries()) {
    const word = words[index];
    const name = names[position];
    if (word === undefined || (name !== 'modal' && name !== 'modal-client')) continue;
    const others: readonly FalPackage[] = found.length > 0 ? ['fal', 'fal-client'] : there;
    if (claimed.has(wordOf(source, phrase, index).span.start)) break;
    const whole = withVersion(source, phrase, index, wordOf(source, phrase, index));
    found.push(wordRequirement(whole, phrase, installer, others));
  }
  return found;
}

/** `pip install modal>=1.0` without quotes: to the shell the version is a file, to the reader it is not. */
function withVersion(
  source: string,
  { view, words, form }: Phrase,
  index: number,
  word: Word,
): Word {
  const end = words[index]?.end ?? 0;
  const version = /^[<>~!=][\w.*,<>=!~]*/u.exec(view.text.slice(end, end + 60))?.[0] ?? '';
  if (form === 'list' || version === '') return word;
  const span = { start: word.span.start, end: sourceSpan(view, end, end + version.length).end };
  const raw = source.slice(span.start, span.end);
  return { ...word, span, outer: span, raw, text: word.text + version };
}

/** Normal name of the package that a word asks for: `modal` of `modal[x]>=1`. */
function packageName(word: RawWord | undefined): string {
  if (word === undefined || word.value.length > 200) return '';
  const value = trimmed(word.value);
  const parsed = parseRequirement(value, 0, value.length);
  if (parsed !== undefined) return parsed.name;
  const [, name = '', behind = ''] = /^([\w.-]*)(.?)/u.exec(value) ?? [];
  // `poetry add modal@^1` has its own sign; any other `modal …` is no requirement.
  const strange = name.startsWith('modal') && behind !== '@';
  return strange ? '' : normalName(name);
}

function trimmed(value: string): string {
  return value.replace(/[.,:;!?)]{1,3}$/u, '');
}

function wordRequirement(
  word: Word,
  phrase: Phrase,
  installer: Installer,
  others: readonly FalPackage[],
): Requirement {
  const { span } = word;
  const cut = installer.foreign === true ? 0 : word.text.length - trimmed(word.text).length;
  const shown: Span = { start: span.start, end: span.end - (endsQuoted(word) ? 0 : cut) };
  const name = word.text.includes('client') ? 'modal-client' : 'modal';
  if (installer.foreign === true) {
    const trouble = 'Fal is on PyPI only: install it with `pip install fal`.';
    return { name, span: shown, parts: [], others, trouble };
  }
  if (/@\s*(?:git\+|https?:|file:)/u.test(word.text)) {
    const trouble = 'Modal is installed from an address here: install `fal` by its name instead.';
    return { name, span: shown, parts: [], others, trouble };
  }
  const end = shown.end === span.end ? word.outer.end : shown.end;
  const listed = phrase.form === 'list';
  const client = quotedFor('fal-client', word, phrase);
  return {
    name,
    span: shown,
    parts: [{ span: shown, text: listed ? 'fal>=%' : quotedFor('fal', word, phrase) }],
    removal: { start: word.lead, end },
    ...(installer.several
      ? { beside: { at: end, text: listed ? `, ${client}` : ` ${client}` } }
      : {}),
    others,
  };
}

/** `"fal>=%"`, or the name alone where no quotes are left for the version. */
function quotedFor(name: string, word: Word, phrase: Phrase): string {
  const quote = phrase.form === 'list' ? word.quote : quoteFor(word, phrase);
  return quote === undefined ? name : `${quote}${name}>=%${quote}`;
}

function endsQuoted({ raw }: Word): boolean {
  return raw.endsWith('"') || raw.endsWith("'");
}

/** `>` must be quoted on a command line: with the word's own quotes, else with those that the place leaves free. */
function quoteFor({ raw }: Word, { site }: Phrase): string | undefined {
  const own = raw[0];
  if (own === '"' || own === "'") return own;
  return ['"', "'"].find((quote) => !site.quotes.includes(quote));
}

/** `uv run --with modal script.py` */
function askedFor(source: string, phrase: Phrase, claimed: Claimed): Requirement[] {
  const { words } = phrase;
  if (!words.slice(0, 8).some(({ value }) => /^(?:uv|uvx|pipx)$/u.test(value))) return [];
  const found: Requirement[] = [];
  for (const [index, word] of words.entries()) {
    const asks = /^--(?:with|from|spec)$/u.test(words[index - 1]?.value ?? '');
    const inside = /^--(?:with|from|spec)=/u.exec(word.value)?.[0] ?? '';
    if ((!asks && inside === '') || word.value.length > 200) continue;
    const value = word.value.slice(inside.length);
    const parsed = parseRequirement(value, 0, value.length);
    if (parsed === undefined || parsed.direct) continue;
    const { name } = parsed;
    const { span, raw } = wordOf(source, phrase, index);
    if (claimed.has(span.start)) continue;
    const text = raw.replace(/modal(?:[-_]client)?[^"']*/u, 'fal');
    found.push({ name, span, parts: [{ span, text }], others: [] });
  }
  return found;
}
