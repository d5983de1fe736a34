import type { Edit } from '../../model/span.ts';
import type { Program } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import type { Need, Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { cargoOf } from '../travel/cargo.ts';
import { storeEdits } from './store-edits.ts';
import { storeOf, type Store } from './store.ts';

const RULE = 'dict';
const MESSAGE =
  'entries are kept for 30 days, as JSON under the whole account, and one that is not there is `None`: reading it by `[]` is a `TypeError`, not a `KeyError`, and deleting it no error';

/** The Dicts that a unit comes to and that become stores. */
export function storesOf(program: Program, unit: Unit): readonly Store[] {
  const targets = new Map(
    cargoOf(program, unit).references.map(({ target }) => [target.stmt, target]),
  );
  return [...targets.values()].flatMap((target) => storeOf(program, target) ?? []);
}

/** A Dict becomes a store everywhere at once, by the plan of each unit that comes to it. */
export function storesPart({
  program,
  unit,
  file,
}: Pick<UnitContext, 'program' | 'unit' | 'file'>): Part {
  const stores = storesOf(program, unit);
  const all = stores.flatMap(storeEdits);
  const here = all.filter(({ names }) => names === file.names);
  const elsewhere: Record<string, Edit[]> = {};
  const needsElsewhere: Record<string, Need[]> = {};
  for (const { names, edit, needs } of all) {
    if (names === file.names) continue;
    elsewhere[names.file] = [...(elsewhere[names.file] ?? []), edit];
    needsElsewhere[names.file] = [...(needsElsewhere[names.file] ?? []), ...needs];
  }
  const reasons = stores.map(({ name }): Reason => ({
    rule: RULE,
    verdict: 'rewrite-unsafe',
    message: `the Dict \`${name}\` becomes a \`KVStore\`: ${MESSAGE}`,
    span: unit.stmt.nameSpan,
  }));
  return {
    edits: here.map(({ edit }) => edit),
    needs: here.flatMap(({ needs }) => needs),
    elsewhere,
    needsElsewhere,
    reasons,
  };
}
