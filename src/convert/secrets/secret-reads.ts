import { namesSecret } from '../../program/secret-names.ts';
import type { Program } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import { maySecret, readsOf, variablesSet } from './environment.ts';
import { isConfiguration } from './import-reads.ts';
import { libraryReads } from './library-secrets.ts';
import type { SecretGroup } from './read-secrets.ts';

/** Variables that may be in secrets that do not tell. */
export interface SecretReads {
  readonly keys: readonly string[];
  /** Those that the code has another value for, and that do not look like secrets. */
  readonly left: readonly string[];
}

/** Whether nothing says what a secret holds, or not all of it. */
export function isSilent({ kind, keys, open = false }: SecretGroup): boolean {
  return open || (kind === 'named' && keys.length === 0) || kind === 'dotenv';
}

/** Variables that the unit reads, or a library of its, where a secret does not tell: nobody sets them in the program, and no other secret holds them. */
export function readFor(
  { program, unit, units }: { program: Program; unit: Unit; units: readonly Unit[] },
  groups: readonly SecretGroup[],
): SecretReads {
  const silent = groups.filter(isSilent);
  if (silent.length === 0) return { keys: [], left: [] };
  const said = groups.flatMap(({ keys }) => keys);
  const set = variablesSet(program, unit);
  const reads = readsOf(program, unit)
    .filter((one) => !isConfiguration(program, units, one))
    .filter(({ key }) => !set.has(key) && maySecret(key) && !said.includes(key));
  const hasOther = reads.filter(({ key, optional }) => optional && !namesSecret(key));
  const names = silent.flatMap(({ name }) => name ?? []);
  const wanted = reads.filter((read) => !hasOther.includes(read)).map(({ key }) => key);
  const libraries = libraryReads(program, unit, names).filter((key) => !said.includes(key));
  return {
    keys: [...new Set([...wanted, ...libraries])],
    left: hasOther.map(({ key }) => key),
  };
}
