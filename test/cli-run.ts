import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { RULES } from './cli-rules.ts';

const MAIN = join(import.meta.dirname, '../src/cli/main.ts');
/** Two hundred processes share what the first one has compiled. */
const COMPILED = join(import.meta.dirname, '../.cache/compiled');

export interface Result {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  readonly input?: string | Uint8Array;
  readonly env?: Readonly<Record<string, string>>;
  /** Use the rule set of the package, not the small one of the tests. */
  readonly real?: boolean;
  readonly uid?: number;
  readonly timeout?: number;
}

/** A user without rights, for a test that runs as root; `undefined` where there is none or the sources are closed to it. */
export function otherUser(): number | undefined {
  const nobody = 65534;
  if (process.getuid?.() !== 0) return undefined;
  const { status } = spawnSync(process.execPath, ['--check', MAIN], { uid: nobody, cwd: '/' });
  return status === 0 ? nobody : undefined;
}

let rulesFolder: string | undefined;

/** The small rule set as a file. */
function rulesFile(): string {
  if (rulesFolder === undefined) {
    rulesFolder = mkdtempSync(join(tmpdir(), 'modal-lint-rules-'));
    // A test runs as another user.
    chmodSync(rulesFolder, 0o755);
    writeFileSync(join(rulesFolder, 'rules.json'), JSON.stringify(RULES), { mode: 0o644 });
  }
  return join(rulesFolder, 'rules.json');
}

/** Runs the real command line as a process of its own. */
export function cli(cwd: string, args: readonly string[], options: RunOptions = {}): Result {
  const { input, env, real = false, uid, timeout = 60_000 } = options;
  const [first, ...rest] = args;
  const named = first !== undefined && !first.startsWith('-');
  const rules = real || first === '--version' || first === '--help' ? [] : ['--rules', rulesFile()];
  const words = named ? [first, ...rules, ...rest] : [...rules, ...args];
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [MAIN, ...words], {
    cwd,
    encoding: 'utf8',
    timeout,
    maxBuffer: 1 << 28,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: cwd,
      CI: 'true',
      GIT_CONFIG_NOSYSTEM: '1',
      NODE_COMPILE_CACHE: COMPILED,
      ...env,
    },
    ...(input !== undefined && { input }),
    ...(uid !== undefined && { uid }),
  });
  if (error) throw error;
  return { code: status, out: stdout, err: stderr };
}

/** A folder with files in it, gone after the test. */
export function folder(files: Readonly<Record<string, string | Uint8Array>>): string {
  const path = realpathSync(mkdtempSync(join(tmpdir(), 'modal-lint-')));
  onTestFinished(() => {
    rmSync(path, { recursive: true, force: true });
  });
  for (const [name, content] of Object.entries(files)) put(path, name, content);
  return path;
}

export function put(path: string, name: string, content: string | Uint8Array): void {
  mkdirSync(dirname(join(path, name)), { recursive: true });
  writeFileSync(join(path, name), content);
}

/** Runs git in a folder. */
export function git(cwd: string, ...args: readonly string[]): string {
  const identity = ['-c', 'user.name=t', '-c', 'user.email=t@example.test'];
  const { status, stdout, stderr } = spawnSync('git', [...identity, ...args], {
    cwd,
    encoding: 'utf8',
    env: { PATH: process.env.PATH ?? '', HOME: cwd, GIT_CONFIG_NOSYSTEM: '1' },
  });
  if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`);
  return stdout;
}

/** Makes a folder a git repository with all its files committed. */
export function commitAll(path: string): void {
  git(path, 'init', '-q', '-b', 'main');
  git(path, 'add', '-A');
  git(path, 'commit', '-q', '-m', 'all', '--allow-empty');
}

/** `file:line:column rule` of every line of concise output. */
export function places(out: string): string[] {
  return [...out.matchAll(/^(.+?:\d+:\d+): \w+\[([\w-]+)\]/gm)].map(
    ([, place = '', rule = '']) => `${place} ${rule}`,
  );
}
