import type { ConvertOptions } from './plan.ts';
import type { UnitPlan } from './unit-plan.ts';
import type { Unit } from '../program/units.ts';
import { contains } from '../python/walk.ts';
import { overlap } from './apply.ts';

const LEVELS = {
  safe: ['safe'],
  unsafe: ['safe', 'unsafe'],
  all: ['safe', 'unsafe', 'manual'],
} as const;

/** Plans that go in now, and those that wait for the next pass because they touch the same text. */
export interface Selection {
  readonly chosen: readonly UnitPlan[];
  readonly waiting: readonly UnitPlan[];
  /** All plans, with the reason on those that are left out. */
  readonly plans: readonly UnitPlan[];
}

/** Chooses what the options allow. Units that call each other move together: half a call is broken code. */
export function selectPlans(plans: readonly UnitPlan[], options: ConvertOptions): Selection {
  const allowed: readonly string[] = LEVELS[options.level];
  let left = plans.filter(
    (plan) => plan.refused === undefined && allowed.includes(plan.applicability),
  );
  const refused = new Map<UnitPlan, string>();
  for (;;) {
    const going = new Set(left);
    const staying = plans.filter((plan) => !going.has(plan));
    const blocked = left.flatMap((plan) => {
      const other = blocker(plan, staying);
      return other
        ? [{ plan, why: `it is bound to \`${other.unit}\`, which is not converted` }]
        : [];
    });
    if (blocked.length === 0) break;
    for (const { plan, why } of blocked) refused.set(plan, why);
    left = left.filter((plan) => !refused.has(plan));
  }
  const { chosen, waiting } = withoutOverlap(left);
  return {
    chosen,
    waiting,
    plans: plans.map((plan) => {
      const why = refused.get(plan);
      return why === undefined ? plan : { ...plan, refused: why };
    }),
  };
}

/** A unit that this one calls, or that calls it, and that stays behind. */
function blocker(plan: UnitPlan, staying: readonly UnitPlan[]): UnitPlan | undefined {
  return staying.find((other) => plan.of && other.of && areBound(plan.of, other.of));
}

function areBound(a: Unit, b: Unit): boolean {
  return calls(a, b) || calls(b, a) || shareHooks(a, b) || shareBlock(a, b);
}

/** A base class gives up its decorators for all its children or for none. */
function shareHooks(a: Unit, b: Unit): boolean {
  return a.inherited.some((hook) => b.inherited.some(({ stmt }) => stmt === hook.stmt));
}

/** The entrypoints of a file are read by one main block. */
function shareBlock(a: Unit, b: Unit): boolean {
  return a.kind === 'entrypoint' && b.kind === 'entrypoint' && a.file.path === b.file.path;
}

/** Whether a call of `callee` stands in the text of `caller`. */
function calls(caller: Unit, callee: Unit): boolean {
  return callee.sites.some(
    ({ file, use }) => file.path === caller.file.path && contains(caller.stmt.span, use.span),
  );
}

function withoutOverlap(plans: readonly UnitPlan[]): { chosen: UnitPlan[]; waiting: UnitPlan[] } {
  const chosen: UnitPlan[] = [];
  const waiting: UnitPlan[] = [];
  for (const plan of plans) (fits(plan, chosen) ? chosen : waiting).push(plan);
  return { chosen, waiting };
}

function fits(plan: UnitPlan, chosen: readonly UnitPlan[]): boolean {
  return Object.entries(plan.edits).every(([file, edits]) => {
    const start = Math.min(...edits.map(({ span }) => span.start));
    const end = Math.max(...edits.map(({ span }) => span.end));
    const near = chosen.flatMap((other) =>
      (other.edits[file] ?? []).filter(({ span }) => span.end >= start && span.start <= end),
    );
    return overlap([...near, ...edits]) === undefined;
  });
}
