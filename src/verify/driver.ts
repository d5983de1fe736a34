import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { map, number, object, text } from './decode.ts';

export interface DriverSettings {
  /** Jobs at once. */
  readonly parallel?: number;
  /** Path of driver.py; beside this module by default. */
  readonly driver?: string;
}

type Message = Readonly<Record<string, unknown>>;

/** A running driver.py. */
export interface Driver {
  /** Of python, modal, fal, fal_client, fastapi, pydantic. */
  readonly versions: Readonly<Record<string, string>>;
  readonly startMs: number;
  /** The answer, or nothing if the driver ends first. */
  send(job: object): Promise<Message | undefined>;
  dead(): boolean;
  lastWords(): string;
  stop(): Promise<void>;
}

const defaultDriver = fileURLToPath(new URL('driver.py', import.meta.url));

/** Starts driver.py under a Python and waits until it has imported the SDKs. */
export async function startDriver(python: string, settings: DriverSettings): Promise<Driver> {
  // Everything that the driver and its jobs write is in here, and goes even when they are killed.
  const folder = mkdtempSync(join(tmpdir(), 'modal-lint-'));
  const child = spawn(python, ['-s', settings.driver ?? defaultDriver], {
    env: { ...driverEnvironment(settings.parallel ?? 2), TMPDIR: folder },
  });
  const waiting = new Map<number, (message: Message | undefined) => void>();
  let complaints = '';
  let over = false;
  let count = 0;

  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    complaints = (complaints + chunk).slice(-4000);
  });
  // A driver that has ended is noticed by `close`; writing to it is no further news.
  child.stdin.on('error', () => undefined);
  createInterface({ input: child.stdout }).on('line', (line) => {
    const message = object(JSON.parse(line), 'the answer');
    const id = number(message.id, 'id');
    waiting.get(id)?.(message);
    waiting.delete(id);
  });
  // `close` and not `exit`: the last answers may still be in the pipe.
  child.on('close', () => {
    over = true;
    rmSync(folder, { recursive: true, force: true });
    for (const resolve of waiting.values()) resolve(undefined);
  });

  // Job 0 is the import of the SDKs.
  const hello = await new Promise<Message | undefined>((resolve, reject) => {
    waiting.set(0, resolve);
    child.on('error', (error) => reject(new Error(`cannot start ${python}`, { cause: error })));
  });
  if (hello === undefined) {
    throw new Error(`the SDK driver did not start under ${python}:\n${complaints.trim()}`);
  }

  return {
    versions: map(text)(hello.versions, 'versions'),
    startMs: number(hello.ms, 'ms'),
    send(job) {
      if (over) return Promise.resolve(undefined);
      const id = ++count;
      child.stdin.write(`${JSON.stringify({ id, ...job })}\n`);
      return new Promise((resolve) => waiting.set(id, resolve));
    },
    dead: () => over,
    lastWords: () => complaints.trim() || 'the SDK driver ended',
    async stop() {
      if (over) return;
      const closed = once(child, 'close');
      child.stdin.end();
      await closed;
    },
  };
}

/** Nothing of the caller's: no keys, no tokens, no Python settings; hashes as sets are, the same on both sides. */
function driverEnvironment(parallel: number): Record<string, string> {
  const kept = ['PATH', 'LANG', 'LC_ALL', 'SYSTEMROOT', 'LD_LIBRARY_PATH'];
  const own = { PYTHONHASHSEED: '0', PYTHONUTF8: '1', MODAL_LINT_JOBS: String(parallel) };
  const found = kept.flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(found), ...own };
}
