import { usesWithin } from '../../program/uses-within.ts';
import type { Unit } from '../../program/units.ts';
import type { Use } from '../../python/uses.ts';
import type { UnitPlan } from './unit-plan.ts';

/** Plans of units of which none converts without the others. */
export type Bond = readonly UnitPlan[];

/**
 * What binds each plan: calls between units, hooks that they share, the main block of their file, the code that starts their App, and Dicts.
 */
export function bondsOf(plans: readonly UnitPlan[]): ReadonlyMap<UnitPlan, readonly Bond[]> {
  const found = new Map<UnitPlan, Bond[]>();
  for (const bond of [
    ...calls(plans),
    ...sharedHooks(plans),
    ...sharedBlocks(plans),
    ...startedApps(plans),
    ...sharedStores(plans),
  ])
    for (const plan of bond) put(found, plan, bond);
  return found;
}

/** A unit, and one whose call stands in its text. */
function calls(plans: readonly UnitPlan[]): Bond[] {
  const callees = new Map<Use, UnitPlan[]>();
  for (const plan of plans) for (const { use } of plan.of?.sites ?? []) put(callees, use, plan);
  return plans.flatMap((caller) => usesOf(caller.of).flatMap((use) => bound(caller, use)));

  function bound(caller: UnitPlan, use: Use): Bond[] {
    return (callees.get(use) ?? []).map((callee) => [caller, callee]);
  }
}

function usesOf(unit: Unit | undefined): readonly Use[] {
  return unit ? usesWithin(unit.file, unit.stmt.span) : [];
}

/** A base class gives up its decorators for all its children or for none. */
function sharedHooks(plans: readonly UnitPlan[]): Bond[] {
  const heirs = new Map<object, UnitPlan[]>();
  for (const plan of plans) for (const { stmt } of plan.of?.inherited ?? []) put(heirs, stmt, plan);
  return [...heirs.values()];
}

/** The entrypoints of a file are read by one main block. */
function sharedBlocks(plans: readonly UnitPlan[]): Bond[] {
  const blocks = new Map<string, UnitPlan[]>();
  for (const plan of plans) if (plan.of?.kind === 'entrypoint') put(blocks, plan.file, plan);
  return [...blocks.values()];
}

/** `with app.run():` around calls goes when all units of that App do: a call that stays on Modal needs a running App. */
function startedApps(plans: readonly UnitPlan[]): Bond[] {
  return plans.flatMap((plan) =>
    (plan.starts ?? []).flatMap((app) =>
      plans.filter(({ of }) => of?.app?.call === app).map((unit): Bond => [plan, unit]),
    ),
  );
}

/** A Dict becomes a store for all who use it, or for none. */
function sharedStores(plans: readonly UnitPlan[]): Bond[] {
  const users = new Map<object, UnitPlan[]>();
  for (const plan of plans) for (const stmt of plan.stores ?? []) put(users, stmt, plan);
  return [...users.values()];
}

function put<K, T>(map: Map<K, T[]>, key: K, item: T): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}
