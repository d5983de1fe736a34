import type { TargetOutlook, UnitOutlook } from '../../model/outlook.ts';
import type { Names } from '../../python/names.ts';
import type { Program } from '../../program/program.ts';
import { readUnits } from '../../program/read-units.ts';
import type { Unit } from '../../program/units.ts';
import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import { OWNER_PLACEHOLDER } from '../naming.ts';
import type { ConvertOptions } from '../plan.ts';
import { defaultDifferences } from '../settings/defaults.ts';
import { endpointClass } from '../web/names.ts';
import { avoidServers, serverName } from '../web/server-names.ts';
import { endpointOutlooks } from './endpoints.ts';
import { falUnits, isServed, type FalUnit } from '../fal-units.ts';
import { folderOf } from './folder.ts';
import { machineOutlook } from './machine.ts';
import { secretOutlooks, variablesOf, volumeOutlooks } from './needs.ts';

/** A unit, and what its move means. */
export interface Outlook {
  readonly unit: string;
  readonly file: string;
  /** Where it starts in the text before. */
  readonly start: number;
  readonly outlook: UnitOutlook;
}

/** Says of every unit of a program what its move means; `after` is the same program, converted. */
export function outlooksOf(
  before: Program,
  after: Program,
  options: Pick<ConvertOptions, 'owner'>,
): Outlook[] {
  const units = readUnits(before);
  const made = becomesBy(units, before, after);
  return units.map((unit) => {
    const becomes = made.get(unit);
    const variables = variablesOf(before, unit, units, becomes);
    const outlook = outlookOf(unit, becomes, variables, options);
    return { unit: unit.name, file: unit.file.path, start: unit.stmt.span.start, outlook };
  });
}

/** The app or function of the result that stands for each unit of a program, where one does. */
export function becomesBy(
  units: readonly Unit[],
  before: Program,
  after: Program,
): ReadonlyMap<Unit, FalUnit> {
  avoidServers(units, before);
  const old = new Map(before.files.map(({ path, names }) => [path, names]));
  const converted = new Map(
    after.files.map(({ path, names }) => [path, newUnits(old.get(path), names)]),
  );
  return new Map(
    units.flatMap((unit): [Unit, FalUnit][] => {
      const becomes = becomesOf(unit, units, converted.get(unit.file.path) ?? new Map());
      return becomes ? [[unit, becomes]] : [];
    }),
  );
}

/** The apps and functions that are in the result only, by name. */
function newUnits(before: Names | undefined, after: Names): ReadonlyMap<string, FalUnit> {
  const old = new Set((before ? falUnits(before) : []).map(({ name }) => name));
  const found = falUnits(after).filter(({ name }) => !old.has(name));
  // Of one name, the first counts.
  return new Map(found.toReversed().map((unit) => [unit.name, unit]));
}

/** The app or function of the result that stands for a unit: of its own name, or of the name that the converter gives. */
function becomesOf(
  unit: Unit,
  units: readonly Unit[],
  converted: ReadonlyMap<string, FalUnit>,
): FalUnit | undefined {
  return (
    converted.get(unit.name) ??
    converted.get(endpointClass(unit, units)) ??
    converted.get(serverName(unit, units))
  );
}

function outlookOf(
  unit: Unit,
  becomes: FalUnit | undefined,
  variables: readonly string[],
  { owner = OWNER_PLACEHOLDER }: Pick<ConvertOptions, 'owner'>,
): UnitOutlook {
  if (unit.kind === 'entrypoint') {
    return { endpoints: [], secrets: [], variables: [], volumes: [], differences: [] };
  }
  const kind = becomes?.kind ?? (unit.kind === 'class' ? 'app' : 'function');
  const target = becomes && targetOf(becomes, owner);
  return {
    machine: machineOutlook(unit, becomes, kind),
    ...(target && { target }),
    endpoints:
      becomes && target?.app !== undefined ? endpointOutlooks(unit, becomes, target.app) : [],
    secrets: secretOutlooks(unit, variables),
    variables,
    volumes: volumeOutlooks(unit),
    differences: defaultDifferences(unit, kind),
  };
}

function targetOf(unit: FalUnit, owner: string): TargetOutlook {
  const { name, names, scope, settings } = unit;
  const folder = folderOf(names);
  const named = settings.get('app_name');
  const own = named && textOf(constantOf(names, named, scope));
  return { name, folder, ...(isServed(unit) && { app: `${owner}/${own ?? name}` }) };
}
