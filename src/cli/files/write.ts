import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  unlinkSync,
  writeSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf, messageOf } from '../exit.ts';
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
  const staged = stageSource(source, text, roots);
  return 'problem' in staged ? staged.problem : putStaged(staged);
}

/** A new text beside the file that it is for. */
export interface Staged {
  readonly source: Source;
  /** The file, links resolved. */
  readonly real: string;
  readonly temporary: string;
}

/** Why a file is left as it was; `full` where no other file of the run can be written either. */
export interface Unwritable {
  readonly problem: string;
  readonly full: boolean;
}

/** Puts the new text beside the file, on the disk; the file itself is not touched yet. */
export function stageSource(
  source: Source,
  text: string,
  roots: readonly string[],
): Staged | Unwritable {
  const { path, bom, encoding } = source;
  if (encoding !== 'utf-8' && !/^\p{ASCII}*$/u.test(text)) {
    return only(`The file is \`${encoding}\`; save it as UTF-8 to have it changed.`);
  }
  const real = realPath(path);
  if (real === undefined) return only('The file is gone.');
  if (!roots.some((root) => isInside(real, root))) {
    return only(
      `The link leads out of the tree, to \`${real}\`; name that file to have it changed.`,
    );
  }
  try {
    const stats = statSync(real);
    if (isChanged(source, stats)) return only(CHANGED);
    accessSync(real, constants.W_OK);
    const temporary = join(dirname(real), `.${basename(real)}.${process.pid}${SUFFIX}`);
    writeNew(temporary, Buffer.from((bom ? '\ufeff' : '') + text), stats);
    return { source, real, temporary };
  } catch (error) {
    return { problem: unwritten(error), full: FULL.includes(codeOf(error) ?? '') };
  }
}

/** Renames a staged text over its file: whoever reads sees the one or the other. Gives the reason where that is not done. */
export function putStaged(staged: Staged): string | undefined {
  const { source, real, temporary } = staged;
  try {
    if (isChanged(source, statSync(real))) {
      dropStaged(staged);
      return CHANGED;
    }
    renameSync(temporary, real);
    return undefined;
  } catch (error) {
    dropStaged(staged);
    return unwritten(error);
  }
}

/** Takes a staged text back. */
export function dropStaged({ temporary }: Pick<Staged, 'temporary'>): void {
  rmSync(temporary, { force: true });
}

/** Removes staged texts that a run left behind which was killed. */
export function removeStale(folders: ReadonlySet<string>): void {
  for (const folder of folders) {
    for (const name of namesIn(folder)) {
      const pid = STAGED.exec(name)?.[1];
      if (pid !== undefined && !isRunning(Number(pid)))
        dropStaged({ temporary: join(folder, name) });
    }
  }
}

const SUFFIX = '.modal-lint';
const STAGED = /^\..+\.(\d+)\.modal-lint$/;
const CHANGED = 'The file was changed while it was being read; run again.';
/** No room, or a disk that is read only. */
const FULL = ['ENOSPC', 'EDQUOT', 'EROFS'];

function only(problem: string): Unwritable {
  return { problem, full: false };
}

function unwritten(error: unknown): string {
  return `The file cannot be written: ${messageOf(error)}.`;
}

function isChanged({ stamp }: Source, { mtimeMs, size }: Stats): boolean {
  return mtimeMs !== stamp.mtimeMs || size !== stamp.size;
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) !== 'ESRCH';
  }
}

function writeNew(path: string, bytes: Uint8Array, like: Stats): void {
  const handle = openSync(path, 'wx', 0o600);
  try {
    try {
      for (let at = 0; at < bytes.length;) at += writeSync(handle, bytes, at);
      keepOwner(handle, like);
      fchmodSync(handle, like.mode & 0o7777);
      fsyncSync(handle);
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    unlinkSync(path);
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
