import type { Need, Style } from '../part.ts';
import { buildContextOf, type BuildContext } from './build-context.ts';
import { hides } from './hidden.ts';
import type { ImageLayer, LocalFile } from './layer.ts';
import { pythonString } from '../settings/literals.ts';
import { pythonList } from './literal.ts';
import type { Surroundings } from './surroundings.ts';

/** What `ContainerImage` is told of the files that its `COPY` lines take. */
export interface Upload {
  /** Keyword arguments, as Python source. */
  readonly keywords: readonly string[];
  /** `pathlib.Path` is used. */
  readonly usesPath: boolean;
  /** Where each file stands in the folder that `COPY` lines start from. */
  readonly paths: ReadonlyMap<LocalFile, string>;
  /** The folder of the tree that paths of the shell are taken from now. */
  readonly assumed?: string;
  /** Patterns that are left out, and what they would hide. */
  readonly dropped: readonly Hidden[];
  /** Why the `COPY` lines cannot all be right. */
  readonly problem?: string;
}

/** A pattern of one folder, and what another line copies from below it. */
export interface Hidden {
  readonly pattern: string;
  readonly path: string;
}

const SEVERAL =
  'the `COPY` lines start from several folders: set `context_dir=` of `ContainerImage` and the paths to match';

/** Works out `context_dir`, `dockerignore` and `build_args`. */
export function uploadOf(
  layers: readonly ImageLayer[],
  surroundings: Surroundings,
  style: Style,
): Upload {
  const context = buildContextOf(layers, surroundings, style.quote);
  const { dir, paths, assumed }: BuildContext = context ?? { paths: new Map() };
  const files = layers
    .flatMap((layer) => layer.files ?? [])
    .map((file) => ({ ...file, path: paths.get(file) ?? file.path }));
  const all = ignoreOf(layers, files);
  const dropped = all?.flatMap((pattern): Hidden[] => {
    const lost = files.find(({ path }) => hides(pattern, path));
    return lost ? [{ pattern, path: lost.path }] : [];
  });
  const ignore = all?.filter((pattern) => dropped?.every((one) => one.pattern !== pattern));
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
    paths,
    dropped: dropped ?? [],
    ...(assumed !== undefined && { assumed }),
    ...(!context && { problem: SEVERAL }),
  };
}

/** `secrets={"HF_TOKEN": os.environ.get("HF_TOKEN", "")}`: values never stand in the program. */
export function buildSecrets(
  layers: readonly ImageLayer[],
  { quote }: Pick<Style, 'quote'>,
): { readonly keywords: readonly string[]; readonly needs: readonly Need[] } {
  const keys = [...new Set(layers.flatMap(({ secrets = [] }) => secrets))];
  if (keys.length === 0) return { keywords: [], needs: [] };
  const entries = keys.map((key) => {
    const name = pythonString(key, quote);
    return `${name}: os.environ.get(${name}, ${pythonString('', quote)})`;
  });
  return { keywords: [`secrets={${entries.join(', ')}}`], needs: [{ module: 'os' }] };
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
