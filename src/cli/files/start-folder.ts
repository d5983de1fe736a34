import { statSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import type { Arguments } from '../usage/arguments.ts';
import { err } from '../output/terminal.ts';
import { gitRoot, isInside } from './folders.ts';

/** Flags whose value is a path that was typed in the folder of the command line. */
const PATH_FLAGS = ['config', 'output-file', 'rules', 'python'];

/**
 * The command line as if it had been typed at the top of the program. `from .x import y` is written from there, and so are the
 * commands of the plan: in the folder above a repository, or in another one, both would say what holds nowhere.
 */
export function fromProgramTop(args: Arguments): Arguments {
  const tops = new Set(args.operands.map(topOf));
  const [top] = tops;
  if (top === undefined || tops.size > 1 || top === process.cwd()) return args;
  const here = process.cwd();
  const operands = args.operands.map((operand) => relative(top, resolve(operand)) || '.');
  process.chdir(top);
  if (!args.has('quiet')) err(`In ${top}:\n`);
  return {
    ...args,
    operands,
    text(flag) {
      const value = args.text(flag);
      if (value === undefined || !PATH_FLAGS.includes(flag)) return value;
      // `--python python3.12` names a command.
      return flag === 'python' && !value.includes('/') ? value : resolve(here, value);
    },
  };
}

/** The git repository around a path; without one the folder of the command line, or the path itself where it lies outside. */
function topOf(operand: string): string {
  const path = resolve(operand);
  const stats = statSync(path, { throwIfNoEntry: false });
  if (!stats) return process.cwd();
  const folder = stats.isDirectory() ? path : dirname(path);
  const root = gitRoot(folder);
  if (root !== undefined) return isInside(process.cwd(), root) ? process.cwd() : root;
  return isInside(folder, process.cwd()) ? process.cwd() : folder;
}
