import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The Python that holds the real SDKs, or one sentence that says why there is none. */
export type PythonEnv = { readonly python: string } | { readonly missing: string };

const root = join(import.meta.dirname, '..');
const lockFile = join(root, 'scripts/python/requirements.lock');
const venv = join(root, '.venv');
const stampFile = join(venv, 'requirements.sha256');
const guard = join(root, '.cache/python-env.lock');

const windows = process.platform === 'win32';
const venvPython = windows ? join(venv, 'Scripts/python.exe') : join(venv, 'bin/python');
const candidates = ['python3.11', 'python3.12', 'python3.13', 'python3.10', 'python3', 'python'];

/** Makes `.venv` with the locked SDKs when it is not there yet, and tells where its Python is. */
export function ensurePythonEnv(): PythonEnv {
  const stamp = createHash('sha256').update(readFileSync(lockFile)).digest('hex');
  if (isReady(stamp)) return { python: venvPython };
  takeGuard();
  try {
    // Another process may have made it while this one waited.
    return isReady(stamp) ? { python: venvPython } : build(stamp);
  } finally {
    rmSync(guard, { recursive: true, force: true });
  }
}

function isReady(stamp: string): boolean {
  if (!existsSync(stampFile) || !existsSync(venvPython)) return false;
  return readFileSync(stampFile, 'utf8') === stamp;
}

function build(stamp: string): PythonEnv {
  const base = findPython();
  if (typeof base !== 'string') return base;
  console.error(`Making .venv with the real SDKs (${base}) …`);
  const made = run(base, ['-m', 'venv', '--clear', venv]);
  if (made !== undefined) {
    return {
      missing: `\`${base} -m venv\` failed (on Debian: apt-get install python3-venv): ${made}`,
    };
  }
  const pip = ['-m', 'pip', 'install', '--quiet', '--no-input', '--disable-pip-version-check'];
  const failed = run(venvPython, [...pip, '--require-hashes', '--requirement', lockFile]);
  if (failed !== undefined) {
    return { missing: `\`pip install\` of the real SDKs failed, is PyPI reachable? ${failed}` };
  }
  writeFileSync(stampFile, stamp);
  return { python: venvPython };
}

function findPython(): string | { readonly missing: string } {
  const question = 'import sys; print(sys.version_info[0] * 100 + sys.version_info[1])';
  for (const name of candidates) {
    const answer = spawnSync(name, ['-c', question], { encoding: 'utf8' });
    const version = answer.status === 0 ? Number(answer.stdout) : 0;
    if (version >= 310 && version <= 313) return name;
  }
  return { missing: 'No Python 3.10 to 3.13 was found (on Debian: apt-get install python3-venv).' };
}

/** Runs a command; the last line of what it complained about when it failed. */
function run(command: string, args: readonly string[]): string | undefined {
  const { status, stdout, stderr, error } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return undefined;
  if (error !== undefined) return error.message;
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  const said = lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1);
  return said?.trim() ?? `exit code ${status ?? 'none'}`;
}

/** Waits until no other process makes the environment. */
function takeGuard(): void {
  mkdirSync(join(root, '.cache'), { recursive: true });
  const pause = new Int32Array(new SharedArrayBuffer(4));
  while (!tryGuard()) Atomics.wait(pause, 0, 0, 300);
}

function tryGuard(): boolean {
  const owner = join(guard, 'pid');
  try {
    mkdirSync(guard);
  } catch {
    if (isLeftBehind(owner)) rmSync(guard, { recursive: true, force: true });
    return false;
  }
  writeFileSync(owner, String(process.pid));
  return true;
}

/** Its maker died; without a name in it, before it could write one. */
function isLeftBehind(owner: string): boolean {
  if (existsSync(owner)) return !isAlive(Number(readFileSync(owner, 'utf8')));
  const made = statSync(guard, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return Date.now() - made > 10_000;
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

if (import.meta.main) {
  const env = ensurePythonEnv();
  if ('python' in env) console.log(env.python);
  else {
    console.error(env.missing);
    process.exitCode = 1;
  }
}
