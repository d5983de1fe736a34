import { stmtsWithin } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import type { Span } from '../../model/span.ts';
import type { Need } from '../part.ts';
import { isImportStmt, rootOf } from './imported.ts';
import { importsFrom } from './imports-from.ts';

/**
 * Packages that modules of the tree import: modules that code imports while it runs, and all behind them, the code's own file
 * among them. `needs` are imports that come in by file.
 */
export function packagesBehind(
  names: Names,
  code: Span,
  needs: ReadonlyMap<string, readonly Need[]>,
): ReadonlySet<string> {
  const imports = importsFrom(names);
  const packages = new Set<string>();
  const seen = new Set<Names>();
  const queue = stmtsWithin(names, code).flatMap((stmt) =>
    isImportStmt(stmt) ? imports.filesOf(names, stmt) : [],
  );
  for (let next = queue.pop(); next; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const { module } of needs.get(next.file) ?? []) packages.add(rootOf(module));
    for (const stmt of next.scopes.stmts) {
      if (!isImportStmt(stmt)) continue;
      queue.push(...imports.filesOf(next, stmt));
      const modules = stmt.kind === 'import' ? stmt.names.map((one) => one.module) : [stmt.module];
      for (const module of modules)
        if (stmt.kind === 'import' || stmt.level === 0) packages.add(rootOf(module));
    }
  }
  return packages;
}
