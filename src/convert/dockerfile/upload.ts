import type { Style } from '../part.ts';
import type { ImageLayer, LocalFile, LocalPath } from './layer.ts';
import { pythonList, pythonString } from './literal.ts';

/** What `ContainerImage` is told of the files that its `COPY` lines take. */
export interface Upload {
  /** Keyword arguments, as Python source. */
  readonly keywords: readonly string[];
  /** `pathlib.Path` is used. */
  readonly usesPath: boolean;
  /** Why the `COPY` lines cannot all be right. */
  readonly problem?: string;
}

/** Works out `context_dir`, `dockerignore` and `build_args`. `inFolder`: the file that holds the image stands in a folder of the tree. */
export function uploadOf(layers: readonly ImageLayer[], inFolder: boolean, style: Style): Upload {
  const files = layers.flatMap((layer) => layer.files ?? []);
  const context = contextOf(layers, files, inFolder);
  const problem = typeof context === 'string' ? context : undefined;
  const dir = typeof context === 'string' ? undefined : contextText(context, style.quote);
  const ignore = ignoreOf(layers, files);
  const args = new Map(layers.flatMap(({ buildArgs }) => [...(buildArgs ?? [])]));
  const { quote } = style;
  const entries = [...args].map(
    ([name, value]) => `${pythonString(name, quote)}: ${pythonString(value, quote)}`,
  );
  return {
    keywords: [
      ...(dir === undefined ? [] : [`context_dir=${dir}`]),
      ...(ignore ? [`dockerignore=${pythonList(ignore, style, Infinity)}`] : []),
      ...(entries.length > 0 ? [`build_args={${entries.join(', ')}}`] : []),
    ],
    usesPath: dir !== undefined,
    ...(problem !== undefined && { problem }),
  };
}

const CWD: LocalPath = { path: '.', from: 'cwd' };

/** The one folder that all `COPY` lines start from, or why there is none. */
function contextOf(
  layers: readonly ImageLayer[],
  files: readonly LocalFile[],
  inFolder: boolean,
): LocalPath | string {
  const named = layers.flatMap(({ context }) => (context ? [context] : []));
  const found = [...named, ...files.map(({ from }): LocalPath => ({ path: '.', from }))];
  // At the top of the tree both folders are one.
  const folders = inFolder ? found : found.map((folder): LocalPath => ({ ...folder, from: 'cwd' }));
  const [first = CWD, ...others] = folders;
  const same = others.every(({ path, from }) => path === first.path && from === first.from);
  if (!same) return 'the `COPY` lines start from several folders';
  // `Path(__file__)` stays what the program says, where it says nothing else.
  return !inFolder && found.length > 0 && found.every(({ from }) => from === 'file')
    ? { ...first, from: 'file' }
    : first;
}

/** fal takes a relative folder from that of the app's file, and the default from where it is run. */
function contextText({ path, from }: LocalPath, quote: Style['quote']): string | undefined {
  const base = from === 'file' ? 'Path(__file__).resolve().parent' : 'Path.cwd()';
  if (path !== '.') return `${base} / ${pythonString(path, quote)}`;
  return from === 'file' ? base : undefined;
}

/** Modal uploads all that is not ignored; fal leaves out Markdown, `.env` and more where it is not told. */
function ignoreOf(
  layers: readonly ImageLayer[],
  files: readonly LocalFile[],
): readonly string[] | undefined {
  const folders = files.filter((file) => file.ignore !== undefined);
  const named = layers.filter((layer) => layer.ignore !== undefined);
  if (folders.length + named.length === 0) return undefined;
  return [
    ...folders.flatMap(({ path, ignore = [] }) => ignore.map((text) => anchored(path, text))),
    ...named.flatMap(({ ignore = [] }) => ignore.map((text) => anchored('.', text))),
  ];
}

/** Patterns of a .dockerignore hold from their folder on; fal reads them as those of a .gitignore. */
function anchored(folder: string, pattern: string): string {
  const text = pattern.replace(/^(?:\.?\/)+/, '');
  return folder === '.' ? `/${text}` : `${folder}/${text}`;
}
