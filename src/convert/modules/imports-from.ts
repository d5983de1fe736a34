import type { Names } from '../../python/names.ts';
import type { Module } from '../../python/syntax.ts';
import { STDLIB } from '../../python/stdlib.ts';
import { insideOf, isImportStmt, rootOf, withPackages, type Import } from './imported.ts';

/** How a program that starts at a file finds the modules of its tree, as far as the text tells what is on `sys.path`. */
export class ImportsFrom {
  private readonly start: Names;
  /** Where the import of a file begins: `src` for `src/pkg/a.py` that is imported as `pkg.a`. */
  private readonly homes = new Map<Names, string>();

  constructor(start: Names) {
    this.start = start;
    this.homes.set(start, this.ownHome());
    for (const names of this.homes.keys()) {
      for (const stmt of names.scopes.stmts) {
        if (!isImportStmt(stmt)) continue;
        for (const [found, home] of this.opens(names, stmt))
          if (!this.homes.has(found)) this.homes.set(found, home);
      }
    }
  }

  /** The files that the program executes, without the first. */
  files(): readonly Names[] {
    return [...this.homes.keys()].slice(1);
  }

  /** Files of the tree that a statement executes: modules, and the `__init__.py` of the packages around them. */
  filesOf(names: Names, stmt: Import): Names[] {
    return [...new Set(this.opens(names, stmt).map(([found]) => found))];
  }

  /** Top-level modules of the tree that a statement imports. */
  rootsOf(names: Names, stmt: Import): string[] {
    if (stmt.kind === 'import')
      return stmt.names.flatMap(({ module }) =>
        this.open(names, module, 0) ? [rootOf(module)] : [],
      );
    const inside = insideOf(stmt);
    const isHere = [stmt.module, ...inside].some((module) => this.open(names, module, stmt.level));
    if (!isHere) return [];
    if (stmt.level === 0) return [rootOf(stmt.module)];
    return [rootOf(this.absolute(names, stmt.level, stmt.module || (inside[0] ?? '')))];
  }

  /** The file behind a module, by Python's rules: what a module imports is not looked for in the folder of its package. */
  open(names: Names, module: string, level: number): Names | undefined {
    const found = names.open(module, level);
    if (!found || level > 0) return found;
    if (STDLIB.has(rootOf(module)) && (this.isInPackage(names) || names.open('', 1)))
      return undefined;
    const beside = baseOf(found.file, module) === folderOf(names.file);
    return beside && this.isInPackage(names) ? this.start.open(module, 0) : found;
  }

  /** The dotted name by which a module is imported from above its package, and not from within it. */
  absolute(names: Names, level: number, module: string): string {
    const folders = partsOf(folderOf(names.file));
    const inner = folders.slice(0, folders.length - level + 1);
    const home = partsOf(this.homes.get(names) ?? homeByNames(names.file));
    const isAbove = home.every((folder, i) => folder === inner[i]);
    const named = inner.slice(isAbove ? home.length : partsOf(homeByNames(names.file)).length);
    return [...named, ...(module === '' ? [] : [module])].join('.');
  }

  private opens(names: Names, stmt: Import): (readonly [Names, string])[] {
    const isFrom = stmt.kind === 'import-from';
    const modules = isFrom
      ? [...withPackages(stmt.module), ...insideOf(stmt)]
      : stmt.names.flatMap(({ module }) => withPackages(module));
    const level = isFrom ? stmt.level : 0;
    return modules.flatMap((module) => {
      const found = this.open(names, module, level);
      const inner = this.homes.get(names) ?? '';
      return found ? [[found, level === 0 ? baseOf(found.file, module) : inner]] : [];
    });
  }

  /** Whether a module's folder is not where imports look, which nothing changes. */
  private isInPackage(names: Names): boolean {
    const home = this.homes.get(names);
    if (names === this.start || home === undefined || home === folderOf(names.file)) return false;
    return ![this.start, names].some(({ module }) => looksIn(module, folderOf(names.file)));
  }

  /** Where a package begins that the first file is in: as it imports others of it, or else as folders are named. */
  private ownHome(): string {
    const { file, scopes } = this.start;
    for (const stmt of scopes.stmts) {
      if (!isImportStmt(stmt) || (stmt.kind === 'import-from' && stmt.level > 0)) continue;
      for (const [found, base] of this.opens(this.start, stmt)) {
        const top = partsOf(found.file).slice(0, partsOf(base).length + 1);
        if (file.startsWith(`${top.join('/')}/`)) return base;
      }
    }
    return homeByNames(file);
  }
}

/** Whether code may have imports look in a folder; a comment changes nothing, nor does a `PYTHONPATH` of other folders. */
function looksIn({ source, comments }: Module, folder: string): boolean {
  if (!/sys\.path|PYTHONPATH/.test(source)) return false;
  const starts = [0, ...comments.map(({ end }) => end)];
  const code = starts.map((start, i) => source.slice(start, comments[i]?.start)).join('');
  const name = folder.slice(folder.lastIndexOf('/') + 1);
  const isNamed = (line: string): boolean => line.includes(name) || !/["'][^"']*\//.test(line);
  return (
    code.includes('sys.path') ||
    code.split('\n').some((line) => line.includes('PYTHONPATH') && isNamed(line))
  );
}

const known = new WeakMap<Names, ImportsFrom>();

/** What a file imports, directly and through others. */
export function importsFrom(start: Names): ImportsFrom {
  const found = known.get(start) ?? new ImportsFrom(start);
  known.set(start, found);
  return found;
}

/** The innermost folder around a file that no module can be named after. */
function homeByNames(file: string): string {
  const folders = partsOf(folderOf(file));
  return folders
    .slice(0, folders.findLastIndex((folder) => !/^[A-Za-z_]\w*$/.test(folder)) + 1)
    .join('/');
}

/** The folder that a module is found from: `src` for `pkg.a` in `src/pkg/a.py`. */
function baseOf(file: string, module: string): string {
  const parts = partsOf(file.replace(/(?:\/__init__)?\.pyi?$/, ''));
  return parts.slice(0, parts.length - module.split('.').length).join('/');
}

function folderOf(file: string): string {
  return partsOf(file).slice(0, -1).join('/');
}

function partsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}
