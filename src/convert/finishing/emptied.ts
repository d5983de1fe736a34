import type { Span } from '../../model/span.ts';
import { externalName } from '../../python/external.ts';
import { exprsOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { owner, type Scope } from '../../python/scopes.ts';
import type { CompoundStmt, Expr, Stmt } from '../../python/syntax.ts';
import { contains, expressions, statements } from '../../python/walk.ts';

/** Calls that do nothing but answer. */
const QUIET = /^(?:len|int|str|bool|range|list|os\.getenv|os\.environ\.get)$/;

/** The same spans, with each `if`, `for` and guarded import of which they leave nothing in the place of what stands in it. */
export function withEmptied(names: Names, spans: readonly Span[]): readonly Span[] {
  let gone = spans;
  for (const stmt of [...statements(names.module.body)].toReversed()) {
    const isBare =
      stmt.kind === 'try'
        ? isGuard(stmt, gone) || isEmptied(stmt, gone)
        : (stmt.kind === 'if' || stmt.kind === 'for') &&
          isEmptied(stmt, gone) &&
          isQuiet(names, stmt) &&
          isUnread(names, stmt);
    if (!isBare || stmt.kind === 'function' || stmt.kind === 'class') continue;
    gone = [...gone.filter((span) => !contains(stmt.span, span)), stmt.span];
  }
  return gone;
}

function isEmptied({ clauses }: CompoundStmt, gone: readonly Span[]): boolean {
  const isGone = ({ span }: Stmt): boolean =>
    gone.some(({ start, end }) => start === span.start && end === span.end);
  return clauses.every(({ body }) => body.indented && body.body.every(isGone));
}

/** `try: import modal` that ends the program, or goes on, where it is not installed: the handlers speak of nothing else. */
function isGuard({ clauses }: CompoundStmt, gone: readonly Span[]): boolean {
  const [first, ...handlers] = clauses;
  const isGone = ({ span }: Stmt): boolean =>
    gone.some(({ start, end }) => start === span.start && end === span.end);
  return (
    first?.body.body.every(isGone) === true &&
    handlers.every(
      ({ keyword, exprs, body }) =>
        keyword === 'except' &&
        exprs.every(
          (expr) => expr.kind === 'name' && /^(?:ImportError|ModuleNotFoundError)$/.test(expr.id),
        ) &&
        body.body.every(({ kind }) => kind === 'raise' || kind === 'pass'),
    )
  );
}

/** Whether the headers only look at things. */
function isQuiet(names: Names, stmt: CompoundStmt): boolean {
  const { scope } = names.scopes.placeOf(stmt);
  const headers = stmt.clauses.flatMap(({ exprs }) => exprs);
  return headers.every((header) =>
    [...expressions(header)].every((expr) => quiet(names, expr, scope)),
  );
}

function quiet(names: Names, expr: Expr, scope: Scope): boolean {
  if (expr.kind === 'named' || expr.kind === 'await' || expr.kind === 'yield') return false;
  return expr.kind !== 'call' || QUIET.test(externalName(names, expr.func, scope) ?? '');
}

/** Whether nothing outside reads the variables of a loop. */
function isUnread(names: Names, stmt: CompoundStmt): boolean {
  const targets = stmt.clauses.flatMap((clause) =>
    clause.targets.flatMap((one) => [...expressions(one)]),
  );
  const bound = new Set(targets.flatMap((one) => (one.kind === 'name' ? [one.id] : [])));
  const { scope: home } = names.scopes.placeOf(stmt);
  return !exprsOf(names, 'name').some(
    ({ expr, scope }) =>
      bound.has(expr.id) && !contains(stmt.span, expr.span) && owner(expr.id, scope) === home,
  );
}
