import { hookPart } from '../startup/hooks.ts';
import type { Part, UnitContext } from '../part.ts';

/** `@modal.exit()` hooks become `teardown`, in order of the text. */
export function unit(context: UnitContext): Part {
  const { inherited, methods } = context.unit;
  const hooks = [...inherited, ...methods].filter(({ role }) => role === 'exit');
  return hookPart(context, hooks, 'teardown');
}
