import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The programs that are compared. */
export interface Tools {
  /** The machine's own Node: the one that an installed modal-lint runs on. */
  readonly node: string;
  readonly nodeVersion: string;
  readonly astGrep: string;
  /** Absent where ripgrep is not installed. */
  readonly ripgrep?: string;
  readonly env: NodeJS.ProcessEnv;
}

/** Finds the tools outside of this package; `npm run` puts its own Node first. */
export function findTools(root: string): Tools {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => {
    return !folder.includes('node_modules');
  });
  // Set on some machines; reading the certificates more than doubles the start of Node 20.
  const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...rest } = process.env;
  const env = { ...rest, PATH: path.join(delimiter) };
  const node = find('node', path);
  if (node === undefined) throw new Error('There is no Node on the PATH but that of this package.');
  if (find('python3', path) === undefined) throw new Error('`python3` is missing; it measures.');
  const ripgrep = find('rg', path);
  return {
    node,
    nodeVersion: execFileSync(node, ['--version'], { env, encoding: 'utf8' }).trim(),
    astGrep: join(root, 'node_modules/@ast-grep/cli/ast-grep'),
    ...(ripgrep !== undefined && { ripgrep }),
    env,
  };
}

function find(name: string, path: readonly string[]): string | undefined {
  return path.map((folder) => join(folder, name)).find((file) => existsSync(file));
}
