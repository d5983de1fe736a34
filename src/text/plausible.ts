import { modalCommands } from './modal-cli.ts';
import type { ParsedCommand } from './parse.ts';
import type { Phrase } from './phrase.ts';
import type { RawWord } from './shell-words.ts';

/** Verbs that tell the reader to type what follows. */
const asking = new Set(
  'run running execute executing type typing do use using via with by call calling invoke invoking try then or and command'.split(
    ' ',
  ),
);

/** Words right before a command that stands in a sentence without more. */
const typing = /^(?:with|using|via|run|running|use|execute|type)$/u;

const installs = /^(?:un)?install$|^add$/u;

/** Whether words that read as a command are meant as one, by the place where they stand. */
export function isPlausible(
  phrase: Phrase,
  first: number,
  program: number,
  parsed: ParsedCommand,
): boolean {
  const { site, form, words } = phrase;
  if (form === 'list') return isPlausibleList(phrase, parsed);
  if (site.trust === 'shell' && first === 0) return true;
  if (site.trust === 'code') return first === 0 && isPlausibleCode(parsed, words);
  // `pip install modal run …` lists packages.
  if (words.slice(Math.max(first - 4, 0), first).some(({ value }) => installs.test(value)))
    return false;
  const start = first === 0 || /[:>$=`]$/u.test(words[first - 1]?.value ?? '');
  if (parsed.target !== undefined) return isTarget(words[parsed.target], parsed, start);
  if (takesTarget(parsed.name)) return isMention(phrase, first, parsed);
  return isPlausibleSentence(phrase, first, program, parsed, start);
}

function takesTarget(name: string): boolean {
  return /^modal (?:run|deploy|serve|app run|app deploy)$/u.test(name);
}

/** "Deploy the app with modal deploy." */
function isMention({ words }: Phrase, first: number, parsed: ParsedCommand): boolean {
  const before = words[first - 1]?.value.toLowerCase() ?? '';
  const ends = parsed.end === words.length || parsed.trimmed > 0;
  return ends && parsed.flags.length === 0 && typing.test(before);
}

/** In a code span or block almost everything that Modal would take is meant. */
function isPlausibleCode(parsed: ParsedCommand, words: readonly RawWord[]): boolean {
  const target = parsed.target === undefined ? undefined : words[parsed.target];
  if (target !== undefined && /[:,;!?]$/u.test(target.value)) return false;
  const spec = modalCommands.get(parsed.name.slice(6));
  const plain = parsed.positionals.filter(
    (index) => !/^(?:\.\.\.|…)$/u.test(words[index]?.value ?? ''),
  );
  return plain.length <= (spec?.most ?? 0);
}

function isTarget(word: RawWord | undefined, parsed: ParsedCommand, start: boolean): boolean {
  if (word === undefined) return false;
  const text = word.value.replace(/[.,:;!?'"”’)\]*]{1,4}$/u, '');
  if (text.endsWith('.py') || text.includes('.py::') || /\w::\w/u.test(text)) return true;
  if (!word.literal) return start || /\.py|::/u.test(text);
  if (parsed.module) return /^\w[\w.-]*$/u.test(text);
  if (!start) return false;
  if (/^(?:\.\.\.|…|<.*>)$/u.test(text)) return true;
  if (/^[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)+$/u.test(text)) return true;
  // `modal run esm3`: alone on its line, and no word of a sentence.
  return parsed.rest.length === 0 && /^[a-z]+[\d_]\w*$/u.test(text);
}

/** A command without a file: in a sentence it needs a word that no sentence has, or someone who asks for it. */
function isPlausibleSentence(
  phrase: Phrase,
  first: number,
  program: number,
  parsed: ParsedCommand,
  start: boolean,
): boolean {
  const { words } = phrase;
  const spec = modalCommands.get(parsed.name.slice(6));
  if (spec === undefined) return false;
  const ends = parsed.end === words.length || parsed.trimmed > 0;
  const before = words[first - 1]?.value.toLowerCase() ?? '';
  const asked = start || asking.has(before) || program > first;
  const [one] = parsed.positionals;
  if (spec.least === 0 && one === undefined) {
    if (parsed.flags.length > 0) return asked;
    if (parsed.subcommand.length > 1) return start ? ends : asked;
    return (start && ends && parsed.name === 'modal setup') || (ends && typing.test(before));
  }
  if (parsed.positionals.length < spec.least) return false;
  const technical = parsed.positionals.some((index) => isTechnical(words[index]));
  return technical && (asked || parsed.positionals.length > 1);
}

/** A word that is no word of a sentence: a path, a name with signs, a placeholder, `NAME`. */
function isTechnical(word: RawWord | undefined): boolean {
  if (word === undefined) return false;
  if (!word.literal || /\s/u.test(word.value)) return true;
  const text = word.value.replace(/[.,:;!?'"”’)\]*]{1,4}$/u, '');
  return /[^A-Za-z]/u.test(text) || /^[A-Z]{2,}$/u.test(text);
}

/** In a list the words must do something: a file to run, a second word, or a call around it. */
function isPlausibleList(phrase: Phrase, parsed: ParsedCommand): boolean {
  const { view, words } = phrase;
  if (parsed.subcommand.length > 1) return true;
  const target = parsed.target === undefined ? undefined : words[parsed.target];
  if (target !== undefined) return isTarget(target, parsed, true);
  const open = words[0]?.start ?? 0;
  const around = view.text.slice(Math.max(open - 60, 0), open);
  return /(?:cmd|command|args|argv|entrypoint|run|call|popen|exec\w*|check_output)["']?\s*[:=([]{1,2}[\s(["']*$/iu.test(
    around,
  );
}
