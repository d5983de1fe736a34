import { fstatSync, statSync, writeSync } from 'node:fs';
import { codeOf } from '../exit.ts';

const NULL_DEVICE = process.platform === 'win32' ? '\\\\.\\nul' : '/dev/null';
const OUT = 1;
const ERR = 2;

/** Writes a result. */
export function out(text: string): void {
  writeAll(OUT, text);
}

/** Writes what is about the run, not its result. */
export function err(text: string): void {
  writeAll(ERR, text);
}

/** Whether a person may be watching: stderr is a terminal, and no CI log. */
export async function isWatched(): Promise<boolean> {
  return (await isTerminal(ERR)) && process.env.CI === undefined && process.env.TERM !== 'dumb';
}

/** Whether to paint what goes to stdout. */
export async function wantsColour(asked: string | undefined): Promise<boolean> {
  if (asked === 'always') return true;
  if (asked === 'never' || (process.env.NO_COLOR ?? '') !== '') return false;
  return (await isTerminal(OUT)) && process.env.TERM !== 'dumb';
}

/** Asks Node only about what can be a terminal: its answer costs a tenth of a short run. */
async function isTerminal(file: number): Promise<boolean> {
  const { rdev, isCharacterDevice } = statsOf(file);
  if (!isCharacterDevice || rdev === statSync(NULL_DEVICE, { throwIfNoEntry: false })?.rdev)
    return false;
  return (await import('node:tty')).isatty(file);
}

function statsOf(file: number): { readonly rdev: number; readonly isCharacterDevice: boolean } {
  try {
    const stats = fstatSync(file);
    return { rdev: stats.rdev, isCharacterDevice: stats.isCharacterDevice() };
  } catch {
    return { rdev: 0, isCharacterDevice: false };
  }
}

/** All of a text, in one go or several: a pipe may be full for a while, or closed by its reader. */
function writeAll(file: number, text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(file, bytes, at);
    } catch (error) {
      const code = codeOf(error);
      if (code === 'EPIPE') return;
      if (code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
