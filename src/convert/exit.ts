import { hookPart } from './hooks.ts';
import type { Part, UnitContext } from './part.ts';

/** `@modal.exit()` hooks become `teardown`, in order of the text. */
export function unit(context: UnitContext): Part {
  return hookPart(
    context,
    context.unit.methods.filter(({ role }) => role === 'exit'),
    'teardown',
  );
}
