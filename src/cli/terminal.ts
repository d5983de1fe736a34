import { writeSync } from 'node:fs';
import { isatty } from 'node:tty';
import { codeOf } from './exit.ts';

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
export function isWatched(): boolean {
  return isatty(ERR) && process.env.CI === undefined && process.env.TERM !== 'dumb';
}

/** Whether to paint what goes to stdout. */
export function wantsColour(asked: string | undefined): boolean {
  if (asked === 'always') return true;
  if (asked === 'never' || (process.env.NO_COLOR ?? '') !== '') return false;
  return isatty(OUT) && process.env.TERM !== 'dumb';
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
