import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

/** A command of a comparison. */
export interface Command {
  readonly name: string;
  readonly words: readonly string[];
  /** Exit codes that are no failure; a linter that finds something says 1. */
  readonly codes?: readonly number[];
}

/** What a run took: seconds of wall and processor time, peak memory in MB. */
export interface Taken {
  readonly wall: number;
  readonly cpu: number;
  readonly memory: number;
}

/** What all runs of a command took. */
export interface Result {
  readonly name: string;
  readonly runs: readonly Taken[];
}

export interface Setting {
  /** Where outputs go, and where the commands run. */
  readonly folder: string;
  readonly env: NodeJS.ProcessEnv;
}

const script = join(import.meta.dirname, 'measure.py');

/** Runs the commands in turns, in the opposite order every other round, after one round that does not count. */
export function compare(
  commands: readonly Command[],
  rounds: number,
  setting: Setting,
): Map<string, Result> {
  const runs = new Map<string, Taken[]>(commands.map(({ name }) => [name, []]));
  for (const command of commands) runOnce(command, setting);
  for (let round = 0; round < rounds; round++) {
    for (const command of round % 2 === 0 ? commands : commands.toReversed()) {
      runs.get(command.name)?.push(runOnce(command, setting));
    }
  }
  return new Map([...runs].map(([name, list]) => [name, { name, runs: list }]));
}

function runOnce({ name, words, codes = [0, 1] }: Command, { folder, env }: Setting): Taken {
  const text = execFileSync('python3', [script, join(folder, 'out'), ...words], {
    cwd: folder,
    env,
    encoding: 'utf8',
  });
  const taken = JSON.parse(text) as Taken & { readonly status: number };
  if (codes.includes(taken.status)) return taken;
  throw new Error(`\`${name}\` ended with ${taken.status}: see ${join(folder, 'out.err')}`);
}

/** The middle of a list of numbers. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return ((sorted[Math.floor(middle)] ?? NaN) + (sorted[Math.ceil(middle)] ?? NaN)) / 2;
}

/** The median of the ratios of runs of the same round. */
export function ratio(of: Result, to: Result, unit: 'wall' | 'cpu'): number {
  return median(of.runs.map((run, round) => run[unit] / (to.runs[round]?.[unit] ?? NaN)));
}

/** The highest memory of any run. */
export function peak({ runs }: Result): number {
  return Math.max(...runs.map(({ memory }) => memory));
}
