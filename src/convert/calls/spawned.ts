import { receiverOf } from '../../program/owner.ts';
import type { CallSite } from '../../program/units.ts';
import { eachValue } from '../../python/elements.ts';
import type { Argument } from '../../python/syntax.ts';
import type { Use } from '../../python/uses.ts';
import { sameShape, type Shape } from '../endpoints/shape.ts';

import type { Value } from '../../python/values.ts';
import { isHttp } from '../naming.ts';
import type { CallContext } from '../part.ts';
import { crossingOf } from './what-crosses.ts';
import { calledUnit } from './shape.ts';

/** What a spawned call is on fal: a future of a function, a handle of a request in the queue. */
export type Spawned = 'future' | 'handle';

/** The use of `spawn` that made a value. */
export function spawnBehind({ file }: CallSite, value: Value | undefined): Use | undefined {
  const origin = value?.kind === 'instance' ? value.origin : undefined;
  if (origin?.names !== file.names) return undefined;
  return file.uses.find(
    (other) => other.call === origin.expr && other.symbol.name === 'modal.Function.spawn',
  );
}

/** What a `spawn` gives on fal; nothing where the function is not called from Python there. */
export function spawnedKind(
  context: CallContext,
  site: CallSite,
  spawned: Use,
): Spawned | undefined {
  if (receiverOf(spawned) === 'method') return 'handle';
  const unit = calledUnit(context, { ...site, use: spawned });
  return unit && !isHttp(unit) ? 'future' : undefined;
}

/** What an argument of `gather` is, each item of it where it is spread. */
export function argumentKind(
  context: CallContext,
  site: CallSite,
  argument: Argument,
): Spawned | undefined {
  const spawned = argumentSpawn(site, argument);
  return spawned && spawnedKind(context, site, spawned);
}

function argumentSpawn(site: CallSite, { value, star }: Argument): Use | undefined {
  const { names } = site.file;
  const { scope } = site.use;
  const of = star === '*' ? eachValue(names, value, scope, []) : names.valueOf(value, scope);
  return spawnBehind(site, of);
}

/** What the calls that are waited for together give, where it does not arrive as it was; `mixed` where they differ. */
export function gatheredShape(
  context: CallContext,
  site: CallSite,
  args: readonly Argument[],
): Shape | 'mixed' | undefined {
  const shapes = args.map((argument) => {
    const use = argumentSpawn(site, argument);
    const unit = use && calledUnit(context, { ...site, use });
    return crossingOf(site, unit, use?.receiver?.definition?.stmt.name).result;
  });
  const [first, ...others] = shapes;
  if (!first) return others.some((shape) => shape) ? 'mixed' : undefined;
  return others.every((shape) => shape && sameShape(first, shape)) ? first : 'mixed';
}
