import { classSoughtBy, unitSought } from '../../program/look-up.ts';
import type { CallSite, Unit } from '../../program/units.ts';

/** The class of this tree that a look-up finds under its app's name; nothing where none or several have it. */
export function deployedClass(
  units: readonly Unit[],
  { file: { names }, use }: CallSite,
): Unit | undefined {
  const sought = classSoughtBy(names, use);
  const unit = sought && unitSought(units, sought, names);
  return unit?.kind === 'class' ? unit : undefined;
}
