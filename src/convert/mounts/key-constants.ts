import { contains } from '../../python/walk.ts';
import type { UnitContext } from '../part.ts';
import { decoratorSpans } from '../settings/reach.ts';
import type { Mount } from './read-mounts.ts';
import { referencesIn, type Top } from '../settings/references.ts';
import { usersOf } from './users.ts';

/**
 * Constants of which mount paths are made, and that other code names too: who hands such a path to the unit means the volume.
 * Those that mean something else elsewhere are not among them.
 */
export function keyTops(context: UnitContext, mounts: readonly Mount[]): Top[] {
  const references = referencesIn(context.program);
  return mounts.flatMap((mount) => {
    const { names, expr } = mount.key;
    const home = references.at(names, expr.span.start);
    const all = home ? references.from(home.stmt) : [];
    return all
      .filter((one) => contains(expr.span, one.expr.span) && isNamedElsewhere(context, one.target))
      .map(({ target }) => target)
      .filter((top) => usersOf(context, top, [mount]).outside === undefined);
  });
}

/** Whether more than decorators mention a constant. */
function isNamedElsewhere({ program, units }: UnitContext, { stmt }: Top): boolean {
  return referencesIn(program)
    .to(stmt)
    .some(
      ({ names, expr }) =>
        !units.some(
          (unit) =>
            unit.file.names === names &&
            decoratorSpans(unit).some((span) => contains(span, expr.span)),
        ),
    );
}
