import type { Verdict } from '../model/rule.ts';
import type { Changes } from './changes.ts';
import type { Command, Word } from './command.ts';
import { outcomeOf } from './convert.ts';
import { isRefusal } from './outcome.ts';
import type { DeployTargets } from './targets.ts';

/** What a command becomes, in short: the program, its command and its file, and never an argument, which can be a secret. */
export interface Gist {
  readonly verdict: Verdict;
  /** `fal deploy app.py::Model`; none where a person must act. */
  readonly lines: readonly string[];
  /** Why it is not a plain rewrite, or what a person must do. */
  readonly reason?: string;
}

/** What the conversion of a command comes to. */
export function gistOf(command: Command, targets: DeployTargets): Gist {
  const outcome = outcomeOf(command, targets);
  if (isRefusal(outcome)) return { ...outcome, lines: [] };
  const { reasons } = outcome;
  const lines = outcome.lines.map((changes) => shortLine(command, changes));
  if (reasons.length === 0) return { verdict: 'rewrite', lines };
  return { verdict: 'rewrite-unsafe', lines, reason: [...new Set(reasons)].join(' ') };
}

/** `python app.py …` of `uv run modal run -q app.py::main --n 3`. */
function shortLine({ words, subcommand, target, prefix, rest }: Command, changes: Changes): string {
  const after = (word: Word): readonly string[] => changes.get(word)?.map(unquoted) ?? [word.text];
  const [program] = words;
  const named = program ? after(program) : [];
  // `python -m modal run` has its Python before it.
  const python = named.length === 0 ? [prefix.at(-2)?.text ?? 'python'] : [];
  const file = target?.literal === true ? after(target.word) : [];
  const more = rest.length > 0 ? ['…'] : [];
  return [...python, ...named, ...subcommand.flatMap(after), ...file, ...more].join(' ');
}

function unquoted(text: string): string {
  return text.replace(/^(["'])(.*)\1$/s, '$2');
}
