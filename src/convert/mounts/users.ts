import type { Unit } from '../../program/units.ts';
import { contains } from '../../python/walk.ts';
import type { UnitContext } from '../part.ts';
import { hasOther } from './guests.ts';
import { inSdkCall, mentionOutside } from '../settings/reach.ts';
import { mountsOf, type Mount } from './read-mounts.ts';
import type { Reference, Top } from '../settings/references.ts';

/** Who uses a constant that holds a path under a mount. */
export interface Users {
  /** The first mention for which the path is not that of the volume. */
  readonly outside?: Reference;
  /** Units without the volume that only hand the path on. */
  readonly guests: ReadonlySet<Unit>;
}

/** Follows the mentions of a constant to the units that use it. */
export function usersOf(context: UnitContext, top: Top, mounts: readonly Mount[]): Users {
  const guests = new Set<Unit>();
  const outside = mentionOutside(context.program, top, (at, via) => {
    const seen = sees(context, at, mounts);
    const guest = seen === false ? unitAt(context, at) : undefined;
    if (!guest || hasOther(context, { top, at, via }, guest, mounts)) return seen;
    guests.add(guest);
    return true;
  });
  return { guests, ...(outside && { outside }) };
}

/**
 * Whether a mention runs where all these volumes are mounted at the same places, or belongs to the image or the App.
 * A path of containers means the same in local code: what `main` prints or passes on moves too.
 */
function sees(context: UnitContext, at: Reference, mounts: readonly Mount[]): boolean | undefined {
  if (inSdkCall(context.program, at.names, at.expr.span, /^modal\.(?:App$|Image\b)/)) return true;
  const owner = unitAt(context, at);
  if (!owner) return undefined;
  const theirs = owner.kind === 'entrypoint' ? mounts : mountsOf(owner);
  return mounts.every(({ path, to }) => theirs.some((one) => one.path === path && one.to === to));
}

/** The unit whose code holds a mention. */
export function unitAt({ units }: UnitContext, { names, expr, home }: Reference): Unit | undefined {
  return units.find(
    ({ file, stmt }) =>
      file.names === names && (stmt === home?.stmt || contains(stmt.span, expr.span)),
  );
}
