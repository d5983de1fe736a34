import type { CallSite } from '../../program/units.ts';
import type { Expr, Stmt } from '../../python/syntax.ts';
import { contains, statements } from '../../python/walk.ts';
import { holdsModal } from '../finishing/cleanup.ts';

/**
 * Whether a class of Modal's stands in the text only to say what is looked up: `f: modal.Function = modal.Function.from_name(…)`, or
 * `-> modal.Function` of a helper that gives nothing else. Both go with the look-up.
 */
export function isTypeOfLookUp({ file: { names }, use }: CallSite): boolean {
  if (use.role !== 'reference') return false;
  const isType = (expr: Expr | undefined): boolean =>
    expr !== undefined && contains(expr.span, use.span);
  return names.scopes.stmts.some((stmt: Stmt) => {
    if (stmt.kind === 'assign')
      return (
        isType(stmt.annotation) &&
        stmt.value !== undefined &&
        holdsModal(names, stmt.value, use.scope)
      );
    if (stmt.kind !== 'function' || !isType(stmt.returns) || stmt.decorators.length > 0)
      return false;
    const inside = names.scopes.inside(stmt);
    const returned = [...statements(stmt.body.body)].flatMap((one) =>
      one.kind === 'return' ? [one.exprs[0]] : [],
    );
    return (
      returned.length > 0 &&
      returned.every((expr) => expr !== undefined && holdsModal(names, expr, inside))
    );
  });
}
