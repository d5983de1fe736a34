import type { Target } from './command.ts';
import type { Folders } from './folders.ts';

/** Files of a tree, and which of them a command may mean. */
export interface Tree<T extends { readonly path: string }> {
  readonly files: readonly T[];
  /** Whether a file holds what a command could name. */
  readonly holds: (file: T) => boolean;
  /** Whether it may bring what others hold. */
  readonly brings: (file: T) => boolean;
}

/**
 * The file of the tree that a command names: from the folder where it runs, from those around the text, or the only one
 * whose path ends like that.
 */
export function findFile<T extends { readonly path: string }>(
  wanted: string,
  text: string,
  { entered, lost, absolute }: Folders,
  { files, holds, brings }: Tree<T>,
): T | undefined {
  const byPath = new Map(files.map((file) => [file.path, file]));
  const folders = text.split('/').slice(0, -1);
  // The first folders that are entered may be those of a fresh clone, which are none of the tree.
  const tries = [...entered.map((_, i) => entered.slice(i)), []];
  const near = (lost && entered.length > 0 ? [] : tries).flatMap((inside) =>
    [...folders, ''].flatMap((_, up) => {
      const above = folders.slice(0, folders.length - up);
      const path = normal([...above, ...inside, ...wanted.split('/')]);
      return (path === undefined ? undefined : byPath.get(path)) ?? [];
    }),
  );
  const [only] = ends(lost ? entered : [], wanted).flatMap((end) => {
    const alike = files.filter(
      (file) => (file.path === end || file.path.endsWith(`/${end}`)) && holds(file),
    );
    return alike.length === 1 ? alike : [];
  });
  const top = absolute ? byPath.get(normal(wanted.split('/')) ?? '') : undefined;
  return (
    near.find((file) => holds(file) || brings(file)) ??
    only ??
    near[0] ??
    (top && holds(top) ? top : undefined)
  );
}

/** How the path may end, the longest first: of `/home/me/repo/src` nobody knows which folder is the tree's top. */
function ends(entered: readonly string[], wanted: string): string[] {
  const tries = entered.length === 0 ? [[]] : entered.map((_, i) => entered.slice(i));
  return tries.flatMap((inside) => normal([...inside, ...wanted.split('/')]) ?? []);
}

/** The path that a target means, with `/`. */
export function filePath({ module, path }: Pick<Target, 'module' | 'path'>): string {
  return module ? `${path.replaceAll('.', '/')}.py` : path.replace(/^\.\//, '');
}

/** A path without `.` and `..`; nothing for one that leaves the tree. */
function normal(parts: readonly string[]): string | undefined {
  const path: string[] = [];
  for (const part of parts) {
    if (part === '' || part === '.') continue;
    if (part !== '..') path.push(part);
    else if (path.pop() === undefined) return undefined;
  }
  return path.join('/');
}
