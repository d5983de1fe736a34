import type { SecretOutlook, VolumeOutlook } from '../../model/outlook.ts';
import { textsOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Program } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import { isUnknown } from '../../python/place.ts';
import { MOUNTING, readMounts } from '../mounts/read-mounts.ts';
import { readSecrets } from '../secrets/read-secrets.ts';
import { readFor } from '../secrets/secret-reads.ts';
import type { FalUnit } from '../fal-units.ts';

/**
 * The secrets that a unit takes from Modal, with the names of their variables and never a value; `listed` are those that the result
 * names, and what it sets itself is no secret any more.
 */
export function secretOutlooks({ settings }: Unit, listed: readonly string[]): SecretOutlook[] {
  const secrets = settings.get('secrets');
  const groups = secrets ? readSecrets(secrets) : [];
  if (isUnknown(groups)) return [{ kind: 'other', variables: [] }];
  return groups.flatMap(({ kind, name, keys, plain = [], open = false }): SecretOutlook[] => {
    const isSet = (key: string): boolean =>
      plain.some(([other]) => other === key) && !listed.includes(key);
    const variables = keys.filter((key) => !isSet(key));
    if (variables.length === 0 && !open && (kind === 'dict' || keys.length > 0)) return [];
    return [{ kind, variables, ...(name !== undefined && { name }) }];
  });
}

/** The variables that the result names in `secrets`, and those that its code reads where a secret does not tell. */
export function variablesOf(
  program: Program,
  unit: Unit,
  units: readonly Unit[],
  becomes: FalUnit | undefined,
): string[] {
  if (!becomes) return [];
  const expr = becomes.settings.get('secrets');
  const names = expr && textsOf(constantOf(becomes.names, expr, becomes.scope));
  const secrets = unit.settings.get('secrets');
  const groups = secrets ? readSecrets(secrets) : [];
  const read = isUnknown(groups) ? [] : readFor({ program, unit, units }, groups).keys;
  return [...new Set([...(names ?? []), ...read])];
}

/** The volumes that a unit mounts, and their directories on fal. */
export function volumeOutlooks({ settings }: Unit): VolumeOutlook[] {
  const found = MOUNTING.flatMap((keyword) => {
    const setting = settings.get(keyword);
    const kind = keyword === 'volumes' ? 'volume' : 'nfs';
    const { mounts } = setting ? readMounts(setting) : { mounts: [] };
    return mounts.map(({ path, to, volume }): VolumeOutlook => ({ kind, name: volume, path, to }));
  });
  return found.toSorted((a, b) => (a.to < b.to ? -1 : 1));
}
