import { BUILTINS } from './builtins.ts';
import { exprsOf } from '../../python/lookup.ts';
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
function undefinedNames(names: Names): Set<string> {
  const star = names.module.body.some(
    (stmt) => stmt.kind === 'import-from' && stmt.names.some(({ name }) => name === '*'),
  );
  const found = new Set<string>();
  if (star) return found;
  for (const { expr, scope } of exprsOf(names, 'name')) {
    if (!BUILTINS.has(expr.id) && !owner(expr.id, scope)) found.add(expr.id);
  }
  return found;
}
