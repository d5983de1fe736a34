import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { codeOf, messageOf, UsageError } from '../exit.ts';
import { ancestors } from '../files/folders.ts';

/** A file that holds a configuration. */
export interface ConfigFile {
  readonly path: string;
  readonly text: string;
  /** The table of the file that is ours. */
  readonly table: readonly string[];
}

const FILE = 'modal-lint.toml';
const PYPROJECT = 'pyproject.toml';
const TABLE = ['tool', 'modal-lint'];

/** The configuration file of that name. */
export function namedFile(folder: string, file: string): ConfigFile {
  const path = resolve(folder, file);
  return { path, text: readText(path), table: path.endsWith(PYPROJECT) ? TABLE : [] };
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw new UsageError(`The configuration \`${path}\` cannot be read: ${messageOf(error)}.`);
  }
}

/** The first configuration upwards, as far as the root of the git repository. */
export function nearestFile(folder: string): ConfigFile | undefined {
  for (const at of ancestors(folder)) {
    const own = textOf(join(at, FILE));
    if (own !== undefined) return { path: join(at, FILE), text: own, table: [] };
    const project = textOf(join(at, PYPROJECT));
    // A parser is loaded only for a file that can hold our table.
    if (project !== undefined && /^\s*\[[^\n]*modal-lint/m.test(project)) {
      return { path: join(at, PYPROJECT), text: project, table: TABLE };
    }
  }
  return undefined;
}

function textOf(path: string): string | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error) ?? '')) return undefined;
    throw new UsageError(`The configuration \`${path}\` cannot be read: ${messageOf(error)}.`);
  }
}
