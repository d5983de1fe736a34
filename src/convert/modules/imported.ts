import type { ImportFromStmt, ImportStmt, Stmt } from '../../python/syntax.ts';

export type Import = ImportStmt | ImportFromStmt;

export function isImportStmt(stmt: Stmt): stmt is Import {
  return stmt.kind === 'import' || stmt.kind === 'import-from';
}

/** `a`, `a.b` and `a.b.c` of `a.b.c`. */
export function withPackages(module: string): string[] {
  const parts = module.split('.');
  return parts.map((_, i) => parts.slice(0, i + 1).join('.'));
}

/** Each imported name, in case that it is a module. */
export function insideOf({ module, names }: ImportFromStmt): string[] {
  return names.map(({ name }) => [module, name].filter(Boolean).join('.'));
}

export function rootOf(module: string): string {
  return module.split('.')[0] ?? module;
}
