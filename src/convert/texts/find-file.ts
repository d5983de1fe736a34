import type { Program, ProgramFile } from '../../program/program.ts';
import { falUnits } from '../fal-units.ts';
import { importsFrom } from '../modules/imports-from.ts';
import type { Place } from './folders.ts';

/**
 * The file of the tree that a command names: from the folder where it runs, from those around the text, or the only one
 * whose path ends like that.
 */
export function findFile(
  wanted: string,
  text: string,
  { entered, lost }: Place,
  { files }: Program,
): ProgramFile | undefined {
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
  const end = normal([...(lost ? entered : []), ...wanted.split('/')]);
  const alike = files.filter(
    (file) => (file.path === end || file.path.endsWith(`/${end ?? ''}`)) && holdsUnits(file),
  );
  const only = end !== undefined && alike.length === 1 ? alike[0] : undefined;
  return near.find((file) => holdsUnits(file) || imports(file)) ?? only ?? near[0];
}

function holdsUnits({ names, uses }: ProgramFile): boolean {
  return uses.length > 0 || falUnits(names).length > 0;
}

/** Whether a file may bring what others hold. */
function imports({ names }: ProgramFile): boolean {
  return importsFrom(names).files().length > 0;
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
