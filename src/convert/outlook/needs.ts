import type { SecretOutlook, VolumeOutlook } from '../../model/outlook.ts';
import { textsOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Unit } from '../../program/units.ts';
import { isUnknown } from '../../python/place.ts';
import { MOUNTING, readMounts } from '../settings/read-mounts.ts';
import { readSecrets } from '../settings/read-secrets.ts';
import type { FalUnit } from '../fal-units.ts';

/** The secrets that a unit takes from Modal, with the names of their variables and never a value. */
export function secretOutlooks({ settings }: Unit): SecretOutlook[] {
  const secrets = settings.get('secrets');
  const groups = secrets ? readSecrets(secrets) : [];
  if (isUnknown(groups)) return [{ kind: 'other', variables: [] }];
  return groups.map(({ kind, name, keys }): SecretOutlook => {
    return { kind, variables: keys, ...(name !== undefined && { name }) };
  });
}

/** The variables that the result names in `secrets`. */
export function variablesOf(unit: FalUnit | undefined): string[] {
  const expr = unit?.settings.get('secrets');
  const names = unit && expr && textsOf(constantOf(unit.names, expr, unit.scope));
  return [...(names ?? [])];
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
