import { lookedUp } from '../../program/looked-up.ts';
import { receiverOf } from '../../program/owner.ts';
import type { CallSite } from '../../program/units.ts';
import { eachValue } from '../../python/elements.ts';
import type { Argument } from '../../python/syntax.ts';
import type { Use } from '../../python/uses.ts';
import { sameShape, type Shape } from '../endpoints/shape.ts';

import type { Value } from '../../python/values.ts';
import { isHttp } from '../naming.ts';
import type { CallContext, Part } from '../part.ts';
import { crossingOf } from './what-crosses.ts';
import { askedById, foundBy, type Asked } from './found.ts';
import { plainCall } from './plain-call.ts';
import { sentRequest } from './requests.ts';
import { calledUnit, isRequest } from './shape.ts';

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

/** What a `spawn` gives on fal; nothing where it stays a call of Modal's, whatever becomes of the function. */
function spawnedKind(context: CallContext, site: CallSite, spawned: Use): Spawned | undefined {
  const of = { ...site, use: spawned };
  if (receiverOf(spawned) === 'method' || isRequest(context, of))
    return isWritten(sentRequest(context, of)) ? 'handle' : undefined;
  const unit = calledUnit(context, of);
  if (!unit || isHttp(unit)) return undefined;
  return isWritten(plainCall(context, of, '.submit')) ? 'future' : undefined;
}

function isWritten({ edits = [] }: Part): boolean {
  return edits.length > 0;
}

/** What something is asked of that a program got from `spawn` or `from_id`. */
export interface Received {
  readonly kind: Spawned;
  /** Its methods are awaited: it comes from `submit_async`. */
  readonly isAsync: boolean;
  /** What it may be a call of, where it is found by its id. */
  readonly asked?: readonly Asked[];
}

/** Why nothing is asked of a call that is still one of Modal's. */
export const UNSPAWNED =
  'the `spawn` of this call is not converted: do what its mark says, then ask what comes of it';

/** What a call is that something is asked of; nothing where that is not known, `none` where its `spawn` stays Modal's. */
export function receivedBy(context: CallContext, site: CallSite): Received | 'none' | undefined {
  const { receiver } = site.use;
  const spawned = spawnBehind(site, receiver);
  if (spawned) {
    const kind = spawnedKind(context, site, spawned);
    return kind ? { kind, isAsync: kind === 'handle' && spawned.aio } : 'none';
  }
  if (foundBy(site, receiver)) {
    const asked = askedById(context, site);
    return asked && { kind: 'handle', isAsync: false, asked };
  }
  return receiver && !receiver.origin ? allAlike(context, site) : undefined;
}

/** One of several calls, all that the file spawns being alike: `handles.append((name, f.spawn(x)))`. */
function allAlike(context: CallContext, site: CallSite): Received | undefined {
  const spawns = site.file.uses.filter(
    ({ symbol, role }) => symbol.name === 'modal.Function.spawn' && role !== 'keyword',
  );
  const kinds = spawns.map((use) => {
    const unit = calledUnit(context, { ...site, use });
    const { result, hidden } = crossingOf(site, unit, methodOf(context, site, use));
    const kind = result || hidden ? undefined : spawnedKind(context, site, use);
    return kind && { kind, isAsync: kind === 'handle' && use.aio };
  });
  const [first] = kinds;
  const isOne = kinds.every(
    (each) => each && each.kind === first?.kind && each.isAsync === first.isAsync,
  );
  return isOne ? first : undefined;
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

/** The name of the method that a use calls. */
function methodOf({ units }: CallContext, { file }: CallSite, use: Use): string | undefined {
  return use.receiver?.definition?.stmt.name ?? lookedUp(units, file, use)?.site.method;
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
    return crossingOf(site, unit, use && methodOf(context, site, use)).result;
  });
  const [first, ...others] = shapes;
  if (!first) return others.some((shape) => shape) ? 'mixed' : undefined;
  return others.every((shape) => shape && sameShape(first, shape)) ? first : 'mixed';
}
