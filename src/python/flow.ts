import type { Located } from './place.ts';
import { bindingsOf, owner, runsWithin, type Binding, type Branch } from './scopes.ts';
import type { Clause, CompoundStmt, Expr } from './syntax.ts';
import { contains } from './walk.ts';

/** Whether a condition holds, where that is known. */
export type Test = (condition: Expr) => boolean | undefined;

/** The one meaning that a name has at a place; `several` where it depends on what is not known. */
export function bindingAt(
  { scope, frame }: Located,
  name: string,
  at: number,
  test: Test,
): Binding | 'several' | undefined {
  const candidates = bindingsOf(name, scope, at);
  const [first, second] = candidates;
  if (!first) return undefined;
  const home = owner(name, scope) ?? scope;
  const inOrder = runsWithin(scope, home);
  const all = home.bindings.get(name) ?? [];
  // While the file is still being read, a function sees what is bound by then.
  if (!inOrder && frame && all.length > 1) return 'several';
  if (inOrder && all.some((binding) => binding.from > at && loopsBack(binding.branches, at)))
    return 'several';
  if (!second) return first;
  const left: Binding[] = [];
  for (const binding of candidates) {
    const held = holds(binding.branches, inOrder ? at : undefined, test);
    if (held === false) continue;
    left.push(binding);
    if (held === true) break;
  }
  const [only, other] = left;
  return only && !other ? only : 'several';
}

/** Whether a loop around `at` comes to a statement in its suite before `at` is reached again. */
export function loopsBack(branches: readonly Branch[], at: number): boolean {
  return branches.some(
    ({ span, of }) =>
      (of?.stmt.kind === 'for' || of?.stmt.kind === 'while') &&
      contains(span, { start: at, end: at }),
  );
}

/** Whether a statement in these suites runs before `at` is reached; those around `at` do. */
export function holds(
  branches: readonly Branch[],
  at: number | undefined,
  test: Test,
): boolean | undefined {
  let sure = true;
  for (const { span, certain, of } of branches) {
    if (certain || (at !== undefined && contains(span, { start: at, end: at }))) continue;
    if (at !== undefined && of && isBeside(of, at) && !loopsBack(branches, at)) return false;
    const taken = of && isTaken(of.stmt, of.clause, test);
    if (taken === false) return false;
    if (taken === undefined) sure = false;
  }
  return sure ? true : undefined;
}

/** Whether a place stands in another suite of the same `if`: of them all one runs. */
function isBeside({ stmt, clause }: NonNullable<Branch['of']>, at: number): boolean {
  if (stmt.kind !== 'if') return false;
  return stmt.clauses.some(
    (other) => other !== clause && contains(other.body.span, { start: at, end: at }),
  );
}

/** Whether the suite of a clause runs. */
export function isTaken(
  { kind, clauses }: CompoundStmt,
  clause: Clause,
  test: Test,
): boolean | undefined {
  if (kind === 'with') return true;
  if (kind === 'try') return clause.keyword === 'finally' ? true : undefined;
  if (kind !== 'if') return undefined;
  let sure = true;
  for (const each of clauses) {
    const [condition] = each.exprs;
    const held = condition ? test(condition) : true;
    if (each === clause) return held === true && !sure ? undefined : held;
    if (held === true) return false;
    if (held === undefined) sure = false;
  }
  return undefined;
}
