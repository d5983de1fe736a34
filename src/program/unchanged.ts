import type { Names } from '../python/names.ts';
import type { Program, ProgramFile, SourceFile } from './program.ts';

/**
 * Files of an earlier reading that mean the same now: neither they nor any file that their names can lead to has another text.
 * None, where files came or went: an import may lead elsewhere then.
 */
export function unchangedFiles(
  before: Program,
  sources: readonly SourceFile[],
): ReadonlyMap<string, ProgramFile> {
  const texts = new Map(sources.map(({ path, source }) => [path, source]));
  const known = new Map(before.files.map((file) => [file.path, file]));
  if (texts.size !== known.size || [...known.keys()].some((path) => !texts.has(path)))
    return new Map();
  const importers = importersOf(before);
  const changed = before.files.filter(({ path, names }) => texts.get(path) !== names.module.source);
  const affected = new Set(changed.map(({ path }) => path));
  for (const path of affected) for (const next of importers.get(path) ?? []) affected.add(next);
  for (const path of affected) known.delete(path);
  return known;
}

/** By path, the files whose names can lead to it. */
function importersOf({ files }: Program): ReadonlyMap<string, ReadonlySet<string>> {
  const importers = new Map<string, Set<string>>();
  const paths = files.map(({ path }) => path);
  for (const { path, names } of files) {
    for (const target of leadsTo(names, paths)) {
      const known = importers.get(target);
      if (known) known.add(path);
      else importers.set(target, new Set([path]));
    }
  }
  return importers;
}

const led = new WeakMap<Names, ReadonlySet<string>>();

/** Paths that the imports of a file can lead to: a package's also by its attributes, `import pkg` and `pkg.part.app`. */
function leadsTo(names: Names, paths: readonly string[]): ReadonlySet<string> {
  const known = led.get(names);
  if (known) return known;
  const found = new Set<string>();
  const folders = new Set<string>();
  for (const { module, level, whole } of modulesIn(names)) {
    const parts = module.split('.').filter(Boolean);
    for (let length = level > 0 ? 0 : 1; length <= parts.length; length++) {
      const target = names.open(parts.slice(0, length).join('.'), level);
      if (!target) continue;
      found.add(target.file);
      const folder = packageOf(target.file, whole ? length : 1);
      if (folder !== undefined) folders.add(folder);
    }
  }
  for (const folder of folders) {
    for (const path of paths) if (path.startsWith(folder)) found.add(path);
  }
  led.set(names, found);
  return found;
}

/** The folder, with its `/`, that holds what `depth` names of a module lead to; nothing for a file that is no package. */
function packageOf(file: string, depth: number): string | undefined {
  const init = /(?:^|\/)__init__\.pyi?$/.exec(file);
  const folders = file.split('/').slice(0, -1);
  if (!init && depth < 2) return undefined;
  const kept = folders.slice(0, folders.length - (init ? depth - 1 : depth - 2));
  return kept.length === 0 ? '' : `${kept.join('/')}/`;
}

interface ImportedModule {
  readonly module: string;
  readonly level: number;
  /** Whether the statement binds the first name only, from which attributes lead on: `import a.b`. */
  readonly whole: boolean;
}

function modulesIn({ scopes }: Names): ImportedModule[] {
  return scopes.stmts.flatMap((stmt): ImportedModule[] => {
    if (stmt.kind === 'import')
      return stmt.names.map(({ module }) => ({ module, level: 0, whole: true }));
    if (stmt.kind !== 'import-from') return [];
    const inside = stmt.module === '' ? '' : `${stmt.module}.`;
    return stmt.names.map(({ name }) => {
      return { module: `${inside}${name}`, level: stmt.level, whole: false };
    });
  });
}
