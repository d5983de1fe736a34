import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { decode, isUtf16 } from './encoding.ts';
import { reasonOf, type FoundFile } from './walk.ts';

/** Beyond this size a file is data, and reading it as a program can take minutes. */
const MAX_BYTES = 1 << 20;
/** Every file that can raise a finding holds one of these. */
const NEEDLES = ['modal', 'your-username/'].map((word) => Buffer.from(word));
/** The same for code of other languages, where `modal` is a dialog. */
const ADDRESS = [Buffer.from('.modal.run')];
/** What a large file holds if it is a program. */
const IMPORTS = ['import modal', 'from modal'].map((word) => Buffer.from(word));
const READ_FLAGS = constants.O_RDONLY | constants.O_NONBLOCK;

/** A file that was read. */
export interface Source extends FoundFile {
  /** Without the BOM. */
  readonly text: string;
  readonly bom: boolean;
  readonly encoding: string;
  readonly stamp: Stamp;
}

/** What tells whether a file is still what was read. */
export interface Stamp {
  readonly mtimeMs: number;
  readonly size: number;
}

export type Read =
  | { readonly kind: 'source'; readonly source: Source }
  /** Nothing of interest in it. */
  | { readonly kind: 'plain' }
  | { readonly kind: 'problem'; readonly message: string };

const PLAIN: Read = { kind: 'plain' };

// One buffer for all files: most of them are looked at and never decoded.
let buffer: Buffer | undefined;

/** Reads a file once, and decodes it only where it can hold something of interest; `all`: in any case. */
export function readSource(file: FoundFile, all = false): Read {
  let handle: number;
  try {
    handle = openSync(file.path, READ_FLAGS);
  } catch (error) {
    return { kind: 'problem', message: reasonOf(error) };
  }
  try {
    return readOpen(file, handle, all);
  } catch (error) {
    return { kind: 'problem', message: reasonOf(error) };
  } finally {
    closeSync(handle);
  }
}

function readOpen(file: FoundFile, handle: number, all: boolean): Read {
  buffer ??= Buffer.allocUnsafeSlow(MAX_BYTES + 1);
  const length = fill(handle, buffer);
  const bytes = buffer.subarray(0, length);
  const python = file.language === 'python';
  if (length > MAX_BYTES) return python || file.explicit ? tooLarge(file, handle, buffer) : PLAIN;
  const needles = file.language === 'other' ? ADDRESS : NEEDLES;
  const found = all || needles.some((needle) => bytes.includes(needle));
  if (!found && !(python && isUtf16(bytes))) return PLAIN;
  const decoded = decode(bytes);
  if ('problem' in decoded) {
    // Data beside a program may have any encoding; it is not said to be wrong.
    return python || file.explicit ? { kind: 'problem', message: decoded.problem } : PLAIN;
  }
  const { mtimeMs, size } = fstatSync(handle);
  return { kind: 'source', source: { ...file, ...decoded, stamp: { mtimeMs, size } } };
}

/** Reads from where the file stands until the buffer is full or the file ends. */
function fill(handle: number, into: Buffer): number {
  let length = 0;
  while (length < into.length) {
    const count = readSync(handle, into, length, into.length - length, null);
    length += count;
    // A short read of a regular file is its end.
    if (count === 0 || length < 65536) break;
  }
  return length;
}

/** A large file is worth a word only where it is a program, or was named. */
function tooLarge(file: FoundFile, handle: number, chunk: Buffer): Read {
  const { size } = fstatSync(handle);
  const message = `The file has ${(size / MAX_BYTES).toFixed(1)} MB, more than the 1 MB that is read; split or exclude it.`;
  if (file.explicit) return { kind: 'problem', message };
  for (let length = chunk.length; length > 0; length = fill(handle, chunk)) {
    const bytes = chunk.subarray(0, length);
    if (IMPORTS.some((needle) => bytes.includes(needle))) return { kind: 'problem', message };
  }
  return PLAIN;
}
