import type { Links, Names } from '../python/names.ts';

/**
 * Resolves imports between the files of a tree: relative to the importing file's folder, to its package's root, or to the root.
 * Answers are kept: the map must be complete when the first name is asked for.
 */
export function linksOf(files: ReadonlyMap<string, Names>): Links {
  const known = new Map<string, Names | undefined>();
  const open = (folder: string, module: string): Names | undefined => {
    const path = [...folder.split('/').filter(Boolean), ...module.split('.').filter(Boolean)].join(
      '/',
    );
    return files.get(`${path}.py`) ?? files.get(`${path}/__init__.py`) ?? files.get(`${path}.pyi`);
  };
  return {
    open(from, module, level) {
      const key = `${from.file}:${level}:${module}`;
      if (!known.has(key)) known.set(key, find(from, module, level));
      return known.get(key);
    },
  };

  function find(from: Names, module: string, level: number): Names | undefined {
    const folders = from.file.split('/').slice(0, -1);
    if (level > 0) return open(folders.slice(0, folders.length - level + 1).join('/'), module);
    if (files.size === 1) return undefined;
    // `import helpers` finds a file beside the importing one, or one in any folder above it.
    for (let depth = folders.length; depth >= 0; depth--) {
      const found = open(folders.slice(0, depth).join('/'), module);
      if (found && found !== from) return found;
    }
    return undefined;
  }
}
