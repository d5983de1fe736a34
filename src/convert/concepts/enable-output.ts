import type { CallSite } from '../../program/units.ts';
import type { Clause, CompoundStmt, Expr } from '../../python/syntax.ts';
import { contains, statements } from '../../python/walk.ts';
import { manual } from '../calls/shape.ts';
import { dedentEdits } from '../dedent.ts';
import { lineStart } from '../layout.ts';
import type { CallContext, Part } from '../part.ts';

/** Managers that have nothing to manage on fal. */
const EMPTY = new Set(['modal.App.run', 'modal.enable_output']);

/** `with modal.enable_output():` → its body: fal prints the logs of a call as they come. */
export function call(context: CallContext, site: CallSite): Part {
  const { names } = site.file;
  const withs = [...statements(names.module.body)].flatMap((stmt): WithStmt[] => {
    const [clause] = stmt.kind === 'with' ? stmt.clauses : [];
    return stmt.kind === 'with' && clause ? [{ stmt, clause }] : [];
  });
  const found = withs.find(({ clause }) => clause.exprs.some((expr) => expr === site.use.call));
  if (!found) {
    const message = '`modal.enable_output()` is used as a value: fal prints logs without it';
    return manual(context, site, message);
  }
  const isEmpty = (expr: Expr): boolean => {
    const callee = expr.kind === 'call' ? expr.func : expr;
    return EMPTY.has(names.symbolOf(callee, site.use.scope)?.symbol.name ?? '');
  };
  const { clause, stmt } = found;
  const first = clause.exprs[0] === site.use.call;
  if (!clause.exprs.every(isEmpty)) return listPart(site, clause);
  // `with app.run(), modal.enable_output():` is one edit, made for its first manager.
  if (!first) return {};
  const outer = withs.find(
    (each) =>
      each.stmt !== stmt &&
      contains(each.clause.body.span, stmt.span) &&
      each.clause.exprs.some(isEmpty),
  );
  if (outer)
    return manual(
      context,
      site,
      '`with modal.enable_output():` stands in another `with` that goes: take it out',
    );
  const edits = dedentEdits(names.module, clause.header, clause.body.span);
  const inner = withs.filter(
    (each) => contains(clause.body.span, each.stmt.span) && each.clause.exprs.every(isEmpty),
  );
  // The header of `with app.run():` inside goes whole, with its margin.
  const { source } = names.module;
  const goes = inner.map((each) => lineStart(source, each.clause.header.start));
  return { edits: edits.filter(({ span }) => !goes.includes(lineStart(source, span.start))) };
}

interface WithStmt {
  readonly stmt: CompoundStmt;
  readonly clause: Clause;
}

/** `with ‹modal.enable_output(), ›open(path) as file:` */
function listPart({ file, use }: CallSite, { exprs, header }: Clause): Part {
  const { source } = file.names.module;
  const at = exprs.findIndex((expr) => expr === use.call);
  const own = exprs[at]?.span;
  if (!own) return {};
  const after = /^\s*,\s*/.exec(source.slice(own.end, header.end));
  const before = /,\s*$/.exec(source.slice(header.start, own.start));
  const span = after
    ? { start: own.start, end: own.end + after[0].length }
    : { start: own.start - (before?.[0].length ?? 0), end: own.end };
  return { edits: [{ span, text: '' }] };
}
