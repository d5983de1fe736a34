import type { Links, Names } from '../python/names.ts';

/**
 * Resolves imports between the files of a tree: relative to the importing file's folder, to its package's root, or to the root.
 * Answers are kept: the map must be complete when the first name is asked for.
 */
export function linksOf(files: ReadonlyMap<string, Names>): Links {
  const known = new Map<Names, Map<string, Names | undefined>>();
  let stems: ReadonlySet<string> | undefined;
  let folders: ReadonlySet<string> | undefined;
  const open = (folder: string, module: string): Names | undefined => {
    const path = [...folder.split('/').filter(Boolean), ...module.split('.').filter(Boolean)].join(
      '/',
    );
    return files.get(`${path}.py`) ?? files.get(`${path}/__init__.py`) ?? files.get(`${path}.pyi`);
  };
  return {
    open(from, module, level) {
      // Most modules are no files of the tree.
      stems ??= stemsOf(files.keys());
      if (level === 0 && !stems.has(module.slice(module.lastIndexOf('.') + 1))) return undefined;
      const answers = known.get(from) ?? new Map<string, Names | undefined>();
      known.set(from, answers);
      const key = '.'.repeat(level) + module;
      if (!answers.has(key)) answers.set(key, find(from, module, level));
      return answers.get(key);
    },
    openFolder(from, module) {
      folders ??= foldersOf(files.keys());
      const path = module.replaceAll('.', '/');
      return rootsOf(from.file)
        .map((root) => (root === '' ? path : `${root}/${path}`))
        .find((folder) => folders?.has(folder));
    },
  };

  function find(from: Names, module: string, level: number): Names | undefined {
    const folders = from.file.split('/').slice(0, -1);
    if (level > 0) return open(folders.slice(0, folders.length - level + 1).join('/'), module);
    if (files.size === 1) return undefined;
    for (const root of rootsOf(from.file)) {
      const found = open(root, module);
      if (found && found !== from) return found;
    }
    return undefined;
  }
}

/** Where `import helpers` looks: beside the importing file, in any folder above it, and in the `src` of those. */
function rootsOf(file: string): string[] {
  const folders = file.split('/').slice(0, -1);
  const above = Array.from({ length: folders.length + 1 }, (_, i) =>
    folders.slice(0, folders.length - i).join('/'),
  );
  return [...above, ...above.map((folder) => (folder === '' ? 'src' : `${folder}/src`))];
}

/** What the last name of a module can be: a file without its ending, or the folder of an `__init__.py`. */
function stemsOf(paths: Iterable<string>): ReadonlySet<string> {
  const stems = new Set<string>();
  for (const path of paths) {
    const [file = '', folder = ''] = path.split('/').toReversed();
    stems.add(file.replace(/\.pyi?$/, ''));
    stems.add(folder);
  }
  return stems;
}

/** Every folder that holds a file, directly or below. */
function foldersOf(paths: Iterable<string>): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths) {
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1))
      folders.add(path.slice(0, at));
  }
  return folders;
}
