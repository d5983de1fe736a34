import type { FalSetting, Style } from '../part.ts';
import type { PathChange } from '../mounts/mounts.ts';
import type { LocalFile } from './layer.ts';
import { pythonList } from './literal.ts';
import { startFolder, type Surroundings } from './surroundings.ts';
import { folderOfPath, levelsUp, normalPath, relativePath } from './tree-path.ts';

/** Local files of an app without an image: settings, and where each file lands. */
export interface AppFiles {
  readonly settings: readonly FalSetting[];
  /** What lands in another place than on Modal. */
  readonly moved: readonly PathChange[];
  /** No folder is known that holds them all. */
  readonly apart: boolean;
  /** `pathlib.Path` is used. */
  readonly usesPath: boolean;
  /** Modules in folders where imports do not look. */
  readonly lost: readonly string[];
}

/** `local_python_modules` for modules, `app_files` for the rest, which fal copies under /app. */
export function appFiles(
  files: readonly LocalFile[],
  at: Surroundings,
  style: Style,
  room: (name: string) => number,
): AppFiles {
  const { folder } = at;
  const isPickled = ({ module, imported }: LocalFile): boolean =>
    module !== undefined && imported !== true;
  const modules = files.filter(isPickled).flatMap(({ module }) => module ?? []);
  const others = found(
    files.filter((file) => !isPickled(file)),
    at,
  );
  const { context, paths } = uploaded(others, folder);
  const known = paths.map((path, i) => path ?? others[i]?.path ?? '.');
  const list = (name: string, items: readonly string[]): FalSetting[] =>
    items.length === 0 ? [] : [{ name, value: pythonList(items, style, room(name)) }];
  // fal starts from the file of the app, and from the working directory where that is run as plain Python.
  const isTop = folder === '.' && context === '.';
  const up = isTop ? [] : [{ name: 'app_files_context_dir', value: folderText(levelsUp(context)) }];
  return {
    settings: [
      ...list('local_python_modules', modules),
      ...list('app_files', [...new Set(known)]),
      ...(paths.length > 0 ? up : []),
    ],
    usesPath: paths.length > 0 && !isTop,
    apart: paths.includes(undefined),
    lost: others.flatMap(({ path, module, imported }) => {
      // fal puts the folder of the app and the top of what is uploaded on `sys.path`.
      const isFound = [folder, normalPath(folder, context)].includes(folderOfPath(path));
      return imported && !isFound && module !== undefined ? [module] : [];
    }),
    moved: others.flatMap((file, i) =>
      file.imported ? [] : [change(file, known[i] ?? file.path)],
    ),
  };
}

/** Files with their places in the tree, instead of from where the shell stands: at its top, where nothing says more. */
function found(files: readonly LocalFile[], at: Surroundings): readonly LocalFile[] {
  const start = startFolder(files, at) ?? '.';
  return files.map((file) =>
    file.from === 'cwd' && !file.path.startsWith('..')
      ? { ...file, path: normalPath(start, file.path) }
      : file,
  );
}

/** The folder that lies `up` folders above that of the program. */
function folderText(up: number): string {
  const file = 'Path(__file__).resolve()';
  return `str(${up === 0 ? `${file}.parent` : `${file}.parents[${up}]`})`;
}

/** The folder that files are uploaded from, relative to that of the app, and their paths in it. */
function uploaded(
  files: readonly LocalFile[],
  folder: string,
): { readonly context: string; readonly paths: readonly (string | undefined)[] } {
  // Where the shell stands: at the top of the tree, or, for what lies outside of it, beside the app.
  const places = files.map(({ path, from }) =>
    from === 'cwd' && path.startsWith('..') ? normalPath(folder, path) : path,
  );
  const up = Math.max(
    0,
    ...places.map((path, i) => {
      // A package is found from the folder that holds it.
      const top = files[i]?.imported ? folderOfPath(path) : path;
      return levelsUp(relativePath(folder, top) ?? '.');
    }),
  );
  const context = normalPath(...Array<string>(up).fill('..'));
  const start = normalPath(folder, context);
  return { context, paths: places.map((path) => relativePath(start, path)) };
}

function change({ to, kind, path }: LocalFile, uploaded: string): PathChange {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const old = to.endsWith('/') && kind === 'file' ? to + name : to.replace(/(?<=.)\/$/, '');
  return { path: old, to: uploaded === '.' ? '/app' : `/app/${uploaded}` };
}
