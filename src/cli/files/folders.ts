import { existsSync, realpathSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** A folder and those above it, as far as the root of its git repository, or of the disk. */
export function* ancestors(folder: string): Generator<string> {
  for (let at = resolve(folder); ; at = dirname(at)) {
    yield at;
    if (existsSync(join(at, '.git')) || dirname(at) === at) return;
  }
}

/** The root of the git repository around a folder. */
export function gitRoot(folder: string): string | undefined {
  for (const at of ancestors(folder)) if (existsSync(join(at, '.git'))) return at;
  return undefined;
}

/** A path as messages show it: relative to the current folder, absolute outside of it; `/` separated. */
export function shownPath(path: string): string {
  const here = process.cwd();
  const full = resolve(path);
  const shown = isInside(full, here) ? relative(here, full) || '.' : full;
  return sep === '/' ? shown : shown.split(sep).join('/');
}

/** Whether a path lies in a folder; both are given as they are on the disk, without links. */
export function isInside(path: string, folder: string): boolean {
  const short = relative(folder, path);
  return short === '' || (!short.startsWith(`..${sep}`) && short !== '..' && !isAbsolute(short));
}

/** Where a path really leads, or `undefined` where it leads nowhere. */
export function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}
