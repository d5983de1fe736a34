import type { Span } from '../../model/span.ts';
import type { LayerCall } from '../../program/image.ts';
import { isUnknown } from '../../python/place.ts';
import type { Names } from '../../python/names.ts';
import type { Expr } from '../../python/syntax.ts';
import { keysOf, maySecret, readsIn } from '../secrets/environment.ts';
import { librariesWithin } from '../secrets/library-secrets.ts';
import { readSecrets, type SecretGroup } from '../secrets/read-secrets.ts';
import { isSilent } from '../secrets/secret-reads.ts';

/**
 * The variables that a build step takes from its secrets: those that the secrets tell, or else those that its code and its libraries
 * read. Nothing where nobody knows them, or where a value stands in the program.
 */
export function buildSecretsOf(
  layer: LayerCall,
  expr: Expr,
  parts: readonly Span[],
): readonly string[] | undefined {
  const { names, scope } = layer;
  const groups = readSecrets({ names, scope, value: expr });
  if (isUnknown(groups) || !groups.every(isPlain)) return undefined;
  const said = groups.flatMap(({ keys }) => keys);
  if (!groups.some(isSilent)) return [...new Set(said)];
  const set = new Set(imageKeys(names));
  const reads = parts
    .flatMap((part) => readsIn(names, part))
    .filter(({ key }) => maySecret(key) && !set.has(key) && !said.includes(key));
  // Where it is not set, the text in its place would hide the code's own.
  if (reads.some(({ optional }) => optional)) return undefined;
  const libraries = librariesWithin(names, parts).filter((key) => !set.has(key));
  const keys = [...new Set([...said, ...reads.map(({ key }) => key), ...libraries])];
  return keys.length > 0 ? keys : undefined;
}

function isPlain({ kind, plain = [] }: SecretGroup): boolean {
  return kind !== 'other' && plain.length === 0;
}

/** Variables that images of a file set. */
function imageKeys(names: Names): string[] {
  return names.scopes.exprs.flatMap(({ expr, scope }) => {
    if (expr.kind !== 'call') return [];
    const [argument] = expr.args;
    const symbol = names.symbolOf(expr.func, scope)?.symbol.name;
    return argument && symbol === 'modal.Image.env'
      ? keysOf({ names, scope, expr: argument.value })
      : [];
  });
}
