import type { TextLanguage } from './language.ts';
import { isModal, isPython } from './prefix.ts';
import { scanShell } from './shell.ts';
import type { Quoted, RawWord } from './shell-words.ts';
import type { Joint, SimpleCommand } from './shell.ts';
import { indexWithin } from './units.ts';
import { buildView, sliceView } from './view.ts';
import type { View } from './view.ts';

/** How sure it is that a text is commands: a script; a code span or block of unknown language; a sentence. */
export type Trust = 'shell' | 'code' | 'prose';

/** The kind of place where a text stands. */
export interface Site {
  /** Language of the file. */
  readonly language: TextLanguage;
  readonly trust: Trust;
  /** Commands stand on lines of their own: a line can be put below another. */
  readonly lines: boolean;
  /** A comment line can be put above. */
  readonly commentable: boolean;
  /** Quotes around the text, from the outside in; what is put in must not hold them. */
  readonly quotes: string;
  /** `{…}` is a hole. */
  readonly holes: boolean;
  /** How deep in texts inside texts. */
  readonly depth: number;
}

/** A run of words that may hold a command. */
export interface Phrase {
  readonly view: View;
  readonly words: readonly RawWord[];
  /** `list`: each word is an element of a list of quoted strings. */
  readonly form: 'shell' | 'list';
  readonly before: Joint;
  readonly after: Joint;
  readonly bound: boolean;
  readonly led: boolean;
  readonly site: Site;
}

/** Where readers put what they find; `read` hands a part on to the reader of another language. */
export interface Reading {
  readonly found: Phrase[];
  readonly read: (language: TextLanguage, view: View, site: Site) => void;
}

/** Texts inside texts are followed this far. */
const deepest = 5;

/** Programs whose quoted argument is a command of its own. */
const shells = new Set([
  'bash',
  'sh',
  'zsh',
  'dash',
  'ksh',
  'eval',
  'ssh',
  'su',
  'watch',
  'trap',
  'alias',
]);

/** Names of programs and functions that tell their arguments to people. */
const speaking =
  /^(?:echo|printf|print|say|log\w*|info|warn\w*|err\w*|die|fail|fatal|msg|note|usage|success|\w{1,40}_(?:log|echo|msg|print|info|warn|error))$/iu;

/** Whether a text is worth reading: it has the name and is not nested too deep. */
export function worthReading(view: View, site: Site): boolean {
  return site.depth <= deepest && view.text.includes('modal');
}

/** Reads a text as a shell script. */
export function readShell(view: View, site: Site, reading: Reading): void {
  if (!worthReading(view, site)) return;
  const { commands, comments, documents } = scanShell(view.text, {
    prose: false,
    holes: site.holes,
  });
  for (const command of commands) takeCommand(command, view, site, reading);
  const inside: Site = { ...site, trust: 'prose', depth: site.depth + 1 };
  for (const { start, end } of comments) {
    reading.read('text', sliceView(view, commentStart(view.text, start), end), inside);
  }
  for (const { start, end } of documents) {
    reading.read('text', sliceView(view, start, end), { ...inside, commentable: false });
  }
}

/** Reads one line that may be prose, or a command without a mark that says so. */
export function readLine(view: View, site: Site, reading: Reading): void {
  if (!worthReading(view, site)) return;
  const { commands } = scanShell(view.text, { prose: true, holes: site.holes });
  for (const command of commands) takeCommand(command, view, site, reading);
}

function takeCommand(command: SimpleCommand, view: View, site: Site, reading: Reading): void {
  const { words } = command;
  if (words.some((word) => word.value.includes('modal'))) {
    reading.found.push({ ...command, view, site, form: 'shell' });
  }
  for (const [index, word] of words.entries()) {
    for (const part of word.quoted) {
      const trust = trustIn(command, index, part, site);
      if (trust !== undefined) readQuoted(part, trust, view, site, reading);
    }
  }
}

/** How a quoted part of a command is read, if at all: what goes to a program as data is none of ours. */
function trustIn(
  command: SimpleCommand,
  index: number,
  part: Quoted,
  site: Site,
): Trust | undefined {
  const { words } = command;
  const [first] = words;
  const before = words.slice(0, Math.min(index, 8));
  if (before.some((word) => shells.has(word.value)) && site.trust !== 'prose') return 'shell';
  if (before.some((word, at) => isModal(word, words[at - 1]) || word.value === 'fal'))
    return undefined;
  if (site.trust === 'prose') return before.some(isPython) ? undefined : 'prose';
  if (first !== undefined && index === 0) return part.start - first.start > 1 ? 'code' : 'prose';
  return before.some((word) => speaking.test(word.value)) ? 'prose' : undefined;
}

function readQuoted(part: Quoted, trust: Trust, view: View, site: Site, reading: Reading): void {
  const { start, end, quote } = part;
  if (!view.text.slice(start, end).includes('modal')) return;
  const inside = quote === '"' ? unescaped(view, start, end) : sliceView(view, start, end);
  const within: Site = {
    ...site,
    trust,
    quotes: site.quotes + quote,
    lines: false,
    commentable: false,
    depth: site.depth + 1,
  };
  if (trust === 'shell') readShell(inside, within, reading);
  else reading.read('text', inside, within);
}

/** The inside of a double-quoted string as the shell passes it on. */
function unescaped(view: View, start: number, end: number): View {
  const { text } = view;
  const builder = buildView(view);
  let from = start;
  for (let at = indexWithin(text, '\\', start, end - 1); at !== -1;) {
    if ('"\\$`'.includes(text[at + 1] ?? ' ')) {
      builder.add(from, at);
      builder.addAs(text[at + 1] ?? '', at, at + 2);
      from = at + 2;
    }
    at = indexWithin(text, '\\', at + 2, end - 1);
  }
  builder.add(from, end);
  return builder.build();
}

function commentStart(text: string, start: number): number {
  let at = start;
  while (text[at] === '#') at++;
  return at;
}
