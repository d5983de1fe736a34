import type { Changes } from './changes.ts';
import type { Command, Flag } from './command.ts';

/** What a command becomes, before it is edits. */
export type Outcome = Rewrite | Refusal;

/** One set of changes a resulting line; with reasons it is unsafe. */
export interface Rewrite {
  readonly lines: readonly Changes[];
  readonly reasons: readonly string[];
}

/** Why a command stays. */
export interface Refusal {
  readonly verdict: 'manual' | 'no-equivalent';
  readonly reason: string;
}

/** What happens to an option: it keeps or gets one of the spellings `to` (`--follow/-f`), or goes. */
export interface FlagRule {
  readonly to?: string;
  /** What is lost with it. */
  readonly reason?: string;
}

/** By the long spelling of an option. */
export type FlagRules = Readonly<Record<string, FlagRule>>;

/** Whether something refuses to convert. */
export function isRefusal(outcome: object): outcome is Refusal {
  return 'verdict' in outcome;
}

/** Says that a person must act. */
export function manual(reason: string): Refusal {
  return { verdict: 'manual', reason };
}

/** Says that fal has nothing like it. */
export function noEquivalent(reason: string): Refusal {
  return { verdict: 'no-equivalent', reason };
}

/** Names a command's words behind `modal` anew: `token new` → `auth login`. */
export function rename(command: Command, to: string, changes: Changes): void {
  const names = to.split(' ');
  const { subcommand, words } = command;
  const [program] = words;
  if (program !== undefined)
    changes.set(program, [program.raw.replace(/modal(?:@[^"']*)?(?=(?:\.exe)?["']?$)/u, 'fal')]);
  for (const [index, word] of subcommand.entries()) {
    const last = index === subcommand.length - 1;
    const become = last ? names.slice(index) : names.slice(index, index + 1);
    if (become.length !== 1 || become[0] !== word.raw) changes.set(word, become);
  }
}

/** What is lost where options had to go. */
export interface Carried {
  readonly reasons: readonly string[];
}

/** Carries the options over; gives what is lost, or a refusal for an option without a rule. */
export function carryFlags(
  command: Command,
  rules: FlagRules,
  changes: Changes,
): Carried | Refusal {
  const reasons: string[] = [];
  for (const flag of command.flags) {
    const rule = Object.hasOwn(rules, flag.name) ? rules[flag.name] : commonRule(flag);
    if (rule === undefined) return manual(withoutTwin(command, flag));
    if (rule.reason !== undefined) reasons.push(rule.reason);
    const spelling = spellingOf(flag);
    if (rule.to === undefined) drop(flag, changes);
    else if (!rule.to.split('/').includes(spelling)) {
      const [to = ''] = rule.to.split('/');
      if (!flag.word.raw.startsWith(spelling)) return manual(withoutTwin(command, flag));
      changes.set(flag.word, [to + flag.word.raw.slice(spelling.length)]);
    }
  }
  return { reasons };
}

function commonRule(flag: Flag): FlagRule | undefined {
  return ['--help', '-h'].includes(flag.name) ? { to: '--help/-h' } : undefined;
}

function withoutTwin(command: Command, flag: Flag): string {
  return `\`${command.name}\` is used with \`${flag.name}\`, which fal's command line does not have: write that command by hand.`;
}

/** A flag without its `=value`. */
export function spellingOf(flag: Flag): string {
  const equals = flag.word.text.indexOf('=');
  return equals === -1 ? flag.word.text : flag.word.text.slice(0, equals);
}

/** Takes a flag out with its value. */
export function drop(flag: Flag, changes: Changes): void {
  changes.set(flag.word, []);
  if (flag.value !== undefined) changes.set(flag.value, []);
}

/** The flag of that name, if the command has it. */
export function flagNamed(command: Command, name: string): Flag | undefined {
  return command.flags.find((flag) => flag.name === name);
}
