import type { Method } from '../../program/units.ts';
import { hookPart } from '../hooks.ts';
import type { Part, UnitContext } from '../part.ts';

/** `@modal.enter()` hooks become `setup`: the constructor's work first, then those before the snapshot, each group in order of the text. */
export function unit(context: UnitContext): Part {
  const { inherited, methods } = context.unit;
  const hooks = [...inherited, ...methods].filter(({ role }) => role === 'enter');
  const rank = ({ stmt, snap }: Method): number => (stmt.name === '__init__' ? 0 : snap ? 1 : 2);
  const ordered = hooks.toSorted((a, b) => rank(a) - rank(b));
  return hookPart(context, ordered, 'setup');
}
