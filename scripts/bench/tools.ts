import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The programs that are compared. */
export interface Tools {
  /** The machine's own Node: the one that an installed modal-lint runs on. */
  readonly node: string;
  readonly nodeVersion: string;
  readonly astGrep: string;
  /** Of the other tools, as they say them: `ripgrep 13.0.0`. */
  readonly versions: readonly string[];
  /** Absent where ripgrep is not installed. */
  readonly ripgrep?: string;
  readonly env: NodeJS.ProcessEnv;
}

/** What is missing, and how to get it: told in one sentence, not thrown at the user as a trace. */
export class MissingTool extends Error {}

/** Finds the tools outside of this package; `npm run` puts its own Node first. */
export function findTools(root: string, cache: string): Tools {
  const path = (process.env.PATH ?? '').split(delimiter).filter((folder) => {
    return !folder.includes('node_modules');
  });
  // Set on some machines; reading the certificates more than doubles the start of Node 20.
  const { NODE_EXTRA_CA_CERTS: _, NODE_OPTIONS: __, ...rest } = process.env;
  const env = { ...rest, PATH: path.join(delimiter), XDG_CACHE_HOME: cache };
  const node = find('node', path);
  if (node === undefined) {
    throw new MissingTool('There is no Node on the PATH but that of this package; install one.');
  }
  if (find('python3', path) === undefined) {
    throw new MissingTool(
      '`python3` is missing, which measures (Debian: apt-get install python3).',
    );
  }
  const astGrep = join(root, 'node_modules/@ast-grep/cli/ast-grep');
  if (!existsSync(astGrep)) {
    throw new MissingTool('`@ast-grep/cli` is missing, a development package: npm ci');
  }
  const ripgrep = find('rg', path);
  const versions = [astGrep, ...(ripgrep === undefined ? [] : [ripgrep])].map((tool) =>
    versionOf(tool, env),
  );
  return {
    node,
    versions,
    nodeVersion: execFileSync(node, ['--version'], { env, encoding: 'utf8' }).trim(),
    astGrep,
    ...(ripgrep !== undefined && { ripgrep }),
    env,
  };
}

function versionOf(tool: string, env: NodeJS.ProcessEnv): string {
  const [first = ''] = execFileSync(tool, ['--version'], { env, encoding: 'utf8' }).split('\n');
  return first.trim();
}

function find(name: string, path: readonly string[]): string | undefined {
  return path.map((folder) => join(folder, name)).find((file) => existsSync(file));
}
