import type { FalSetting, Style } from '../part.ts';
import type { PathChange } from '../settings/mounts.ts';
import type { LocalFile } from './layer.ts';
import { pythonList, pythonString } from './literal.ts';

/** Local files of an app without an image: settings, and where each file lands. */
export interface AppFiles {
  readonly settings: readonly FalSetting[];
  /** What lands in another place than on Modal. */
  readonly moved: readonly PathChange[];
}

/** `local_python_modules` for modules, `app_files` for the rest, which fal copies under /app. */
export function appFiles(
  files: readonly LocalFile[],
  appFile: string,
  style: Style,
  room: (name: string) => number,
): AppFiles {
  const folder = appFile.split('/').slice(0, -1);
  const modules = files.flatMap(({ module }) => (module === undefined ? [] : [module]));
  const others = files.filter(({ module }) => module === undefined);
  // A path from where the shell stands goes up from the file's folder, unless it leads into it.
  const outside = others.filter((file) => relativeTo(file, folder) === undefined);
  const up = outside.length > 0;
  const paths = others.map((file) =>
    up
      ? file.from === 'cwd'
        ? file.path
        : [...folder, file.path].join('/')
      : (relativeTo(file, folder) ?? file.path),
  );
  const list = (name: string, items: readonly string[]): FalSetting[] =>
    items.length === 0 ? [] : [{ name, value: pythonList(items, style, room(name)) }];
  return {
    settings: [
      ...list('local_python_modules', modules),
      ...list('app_files', paths),
      ...(up
        ? [
            {
              name: 'app_files_context_dir',
              value: pythonString(folder.map(() => '..').join('/'), style.quote),
            },
          ]
        : []),
    ],
    moved: others.map((file, i) => change(file, paths[i] ?? file.path)),
  };
}

function relativeTo({ path, from }: LocalFile, folder: readonly string[]): string | undefined {
  if (from === 'file' || folder.length === 0) return path;
  const prefix = `${folder.join('/')}/`;
  return path.startsWith(prefix) ? path.slice(prefix.length) : undefined;
}

function change({ to, kind, path }: LocalFile, uploaded: string): PathChange {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const old = to.endsWith('/') && kind === 'file' ? to + name : to.replace(/(?<=.)\/$/, '');
  return { path: old, to: uploaded === '.' ? '/app' : `/app/${uploaded}` };
}
