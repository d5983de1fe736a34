import type { Edit, Span } from '../../model/span.ts';
import type { ConvertOptions } from '../plan.ts';
import type { UnitPlan } from './unit-plan.ts';
import { overlap } from '../apply.ts';
import type { Program } from '../../program/program.ts';
import { dependentsOf, type Dependents } from './bonds.ts';

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
export function selectPlans(
  all: readonly UnitPlan[],
  program: Program,
  options: ConvertOptions,
): Selection {
  const plans = all.map(atPeace);
  const allowed: readonly string[] = LEVELS[options.level];
  const going = new Set(
    plans.filter((plan) => plan.refused === undefined && allowed.includes(plan.applicability)),
  );
  const blocked = blockedBy(plans, going, () => dependentsOf(plans, program, options));
  const left = [...going].filter((plan) => !blocked.has(plan));
  const { chosen, waiting } = withoutOverlap(left);
  return {
    chosen,
    waiting,
    plans: plans.map((plan) => {
      const other = blocked.get(plan);
      const why = `it is bound to \`${other?.unit ?? ''}\`, which is not converted`;
      return other ? { ...plan, refused: why } : plan;
    }),
  };
}

/** A plan that changes one place twice could only wait for itself: it stays, with all that is bound to it. */
function atPeace(plan: UnitPlan): UnitPlan {
  const clash = Object.entries(plan.edits).find(([, edits]) => overlap(edits) !== undefined);
  if (!clash || plan.refused !== undefined) return plan;
  const [file] = clash;
  return { ...plan, refused: `two of its conversions change the same text of \`${file}\`` };
}

/** Plans that cannot go because another, which is bound to them, does not. */
function blockedBy(
  plans: readonly UnitPlan[],
  allowed: ReadonlySet<UnitPlan>,
  readDependents: () => Dependents,
): ReadonlyMap<UnitPlan, UnitPlan> {
  const blocked = new Map<UnitPlan, UnitPlan>();
  let staying = plans.filter((plan) => !allowed.has(plan));
  if (staying.length === 0) return blocked;
  const dependents = readDependents();
  while (staying.length > 0) {
    const next = new Set<UnitPlan>();
    for (const other of staying) {
      for (const plan of dependents.get(other) ?? []) {
        if (!allowed.has(plan) || blocked.has(plan)) continue;
        blocked.set(plan, other);
        next.add(plan);
      }
    }
    staying = plans.filter((plan) => next.has(plan));
  }
  return blocked;
}

/** What one plan changes in a file. */
interface Stretch {
  readonly file: string;
  readonly span: Span;
  readonly edits: readonly Edit[];
}

function withoutOverlap(plans: readonly UnitPlan[]): { chosen: UnitPlan[]; waiting: UnitPlan[] } {
  const chosen: UnitPlan[] = [];
  const waiting: UnitPlan[] = [];
  const taken = new Map<string, Stretch[]>();
  for (const plan of plans) {
    const stretches = stretchesOf(plan);
    const isFree = stretches.every((stretch) => fits(stretch, taken.get(stretch.file) ?? []));
    (isFree ? chosen : waiting).push(plan);
    if (!isFree) continue;
    for (const stretch of stretches) {
      const others = taken.get(stretch.file);
      if (others) others.push(stretch);
      else taken.set(stretch.file, [stretch]);
    }
  }
  return { chosen, waiting };
}

function stretchesOf({ edits }: UnitPlan): Stretch[] {
  return Object.entries(edits).map(([file, list]) => {
    const start = list.reduce((least, { span }) => Math.min(least, span.start), Infinity);
    const end = list.reduce((most, { span }) => Math.max(most, span.end), -Infinity);
    return { file, span: { start, end }, edits: list };
  });
}

function fits({ span, edits }: Stretch, taken: readonly Stretch[]): boolean {
  const near = taken
    .filter((other) => touches(span, other.span))
    .flatMap((other) => other.edits.filter((edit) => touches(span, edit.span)));
  return overlap([...near, ...edits]) === undefined;
}

function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}
