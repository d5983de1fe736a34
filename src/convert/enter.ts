import { hookPart } from './hooks.ts';
import type { Part, UnitContext } from './part.ts';

/** `@modal.enter()` hooks become `setup`: those before the snapshot first, each group in order of the text. */
export function unit(context: UnitContext): Part {
  const hooks = context.unit.methods.filter(({ role }) => role === 'enter');
  const ordered = [...hooks.filter(({ snap }) => snap), ...hooks.filter(({ snap }) => !snap)];
  return hookPart(context, ordered, 'setup');
}
