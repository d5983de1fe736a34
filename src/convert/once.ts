import type { Unit } from '../program/units.ts';
import type { UnitContext } from './part.ts';
import type { ConvertOptions } from './plan.ts';

/** Answers once for each unit, as long as the options are the same: they say which files a runner can import. */
export function onceAUnit<C extends Pick<UnitContext, 'unit' | 'options'>, T extends object>(
  read: (context: C) => T,
): (context: C) => T {
  const known = new WeakMap<ConvertOptions, WeakMap<Unit, T>>();
  return (context) => {
    const { unit, options } = context;
    const answers = known.get(options) ?? new WeakMap<Unit, T>();
    known.set(options, answers);
    const found = answers.get(unit) ?? read(context);
    answers.set(unit, found);
    return found;
  };
}
