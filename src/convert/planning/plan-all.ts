import type { RuleSet } from '../../model/rule-set.ts';
import { makeOwner } from '../../program/owner.ts';
import type { Program } from '../../program/program.ts';
import { readUnits } from '../../program/read-units.ts';
import type { Unit } from '../../program/units.ts';
import { withFoundCalls } from '../calls/found.ts';
import { readSharedIds, shareIds, type SharedIds } from '../calls/shared-ids.ts';
import { readUnkept } from '../calls/unkept.ts';
import { withBoundCalls } from '../endpoints/requested.ts';
import { styleOf } from '../layout.ts';
import { lateWithModal } from '../modules/late.ts';
import { mountsOf } from '../mounts/read-mounts.ts';
import { avoidNames } from '../naming.ts';
import type { TransformModule } from '../part.ts';
import type { ConvertOptions } from '../plan.ts';
import { withTravelMarks } from '../travel/travel.ts';
import { avoidServers } from '../web/server-names.ts';
import { planFile } from './file-plan.ts';
import { keptBack } from './keep.ts';
import { planUnit, type UnitPlan } from './unit-plan.ts';

/** What plans are made with. */
export interface Planning {
  readonly rules: RuleSet;
  readonly options: ConvertOptions;
  readonly transforms: ReadonlyMap<string, TransformModule>;
  /** Files that must stay as they are, and why. */
  readonly excluded: ReadonlyMap<string, string>;
  /** What was planned for a program before, when less was known of its files. */
  readonly drafts: WeakMap<Program, Draft>;
  /** What the first pass decides for those that follow. */
  readonly shared: { ids?: SharedIds };
}

/** The plans of a program, before anything is kept back. */
export interface Draft {
  readonly units: readonly Unit[];
  readonly ids: SharedIds;
  readonly plans: ReadonlyMap<Unit, UnitPlan>;
  readonly loose: readonly UnitPlan[];
  /** `ConvertOptions.stranded`, as it was. */
  readonly stranded: ReadonlySet<string>;
}

/** Plans every unit of a program, and what stands outside of units. */
export function planAll(program: Program, planning: Planning): UnitPlan[] {
  const { rules, options, excluded, drafts } = planning;
  const draft = draftOf(program, planning, drafts.get(program));
  drafts.set(program, draft);
  const { units, plans, loose } = draft;
  const kept = [...plans.values(), ...loose].map((plan) => keptBack(plan, program, units, options));
  return withTravelMarks(kept, { program, units, rules: rules.rules, options }).map((plan) => {
    const file = Object.keys(plan.edits).find((path) => excluded.has(path));
    return file === undefined
      ? plan
      : { ...plan, refused: `\`${file}\` stays as it is: ${excluded.get(file) ?? ''}` };
  });
}

/** Plans what no draft has planned, and anew what depends on files that turned out to be stranded. */
function draftOf(
  program: Program,
  { rules, options, transforms, shared }: Planning,
  before: Draft | undefined,
): Draft {
  const { units, ids } = before ?? unitsOf(program, shared.ids);
  shared.ids ??= ids;
  const touched = before && touchedUnits(program, before, options.stranded);
  const ownerOf = makeOwner(rules.rules);
  const base = { program, units, options, rules, transforms, ownerOf };
  const plans = units.map((unit): [Unit, UnitPlan] => {
    const known = touched?.has(unit) === true ? undefined : before?.plans.get(unit);
    const style = styleOf(unit.file.names);
    return [unit, known ?? planUnit({ ...base, unit, file: unit.file, style })];
  });
  const loose =
    before?.loose ??
    program.files.flatMap((file) => planFile({ ...base, file, style: styleOf(file.names) }) ?? []);
  const stranded = new Set(options.stranded?.keys());
  return { units, ids, plans: new Map(plans), loose, stranded };
}

function unitsOf(program: Program, known: SharedIds | undefined): Pick<Draft, 'units' | 'ids'> {
  const own = readUnits(program).map(withBoundCalls);
  const ids = known ?? readSharedIds(own, program);
  shareIds(own, ids);
  const units = withFoundCalls(own, program);
  shareIds(units, ids);
  readUnkept(units);
  avoidNames(units, program);
  avoidServers(units, program);
  return { units, ids };
}

/**
 * Units whose plans do not hold any more: those that import a file that is stranded now, and, as soon as there are any, those with
 * volumes, whose paths may stand in modules that such a unit brings, too.
 */
function touchedUnits(
  program: Program,
  { units, stranded }: Draft,
  now: ConvertOptions['stranded'],
): ReadonlySet<Unit> {
  const importing = units.filter((unit) =>
    lateWithModal(program, unit).some((path) => now?.has(path) === true && !stranded.has(path)),
  );
  if (importing.length === 0) return new Set();
  return new Set([...importing, ...units.filter((unit) => mountsOf(unit).length > 0)]);
}
