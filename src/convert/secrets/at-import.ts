import type { Span } from '../../model/span.ts';
import { methodOf, type UserClass } from '../../python/classes.ts';
import { exprsWithin } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import type { Scope } from '../../python/scopes.ts';
import type { CallExpr, FunctionStmt } from '../../python/syntax.ts';
import type { Top } from '../settings/references.ts';

/** Code that runs when a file is imported. */
export interface Body {
  readonly names: Names;
  readonly span: Span;
}

/** Calls that lead to calls: longer chains are followed by nobody who reads the file either. */
const MAX_STEPS = 4;

/** The functions whose bodies run while top-level values are made: `client = Client()` runs `__init__`, and what that calls on itself. */
export function bodiesAtImport(tops: readonly Top[]): Body[] {
  const found = new Map<FunctionStmt, Body>();
  const follow = (
    names: Names,
    within: Span,
    of: { readonly stmt?: FunctionStmt; readonly owner?: UserClass },
    steps: number,
  ): void => {
    if (steps === 0) return;
    for (const { expr, scope } of exprsWithin(names, within)) {
      if (expr.kind !== 'call' || functionAround(scope) !== of.stmt) continue;
      const called = calledBy(names, expr, scope, of.owner);
      if (!called || found.has(called.stmt)) continue;
      found.set(called.stmt, { names: called.names, span: called.stmt.body.span });
      follow(called.names, called.stmt.body.span, called, steps - 1);
    }
  };
  for (const { names, stmt } of tops)
    if (stmt.kind === 'assign' && stmt.value) follow(names, stmt.value.span, {}, MAX_STEPS);
  return [...found.values()];
}

interface Called {
  readonly names: Names;
  readonly stmt: FunctionStmt;
  readonly owner?: UserClass;
}

/** The function of the program that a call runs, where it runs at once. */
function calledBy(
  names: Names,
  { func }: CallExpr,
  scope: Scope,
  owner: UserClass | undefined,
): Called | undefined {
  if (owner && func.kind === 'attribute' && func.value.kind === 'name' && func.value.id === 'self')
    return memberOf(owner, func.attr);
  const value = names.valueOf(func, scope);
  if (value.kind !== 'definition') return undefined;
  const { stmt, names: home } = value;
  if (stmt.kind === 'class') return memberOf({ names: home, stmt }, '__init__');
  return isDeferred(stmt) ? undefined : { names: home, stmt };
}

function memberOf(owner: UserClass, name: string): Called | undefined {
  const found = methodOf(owner, name);
  return found && !isDeferred(found.stmt)
    ? { names: found.home.names, stmt: found.stmt, owner }
    : undefined;
}

/** Whether a call only makes something that runs later. */
function isDeferred({ async }: FunctionStmt): boolean {
  return async;
}

function functionAround(scope: Scope): FunctionStmt | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent)
    if (at.node?.kind === 'function') return at.node;
  return undefined;
}
