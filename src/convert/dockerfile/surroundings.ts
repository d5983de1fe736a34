import type { UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import type { LocalFile, LocalPath } from './layer.ts';
import { about, type RuledLayer } from './ruled.ts';
import { folderOfPath, normalPath } from './tree-path.ts';

/** The place of the image: the folder of the file that holds it, and what else the tree holds. */
export interface Surroundings {
  /** `.` at the top of the tree. */
  readonly folder: string;
  /** Whether a file or folder of the tree has this path. */
  readonly has: (path: string) => boolean;
}

/** What lies around the file of a unit: its modules are known, the rest of the tree only where somebody looks at the disk. */
export function surroundingsOf({
  program,
  file,
  options,
}: Pick<UnitContext, 'program' | 'file' | 'options'>): Surroundings {
  return {
    folder: folderOfPath(file.path),
    has: (path) =>
      program.files.some((one) => one.path === path || one.path.startsWith(`${path}/`)) ||
      options.holds?.(path) === true,
  };
}

/** Where the shell stands, in the tree: of the folders from the top down to that of the file, the first in which it finds what the program names. */
export function startFolder(
  all: readonly (LocalPath | LocalFile)[],
  { folder, has }: Surroundings,
): string | undefined {
  const named = all.filter(({ from, path }) => from === 'cwd' && path !== '.');
  if (folder === '.' || named.some(({ path }) => path.startsWith('..'))) return folder;
  const finds = (at: string) => (path: LocalPath) => has(normalPath(at, path.path));
  const starts = startsOf(folder);
  if (named.length === 0) return undefined;
  return starts.find((at) => named.every(finds(at))) ?? starts.find((at) => named.some(finds(at)));
}

function startsOf(folder: string): string[] {
  const parts = folder === '.' ? [] : folder.split('/');
  return ['.', ...parts.map((_, i) => parts.slice(0, i + 1).join('/'))];
}

/** Local files that are nowhere. Who deploys from the folder where Modal found them has them, if all of an image start there; else only a person knows. */
export function missingReasons(
  context: UnitContext,
  layers: readonly RuledLayer[],
  isPlain: boolean,
): Reason[] {
  if (!context.options.holds) return [];
  const { folder, has } = surroundingsOf(context);
  const all = layers.flatMap(({ files = [] }) => files);
  const isKept = !isPlain && all.every(({ from }) => from === 'cwd');
  return layers.flatMap((layer) =>
    (layer.files ?? []).flatMap(({ path, from }): Reason[] => {
      if (path === '' || path.startsWith('..') || /[*?[]/.test(path)) return [];
      const starts = from === 'cwd' ? startsOf(folder) : ['.'];
      if (starts.some((at) => has(normalPath(at, path)))) return [];
      const [, second] = starts;
      if (second === undefined || isKept) {
        const message = `\`${path}\` is not in this tree: it has to be there when the app is deployed`;
        return [about(layer, 'rewrite-unsafe', message)];
      }
      const message = `\`${path}\` is in no folder from the top of the tree to that of this file: write where it is, from the folder in which \`fal deploy\` runs`;
      return [about(layer, 'manual', message)];
    }),
  );
}
