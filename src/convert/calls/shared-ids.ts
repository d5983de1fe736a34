import type { Program } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import { idReads } from '../endpoints/requested.ts';
import { foundIn, spawnsRead } from './found.ts';

const known = new WeakMap<readonly Unit[], ReadonlySet<Unit>>();

/**
 * Whether the ids of a unit's calls say which app they are of, `jobs-train:764cab…`: the same code asks for calls of several units
 * by their ids. Both ends are in this tree, and an id is nothing but text to all others.
 */
export function hasSharedIds(units: readonly Unit[], unit: Unit): boolean {
  return known.get(units)?.has(unit) === true;
}

/** Which units have shared ids, by file and name: decided once, as a pass no longer sees what another converted. */
export type SharedIds = Set<string>;

/** Says of the units of a pass which have shared ids. */
export function shareIds(units: readonly Unit[], shared: SharedIds): void {
  known.set(units, new Set(units.filter((unit) => shared.has(keyOf(unit)))));
}

/** The units of which calls are found by ids in one and the same file. */
export function readSharedIds(units: readonly Unit[], program: Program): SharedIds {
  const shared = new Set<string>();
  for (const file of program.files) {
    if (foundIn(file).length === 0) continue;
    const asked = spawnsRead({ units, program }, file);
    const found = new Set(asked.map((one) => one?.unit));
    if (found.size < 2) continue;
    const all = [...found].filter((unit) => unit !== undefined);
    if (all.length === found.size && all.every(isPlain))
      for (const unit of all) shared.add(keyOf(unit));
  }
  return shared;
}

/** Whether each id that is read is that of one call, which is known. */
function isPlain({ sites }: Unit): boolean {
  return sites.every((site) =>
    idReads(site).every(({ receiver }) => receiver?.origin?.expr === site.use.call),
  );
}

function keyOf({ file, name }: Unit): string {
  return `${file.path}:${name}`;
}
