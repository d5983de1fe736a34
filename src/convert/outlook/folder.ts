import type { Names } from '../../python/names.ts';

/**
 * The folder in which `fal` has to be started so that the imports of a file are found: fal adds the current folder to the path, and
 * not the file's own (facts: `sys.path`). Empty for the folder of the run.
 */
export function folderOf(names: Names): string {
  const folder = known.get(names) ?? readFolder(names);
  known.set(names, folder);
  return folder;
}

const known = new WeakMap<Names, string>();

function readFolder(names: Names): string {
  for (const stmt of names.scopes.stmts) {
    const modules =
      stmt.kind === 'import'
        ? stmt.names.map(({ module }) => module)
        : stmt.kind === 'import-from' && stmt.level === 0
          ? stmt.names.flatMap(({ name }) => [`${stmt.module}.${name}`, stmt.module])
          : [];
    for (const module of modules) {
      const root = rootOf(names.open(module, 0)?.file, module);
      if (root !== undefined) return root;
    }
  }
  return '';
}

/** `src/pkg/common.py`, imported as `pkg.common` → `src`. */
function rootOf(file: string | undefined, module: string): string | undefined {
  if (file === undefined) return undefined;
  const path = file.replace(/(?:\/__init__)?\.pyi?$/, '');
  const tail = module.replaceAll('.', '/');
  if (path === tail) return '';
  return path.endsWith(`/${tail}`) ? path.slice(0, -tail.length - 1) : undefined;
}
