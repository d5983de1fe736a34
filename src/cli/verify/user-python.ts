import { existsSync } from 'node:fs';
import { join, sep } from 'node:path';
import { askPython } from '../../verify/user-python.ts';
import type { Arguments } from '../usage/arguments.ts';
import { UsageError } from '../exit.ts';
import { gitRoot, shownPath } from '../files/folders.ts';

/** The Python under which a user's program runs. */
export interface UserPython {
  readonly command: string;
  /** As messages name it. */
  readonly shown: string;
  readonly python: string;
  readonly fal: string;
  /** How long the import of one file may take. */
  readonly limitMs: number;
}

const LIMIT_SECONDS = 60;
const WINDOWS = process.platform === 'win32';
const INSIDE = WINDOWS ? join('Scripts', 'python.exe') : join('bin', 'python');

/** The Python of `--python`, of the project, of the active environment, or of the machine; it must have fal. */
export function findUserPython(args: Arguments): UserPython {
  const limitMs = (args.count('verify-limit') ?? LIMIT_SECONDS) * 1000;
  const named = args.text('python');
  const command = named ?? defaultPython();
  const shown = named === undefined && command.includes(sep) ? shownPath(command) : command;
  const facts = askPython(command);
  if (!facts) {
    throw new UsageError(
      `\`${shown}\` cannot be started, and \`--verify\` needs a Python: name one with \`--python\`.`,
    );
  }
  if (facts.fal === null) {
    throw new UsageError(
      `\`--verify\` imports the result under your Python, and \`${shown}\` has no \`fal\`: install it there (\`${shown} -m pip install fal\`), name another one with \`--python\`, or leave \`--verify\` out. Nothing was converted.`,
    );
  }
  return { command, shown, python: facts.python, fal: facts.fal, limitMs };
}

function defaultPython(): string {
  const active = process.env.VIRTUAL_ENV ?? '';
  const here = process.cwd();
  const folders = [join(here, '.venv'), join(gitRoot(here) ?? here, '.venv'), active];
  const found = folders.filter((folder) => folder !== '').map((folder) => join(folder, INSIDE));
  return found.find((path) => existsSync(path)) ?? (WINDOWS ? 'python' : 'python3');
}
