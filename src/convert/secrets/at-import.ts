import type { Span } from '../../model/span.ts';
import { methodOf, type UserClass } from '../../python/classes.ts';
import { exprsWithin, stmtsWithin } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import type { Scope } from '../../python/scopes.ts';
import type { CallExpr, FunctionStmt, LambdaExpr } from '../../python/syntax.ts';
import { isGenerator } from '../endpoints/endpoint.ts';
import type { Top } from '../settings/references.ts';

/** Code that runs when a file is imported. */
export interface Body {
  readonly names: Names;
  readonly span: Span;
  /** Functions in it, which run when they are called. */
  readonly without: readonly Span[];
}

/** Calls that lead to calls: longer chains are followed by nobody who reads the file either. */
const MAX_STEPS = 4;

/** The functions whose bodies run while top-level values are made: `client = Client()` runs `__init__`, and what that calls on itself. */
export function bodiesAtImport(tops: readonly Top[]): Body[] {
  const found = new Map<FunctionStmt, Body>();
  const follow = (names: Names, within: Span, of: Caller, steps: number): void => {
    if (steps === 0) return;
    for (const { expr, scope } of exprsWithin(names, within)) {
      if (expr.kind !== 'call' || functionAround(scope) !== of.stmt) continue;
      const called = calledBy(names, expr, scope, of);
      if (!called || found.has(called.stmt)) continue;
      found.set(called.stmt, bodyOf(called));
      follow(called.names, called.stmt.body.span, called, steps - 1);
    }
  };
  for (const { names, stmt } of tops)
    if (stmt.kind === 'assign' && stmt.value) follow(names, stmt.value.span, {}, MAX_STEPS);
  return [...found.values()];
}

function bodyOf({ names, stmt: { body } }: Called): Body {
  const { span } = body;
  const functions = stmtsWithin(names, span).filter(({ kind }) => kind === 'function');
  const lambdas = exprsWithin(names, span).filter(({ expr }) => expr.kind === 'lambda');
  const without = [...functions, ...lambdas.map(({ expr }) => expr)].map((one) => one.span);
  return { names, span, without };
}

/** Where a call stands: at the top of a file, in a function, in a method. */
interface Caller {
  readonly stmt?: FunctionStmt;
  readonly owner?: UserClass;
}

interface Called extends Caller {
  readonly names: Names;
  readonly stmt: FunctionStmt;
}

/** The function of the program that a call runs, where it runs at once. */
function calledBy(
  names: Names,
  { func }: CallExpr,
  scope: Scope,
  { stmt: around, owner }: Caller,
): Called | undefined {
  const object =
    func.kind === 'attribute' && func.value.kind === 'name' ? func.value.id : undefined;
  if (owner && func.kind === 'attribute' && object === around?.params[0]?.name)
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
function isDeferred(stmt: FunctionStmt): boolean {
  return stmt.async || isGenerator(stmt);
}

function functionAround(scope: Scope): FunctionStmt | LambdaExpr | undefined {
  for (let at: Scope | undefined = scope; at; at = at.parent)
    if (at.node?.kind === 'function' || at.node?.kind === 'lambda') return at.node;
  return undefined;
}
