import type { Edit } from '../../model/span.ts';
import { exprsOf, mentionsOf, type Mention, parentOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf } from '../../python/scopes.ts';
import type { Expr } from '../../python/syntax.ts';

/** Who goes through an iterable: a `for` statement, or a clause of a comprehension. */
export interface Loop {
  readonly target: Expr;
  /** Takes the `async` away: what is iterated now is a plain list. */
  readonly edits: readonly Edit[];
}

/** The loop over an expression. */
export function loopOver(names: Names, iterable: Expr): Loop | undefined {
  const { scopes, module } = names;
  for (const stmt of scopes.stmts) {
    if (stmt.kind !== 'for' || stmt.clauses[0]?.exprs[0] !== iterable) continue;
    const [target] = stmt.clauses[0].targets;
    return target && { target, edits: stmt.async ? withoutAsync(module.source, target) : [] };
  }
  for (const { expr } of exprsOf(names, 'comprehension')) {
    const clause = expr.clauses.find((one) => one.iterable === iterable);
    if (!clause) continue;
    const { target } = clause;
    return { target, edits: clause.async ? withoutAsync(module.source, target) : [] };
  }
  return undefined;
}

/** `async for x in xs` → `for x in xs`. */
function withoutAsync(source: string, target: Expr): Edit[] {
  const found = /async\s+(?=for\s*\(?\s*$)/.exec(source.slice(0, target.span.start));
  if (!found) return [];
  return [{ span: { start: found.index, end: found.index + found[0].length }, text: '' }];
}

/** Where the variable of a loop, or the one that a value is assigned to, is read; nothing where it may be something else. */
export function readsOf(names: Names, target: Expr, value: Expr): readonly Mention[] | undefined {
  if (target.kind !== 'name') return undefined;
  const reads: Mention[] = [];
  for (const mention of mentionsOf(names, target.id)) {
    if (mention.expr === target) continue;
    const bindings = bindingsOf(target.id, mention.scope, mention.expr.span.start);
    const ours = bindings.filter(({ how }) =>
      how.kind === 'each' ? how.iterable === value : how.kind === 'assign' && how.value === value,
    );
    if (ours.length === 0) continue;
    if (ours.length < bindings.length) return undefined;
    reads.push(mention);
  }
  return reads;
}

/** The variable that a statement gives a value to: `entries = volume.listdir("/")`. */
export function variableOf({ scopes }: Names, value: Expr): Expr | undefined {
  const stmt = scopes.stmts.find((one) => one.kind === 'assign' && one.value === value);
  if (stmt?.kind !== 'assign' || stmt.op !== '=' || stmt.targets.length !== 1) return undefined;
  return stmt.targets[0];
}

/** The argument of `list(…)`, `len(…)`: whatever is in it counts as it does in the argument. */
export function builtinAround(names: Names, expr: Expr): string | undefined {
  const parent = parentOf(names, expr);
  if (parent?.kind !== 'call' || parent.args.length !== 1) return undefined;
  return parent.func.kind === 'name' ? parent.func.id : undefined;
}
