import { pythonString } from '../settings/literals.ts';
import type { Style } from '../part.ts';
import type { ImageLayer, LocalFile, LocalPath } from './layer.ts';
import { startFolder, type Surroundings } from './surroundings.ts';
import { knownText, linesOf, piecesOf, type Line } from './template.ts';
import { folderOfPath, levelsUp, normalPath, relativePath } from './tree-path.ts';

/** The one folder that all `COPY` lines start from. */
export interface BuildContext {
  /** As a Python expression; absent where it is the folder in which fal runs. */
  readonly dir?: string;
  /** Where each file stands in it. */
  readonly paths: ReadonlyMap<LocalFile, string>;
  /** The folder of the tree in which the shell is taken to stand, where that had to be settled. */
  readonly assumed?: string;
}

const CWD: LocalPath = { path: '.', from: 'cwd' };
const LOCAL_COPY = /^\s*(?:COPY|ADD)\s+(?!--from=)(?!\S*:\/\/)/im;

/** Finds a folder from which every `COPY` line reaches its files; nothing where none is known. */
export function buildContextOf(
  layers: readonly ImageLayer[],
  at: Surroundings,
  quote: Style['quote'],
): BuildContext | undefined {
  const { folder } = at;
  const files = layers.flatMap((layer) => layer.files ?? []).filter(({ path }) => path !== '');
  const fixed = layers.flatMap(fixedContext);
  const all = [...fixed, ...files];
  // Commands are written from the top of the tree: what the program takes from a folder below is named from its file.
  const isBelow = (startFolder(all, at) ?? '.') !== '.';
  if (isFromShell(all, folder) && !isBelow) {
    const context = contextFrom('.', all, fixed, files);
    if (context) return { ...placed(context, files), ...dirOf(context, 'shell', '.', quote) };
  }
  const shell = shellFolder(all, at);
  const inTree = <T extends LocalPath>(path: T): T =>
    path.from === 'tree' ? path : { ...path, from: 'tree', path: normalPath(shell, path.path) };
  const context = contextFrom(folder, all.map(inTree), fixed.map(inTree), files.map(inTree));
  if (!context) return undefined;
  const settled = folder !== '.' && all.some(({ from }) => from === 'cwd');
  return {
    ...placed(context, files),
    ...dirOf(context, 'file', folder, quote),
    ...(settled && { assumed: shell }),
  };
}

function placed({ paths }: Found, files: readonly LocalFile[]): Pick<BuildContext, 'paths'> {
  return { paths: new Map(files.map((file, i) => [file, paths[i] ?? file.path])) };
}

/** Folders that lines were written for, which stay as they are. */
function fixedContext({ context, dockerfile, files, userFile }: ImageLayer): LocalPath[] {
  if (context) return [context];
  const own = files === undefined && linesOf(dockerfile).some(mayCopy);
  return own || userFile ? [CWD] : [];
}

/** Of a line that begins with what is not known, nobody can say what it does. */
function mayCopy(line: Line): boolean {
  const [first] = piecesOf(line);
  return typeof first !== 'string' || LOCAL_COPY.test(knownText(line));
}

/** At the top of the tree both starts are one, and `Path(__file__)` stays only where the program says nothing else. */
function isFromShell(all: readonly (LocalPath | LocalFile)[], folder: string): boolean {
  if (folder !== '.') return all.every(({ from }) => from === 'cwd');
  return all.length === 0 || all.some((path) => path.from === 'cwd' || 'module' in path);
}

/** Where the shell stands, in the tree: where it finds what the program names, else the nearest folder that holds the rest. */
function shellFolder(all: readonly (LocalPath | LocalFile)[], at: Surroundings): string {
  const start = startFolder(all, at);
  if (start !== undefined) return start;
  const known = all.filter(({ from }) => from === 'tree');
  return outsideOfPackages(contextFrom(at.folder, known, [], [])?.base ?? at.folder, at.has);
}

/** The folder itself, or the one above its package: nobody deploys from within one. */
function outsideOfPackages(folder: string, has: (path: string) => boolean): string {
  const inside = has(normalPath(folder, '__init__.py')) || /(?:^|\/)src$/.test(folder);
  return inside && folder !== '.' ? outsideOfPackages(folderOfPath(folder), has) : folder;
}

interface Found {
  readonly base: string;
  /** Of the files, in their order. */
  readonly paths: readonly string[];
}

/** The nearest folder at or above `start` that holds everything, or the one that is fixed. */
function contextFrom(
  start: string,
  all: readonly (LocalPath | LocalFile)[],
  fixed: readonly LocalPath[],
  files: readonly LocalFile[],
): Found | undefined {
  const [first, ...others] = fixed.map(({ path }) => path);
  if (others.some((path) => path !== first)) return undefined;
  const up = Math.max(0, ...all.map((path) => levelsUp(relativePath(start, heldBy(path)) ?? '.')));
  const base = first ?? normalPath(start, ...Array<string>(up).fill('..'));
  const paths = files.map(({ path }) => relativePath(base, path));
  const isInside = (path: string | undefined): path is string =>
    path !== undefined && !path.startsWith('..');
  return paths.every(isInside) ? { base, paths } : undefined;
}

/** A package is copied by its name: the folder is the one that holds it. */
function heldBy(path: LocalPath | LocalFile): string {
  return 'module' in path ? folderOfPath(path.path) : path.path;
}

/** fal takes a relative folder from that of the app's file, and the default from where it is run. */
function dirOf(
  { base }: Found,
  start: Start,
  folder: string,
  quote: Style['quote'],
): Pick<BuildContext, 'dir'> {
  const dir = placeExpression(start, folder, base, quote);
  return dir === 'Path.cwd()' ? {} : { dir };
}

type Start = 'shell' | 'file';

/** A path of the tree, written from the file that stands in `folder`. */
export function fileExpression(folder: string, path: string, quote: Style['quote']): string {
  return placeExpression('file', folder, path, quote);
}

function placeExpression(
  start: Start,
  folder: string,
  path: string,
  quote: Style['quote'],
): string {
  const way = relativePath(folder, path) ?? path;
  const up = levelsUp(way);
  const down = normalPath(...way.split('/').slice(up));
  const shell = `Path.cwd()${'.parent'.repeat(up)}`;
  const file = `Path(__file__).resolve().parent${up === 0 ? '' : `s[${up}]`}`;
  const rest = down === '.' ? '' : ` / ${pythonString(down, quote)}`;
  return (start === 'shell' ? shell : file) + rest;
}
