import type { CallSite } from '../../program/units.ts';
import { mentionsOf, parentOf } from '../../python/lookup.ts';
import { bindingsOf } from '../../python/scopes.ts';
import type { Expr } from '../../python/syntax.ts';
import { contains, expressions } from '../../python/walk.ts';
import type { CallContext, Part } from '../part.ts';
import { callShape, manual } from './shape.ts';

/** Says where a spawned call leaves the runner that made it: Modal sends the object, fal neither a future nor a handle. */
export function sentBack(context: CallContext, site: CallSite): Part {
  if (!isOnRunner(context, site) || !isReturned(site)) return {};
  const message =
    'the call is returned to whoever called this, and neither a future nor a handle can be sent: return its `request_id`, and ask for that';
  return manual(context, site, message);
}

/** Whether the code of a unit makes the call. */
export function isOnRunner(
  { units }: Pick<CallContext, 'units'>,
  { file, use }: CallSite,
): boolean {
  return units.some(
    ({ kind, file: home, stmt }) =>
      kind !== 'entrypoint' && home === file && contains(stmt.span, use.span),
  );
}

/** Whether the call, or the name that it is given, is returned: alone, or in a tuple, list or dict. */
function isReturned(site: CallSite): boolean {
  const { names } = site.file;
  const shape = callShape(site);
  if (!shape) return false;
  const { scopes } = names;
  const returned = scopes.stmts.flatMap((stmt) =>
    stmt.kind === 'return' && stmt.exprs[0] ? [stmt.exprs[0]] : [],
  );
  const goes = (expr: Expr): boolean =>
    returned.some((all) => contains(all.span, expr.span) && isHeld(site, expr, all));
  const made = shape.awaited ?? shape.call;
  if (goes(made)) return true;
  const given = scopes.stmts.find((stmt) => stmt.kind === 'assign' && stmt.value === made);
  const [target] = given?.kind === 'assign' ? given.targets : [];
  if (target?.kind !== 'name') return false;
  return mentionsOf(names, target.id).some(
    ({ expr, scope }) =>
      bindingsOf(target.id, scope, expr.span.start).some(
        ({ span }) => span.start === target.span.start,
      ) && goes(expr),
  );
}

const HELD = new Set<Expr['kind']>(['tuple', 'list', 'set', 'dict', 'conditional']);

/** Whether nothing but collections stand around an expression, up to another. */
function isHeld({ file: { names } }: CallSite, expr: Expr, all: Expr): boolean {
  let at: Expr | undefined = expr;
  while (at && at !== all) {
    at = parentOf(names, at);
    if (at && !HELD.has(at.kind)) return false;
  }
  return [...expressions(all)].includes(expr);
}
