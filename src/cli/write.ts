import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  renameSync,
  statSync,
  unlinkSync,
  writeSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { messageOf } from './exit.ts';
import { gitRoot, isInside, realPath } from './folders.ts';
import type { Source } from './read.ts';

/** Folders that a run may write in, links resolved. */
export function writableRoots(targets: readonly string[]): string[] {
  const here = gitRoot(process.cwd()) ?? process.cwd();
  const folders = targets.map((target) => {
    const path = resolve(target);
    return statSync(path, { throwIfNoEntry: false })?.isDirectory() ? path : dirname(path);
  });
  return [here, ...folders].flatMap((folder) => realPath(folder) ?? []);
}

/** Writes a file whole or not at all; gives the reason where it is left as it was. */
export function writeSource(
  source: Source,
  text: string,
  roots: readonly string[],
): string | undefined {
  const { path, bom, encoding, stamp } = source;
  // eslint-disable-next-line no-control-regex
  if (encoding !== 'utf-8' && !/^[\u0000-\u007f]*$/.test(text)) {
    return `The file is \`${encoding}\`; save it as UTF-8 to have it changed.`;
  }
  const real = realPath(path);
  if (real === undefined) return 'The file is gone.';
  if (!roots.some((root) => isInside(real, root))) {
    return `The link leads out of the tree, to \`${real}\`; name that file to have it changed.`;
  }
  try {
    const stats = statSync(real);
    if (stats.mtimeMs !== stamp.mtimeMs || stats.size !== stamp.size) {
      return 'The file was changed while it was being read; run again.';
    }
    accessSync(real, constants.W_OK);
    replaceFile(real, Buffer.from((bom ? '\ufeff' : '') + text), stats);
    return undefined;
  } catch (error) {
    return `The file cannot be written: ${messageOf(error)}.`;
  }
}

/** Puts the new file beside the old one and renames it: whoever reads sees the one or the other. */
function replaceFile(path: string, bytes: Uint8Array, like: Stats): void {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}.modal-lint`);
  const handle = openSync(temporary, 'wx', 0o600);
  try {
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
      keepOwner(handle, like);
      fchmodSync(handle, like.mode & 0o7777);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
    renameSync(temporary, path);
  } catch (error) {
    unlinkSync(temporary);
    throw error;
  }
}

function keepOwner(handle: number, { uid, gid }: Stats): void {
  if (process.getuid?.() === uid && process.getgid?.() === gid) return;
  try {
    fchownSync(handle, uid, gid);
  } catch {
    // Only root gives files away; for others a file of their own is as good.
  }
}

/** Text with the line ends of the file that it is for, where that has one kind. */
export function withLineEnds(before: string, after: string): string {
  if (!before.includes('\r\n') || /(?<!\r)\n/.test(before)) return after;
  return after.replace(/(?<!\r)\n/g, '\r\n');
}
