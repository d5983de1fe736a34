import type { Names } from '../../python/names.ts';
import type { ImportFromStmt, ImportStmt, Stmt } from '../../python/syntax.ts';
import { STDLIB } from '../finishing/stdlib.ts';
import { absoluteModule } from './absolute.ts';

type Import = ImportStmt | ImportFromStmt;

export function isImportStmt(stmt: Stmt): stmt is Import {
  return stmt.kind === 'import' || stmt.kind === 'import-from';
}

/** Top-level modules of the tree that a statement imports. */
export function rootsOf(names: Names, stmt: Import): string[] {
  if (stmt.kind === 'import')
    return stmt.names.flatMap(({ module }) =>
      names.open(module, 0) && !isStandard(names, module) ? [rootOf(module)] : [],
    );
  if (stmt.level === 0 && isStandard(names, stmt.module)) return [];
  const inside = insideOf(stmt);
  const isHere = [stmt.module, ...inside].some((module) => names.open(module, stmt.level));
  if (!isHere) return [];
  if (stmt.level === 0) return [rootOf(stmt.module)];
  const [first = ''] = inside;
  return [
    outermostPackage(names, stmt.level) ??
      rootOf(absoluteModule(names.file, stmt.level, stmt.module || first)),
  ];
}

/** The package around a file that no other package holds: `pkg` for `src/pkg/inner/a.py`; nothing where folders have no `__init__.py`. */
function outermostPackage(names: Names, level: number): string | undefined {
  const folders = names.file.split('/').slice(0, -1);
  const levels = Array.from({ length: folders.length }, (_, i) => i + 1);
  const first = levels.find((each) => each >= level && !names.open('', each));
  const depth = (first ?? folders.length + 1) - 1;
  return depth < level ? undefined : folders[folders.length - depth];
}

/** Files of the tree that a statement executes: modules, and the `__init__.py` of the packages around them. */
export function filesOf(names: Names, stmt: Import): Names[] {
  const modules =
    stmt.kind === 'import'
      ? stmt.names.flatMap(({ module }) => withPackages(module))
      : [...withPackages(stmt.module), ...insideOf(stmt)];
  const level = stmt.kind === 'import' ? 0 : stmt.level;
  const opened = modules.flatMap((module) =>
    level === 0 && isStandard(names, module) ? [] : (names.open(module, level) ?? []),
  );
  return [...new Set(opened)];
}

/** Whether a module is Python's own, though the package has one of that name: `pkg/logging.py` is `pkg.logging`. */
function isStandard(names: Names, module: string): boolean {
  return STDLIB.has(rootOf(module)) && names.open('', 1) !== undefined;
}

/** `a`, `a.b` and `a.b.c` of `a.b.c`. */
function withPackages(module: string): string[] {
  const parts = module.split('.');
  return parts.map((_, i) => parts.slice(0, i + 1).join('.'));
}

/** Each imported name, in case that it is a module. */
function insideOf({ module, names }: ImportFromStmt): string[] {
  return names.map(({ name }) => [module, name].filter(Boolean).join('.'));
}

export function rootOf(module: string): string {
  return module.split('.')[0] ?? module;
}
