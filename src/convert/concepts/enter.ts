import type { Method } from '../../program/units.ts';
import { isDissolved } from '../constructors/constructor.ts';
import { hookPart } from '../startup/hooks.ts';
import type { Part, UnitContext } from '../part.ts';

/** `@modal.enter()` hooks become `setup`: the constructor's work first, then those of the image and those before the snapshot, each group in order of the text. */
export function unit(context: UnitContext): Part {
  const { inherited, methods } = context.unit;
  const hooks = [...inherited, ...methods].filter(
    ({ role, stmt }) => role === 'enter' && !isDissolved(context.unit, stmt),
  );
  const rank = (method: Method): number =>
    method.stmt.name === '__init__' ? 0 : method.snap || isBuild(method) ? 1 : 2;
  const ordered = hooks.toSorted((a, b) => rank(a) - rank(b));
  return hookPart(context, ordered, 'setup');
}

/** Modal ran it before the container started. */
function isBuild({ decorators }: Method): boolean {
  return decorators.some(({ symbol }) => symbol?.name === 'modal.build');
}
