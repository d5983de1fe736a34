import { BUILTINS } from './builtins.ts';
import type { Names } from '../../python/names.ts';
import { owner } from '../../python/scopes.ts';
import { newFString } from '../quotes.ts';

/** Why a converted file must not be written, or nothing. */
export function brokenBy(before: Names, after: Names): string | undefined {
  if (before.module.errors.length > 0) return 'the file does not parse, so nothing was converted';
  const [error] = after.module.errors;
  if (error) return `the result does not parse (line ${lineAt(after, error.start)} of it)`;
  const modern = newFString(after);
  if (modern && !newFString(before))
    return `before Python 3.12 the result does not parse (line ${lineAt(after, modern.span.start)} of it)`;
  const known = undefinedNames(before);
  const lost = [...undefinedNames(after)].find((name) => !known.has(name));
  return lost === undefined ? undefined : `\`${lost}\` would be undefined`;
}

function lineAt({ module }: Names, offset: number): number {
  return module.source.slice(0, offset).split('\n').length;
}

/** Names that are read and that nothing in the file gives a meaning. */
function undefinedNames({ scopes, module }: Names): Set<string> {
  const star = module.body.some(
    (stmt) => stmt.kind === 'import-from' && stmt.names.some(({ name }) => name === '*'),
  );
  const found = new Set<string>();
  if (star) return found;
  for (const { expr, scope } of scopes.exprs) {
    if (expr.kind === 'name' && !owner(expr.id, scope) && !BUILTINS.has(expr.id))
      found.add(expr.id);
  }
  return found;
}
