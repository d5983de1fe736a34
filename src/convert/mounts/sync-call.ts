import type { CallSite } from '../../program/units.ts';
import type { CallContext, Part } from '../part.ts';
import { syncStatement, withoutSyncs } from './syncs.ts';

/** Takes `volume.commit()` or `volume.reload()` out of a unit; helpers follow the units that call them. */
export function syncCall({ unit }: CallContext, { file, use }: CallSite): Part {
  if (!unit) return {};
  const statement = syncStatement(file.names.module, use);
  return statement ? { removed: [statement] } : withoutSyncs(file.names, [use]);
}
