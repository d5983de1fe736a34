import type { Program } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import { usesWithin } from '../../program/uses-within.ts';
import { parentOf } from '../../python/lookup.ts';
import type { Expr, Stmt } from '../../python/syntax.ts';
import type { Use } from '../../python/uses.ts';
import { contains } from '../../python/walk.ts';
import type { ConvertOptions } from '../plan.ts';
import { decoratorSpans, reachOf } from '../settings/reach.ts';
import { referencesIn } from '../settings/references.ts';
import { holdsOpenCall } from './open.ts';
import type { UnitPlan } from './unit-plan.ts';

/** Plans of units of which none converts without the others. */
export type Bond = readonly UnitPlan[];

/** For each plan those that do not go when it stays. */
export type Dependents = ReadonlyMap<UnitPlan, ReadonlySet<UnitPlan>>;

/**
 * What binds each plan: calls between units, hooks that they share, the main block of their file, the code that starts their App, and Dicts.
 */
export function dependentsOf(
  plans: readonly UnitPlan[],
  program: Program,
  { level }: ConvertOptions,
): Dependents {
  const found = new Map<UnitPlan, Set<UnitPlan>>();
  const add = (plan: UnitPlan, dependent: UnitPlan): void => {
    found.set(plan, (found.get(plan) ?? new Set()).add(dependent));
  };
  for (const bond of [
    ...calls(plans),
    ...mentions(plans, program),
    ...sharedHooks(plans),
    ...sharedBlocks(plans),
    ...startedApps(plans),
    ...sharedStores(plans),
  ]) {
    for (const plan of bond) for (const other of bond) if (other !== plan) add(plan, other);
  }
  for (const [plan, dependent] of servedUnits(plans)) add(plan, dependent);
  if (level === 'all') return found;
  for (const [plan, dependent] of [...wholeApps(plans), ...openBonds(plans, program)])
    add(plan, dependent);
  return found;
}

/** A plan, and one that does not go without it. */
type Dependency = readonly [plan: UnitPlan, dependent: UnitPlan];

/** Code outside of units serves those of its file, and those that it calls, as long as one of them is on Modal. */
function servedUnits(plans: readonly UnitPlan[]): Dependency[] {
  return plans.flatMap((calls) => {
    if (!calls.waits) return [];
    const served = plans.filter(
      ({ of, file }) =>
        of && (file === calls.file || of.sites.some((site) => site.file.path === calls.file)),
    );
    return served.map((plan): Dependency => [plan, calls]);
  });
}

/** Fixes go in one by one: until all of its App is on fal, Modal starts the program. */
function wholeApps(plans: readonly UnitPlan[]): Dependency[] {
  return plans.flatMap((entry) => {
    const { of } = entry;
    if (of?.kind !== 'entrypoint') return [];
    return plans.flatMap((plan): Dependency[] =>
      plan !== entry && plan.of && isTogether(of, plan.of) ? [[plan, entry]] : [],
    );
  });
}

/** A call that may be of any of several units, and those that are put somewhere as values. */
function openBonds(plans: readonly UnitPlan[], program: Program): Dependency[] {
  const open = plans.filter((plan) => holdsOpenCall(program, plan));
  if (open.length === 0) return [];
  const references = referencesIn(program);
  const values = plans.filter(({ of }) => {
    const top = of && references.at(of.file.names, of.stmt.span.start);
    return (
      top &&
      references.to(top.stmt).some(({ names, expr }) => {
        const parent = parentOf(names, expr);
        return parent?.kind !== 'attribute' && !(parent?.kind === 'call' && parent.func === expr);
      })
    );
  });
  return open.flatMap((plan) => values.map((value): Dependency => [plan, value]));
}

function isTogether(entry: Unit, unit: Unit): boolean {
  return unit.file === entry.file || (entry.app !== undefined && unit.app?.call === entry.app.call);
}

/** A unit, and those whose calls stand in its text: all that one call may be of. */
function calls(plans: readonly UnitPlan[]): Bond[] {
  const byUse = new Map<Use, UnitPlan[]>();
  const byStmt = new Map<Stmt, UnitPlan>();
  for (const plan of plans) {
    if (plan.of) byStmt.set(plan.of.stmt, plan);
    for (const { use } of plan.of?.sites ?? []) put(byUse, use, plan);
  }
  for (const [use, callees] of byUse)
    for (const { stmt } of use.receiver?.others ?? []) callees.push(...known(byStmt.get(stmt)));
  const alike = [...byUse.values()].filter(({ length }) => length > 1);
  const called = plans.flatMap((caller) =>
    usesOf(caller.of).flatMap((use) => (byUse.get(use) ?? []).map((callee) => [caller, callee])),
  );
  return [...alike, ...called];
}

function known(plan: UnitPlan | undefined): UnitPlan[] {
  return plan ? [plan] : [];
}

function usesOf(unit: Unit | undefined): readonly Use[] {
  return unit ? usesWithin(unit.file, unit.stmt.span) : [];
}

/** A unit, and those that it comes to by their names: through helpers, dicts and lists of the tree, too. */
function mentions(plans: readonly UnitPlan[], program: Program): Bond[] {
  const references = referencesIn(program);
  const byStmt = new Map<Stmt, UnitPlan>();
  for (const plan of plans) if (plan.of) byStmt.set(plan.of.stmt, plan);
  return plans.flatMap((plan): Bond[] => {
    const { of } = plan;
    if (!of) return [];
    const skipped = decoratorSpans(of);
    const home = references.at(of.file.names, of.stmt.span.start);
    const tops = [...(home ? [home.stmt] : []), ...reachOf(program, of).map(({ stmt }) => stmt)];
    const isOwn = (stmt: Stmt, { span }: Expr): boolean =>
      stmt !== home?.stmt || !skipped.some((each) => contains(each, span));
    const met = tops.flatMap((stmt) =>
      references.from(stmt).flatMap(({ expr, target }) => (isOwn(stmt, expr) ? target.stmt : [])),
    );
    return [...new Set(met)].flatMap((stmt) =>
      known(byStmt.get(stmt)).map((other) => [plan, other]),
    );
  });
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
