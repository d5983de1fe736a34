import type { CallSite } from '../../program/units.ts';
import type { CompoundStmt } from '../../python/syntax.ts';
import { statements } from '../../python/walk.ts';
import { manual } from '../calls/shape.ts';
import { dedentEdits } from '../dedent.ts';
import type { CallContext, Part } from '../part.ts';

/** Managers that have nothing to manage on fal. */
const EMPTY = new Set(['modal.App.run', 'modal.enable_output']);

/** `with app.run():` → its body: there is nothing to start before a `fal.function` is called. */
export function call(context: CallContext, site: CallSite): Part {
  const { names } = site.file;
  const stmt = [...statements(names.module.body)].find(
    (each): each is CompoundStmt =>
      each.kind === 'with' &&
      each.clauses[0]?.exprs.some((expr) => expr === site.use.call) === true,
  );
  const clause = stmt?.clauses[0];
  if (!stmt || !clause)
    return manual(context, site, '`app.run()` is used as a value: fal needs nothing to be started');
  if (clause.targets.length > 0)
    return manual(context, site, '`with app.run() as …` names the running app, which fal has not');
  const all = clause.exprs.every((expr) => {
    const callee = expr.kind === 'call' ? expr.func : expr;
    return EMPTY.has(names.symbolOf(callee, site.use.scope)?.symbol.name ?? '');
  });
  // `with modal.enable_output(), app.run():` is one edit, made for its first manager.
  if (all && clause.exprs[0] !== site.use.call) return {};
  if (!all)
    return manual(
      context,
      site,
      'other managers stand in the same `with`: take `app.run()` out of it',
    );
  return { edits: dedentEdits(names.module, clause.header, clause.body.span) };
}
