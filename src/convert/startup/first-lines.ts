import type { Names } from '../../python/names.ts';
import type { FunctionStmt, Stmt } from '../../python/syntax.ts';
import { isStandardImport } from '../../python/stdlib.ts';
import { atBodyStart, indentOf, insertion, lineEnd } from '../layout.ts';
import type { Part, Style } from '../part.ts';

/**
 * Puts lines that use `os` at the start of a body. Where the body imports `os` itself, the name is its own, and has no value above that
 * import: the lines stand right behind it, or bring it.
 */
export function firstLines(
  names: Names,
  stmt: FunctionStmt,
  lines: readonly string[],
  { indent }: Style,
): Part {
  const { source } = names.module;
  if (!names.scopes.inside(stmt).bindings.has('os'))
    return { edits: [atBodyStart(source, stmt, lines, indent)], needs: [{ module: 'os' }] };
  const own = ownImport(stmt);
  if (!own) return { edits: [atBodyStart(source, stmt, ['import os', ...lines], indent)] };
  const inner = `\n${indentOf(source, own.span.start)}`;
  return { edits: [insertion(lineEnd(source, own.span.end), inner + lines.join(inner))] };
}

/** The `import os` of a body, if only imports of the standard library stand above it: no other has read a variable by then. */
function ownImport({ body }: FunctionStmt): Stmt | undefined {
  if (!body.indented) return undefined;
  for (const [i, stmt] of body.body.entries()) {
    const isDocstring = i === 0 && stmt.kind === 'expr' && stmt.exprs[0]?.kind === 'string';
    if (isDocstring) continue;
    if (!isStandardImport(stmt)) return undefined;
    if (stmt.kind === 'import' && stmt.names.some(({ module, as }) => module === 'os' && !as))
      return stmt;
  }
  return undefined;
}
