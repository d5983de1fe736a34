import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Scope } from '../../python/scopes.ts';
import type { CallExpr, Expr, FunctionStmt } from '../../python/syntax.ts';
import { contains, statements } from '../../python/walk.ts';
import type { UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { reason } from '../settings/reasons.ts';

/** What `fal_client`, which takes every answer for JSON, cannot read of a route's answers. */
export function responseReasons(context: UnitContext, stmt: FunctionStmt): Reason[] {
  const { names } = context.file;
  const seen = new Set<string>();
  return returned(names, stmt).flatMap(({ call, scope }) => {
    const name = responseName(names, call.func, scope);
    if (name === undefined || name.endsWith('JSONResponse') || seen.has(name)) return [];
    seen.add(name);
    const message = isEvents(names, call, name, scope)
      ? `\`${stmt.name}\` streams events: callers read them with \`fal_client.stream(…, path="/")\``
      : `\`${stmt.name}\` answers with \`${name}\`, and \`fal_client\` reads JSON only: callers use plain HTTP`;
    return [reason(context, 'rewrite-unsafe', message, call.span)];
  });
}

/** The calls whose value a function returns, itself and not in a function inside it. */
function returned(names: Names, stmt: FunctionStmt): { call: CallExpr; scope: Scope }[] {
  const all = [...statements(stmt.body.body)];
  const nested = all.filter(({ kind }) => kind === 'function' || kind === 'class');
  const scope = names.scopes.inside(stmt);
  return all.flatMap((inner) => {
    if (inner.kind !== 'return' || nested.some(({ span }) => contains(span, inner.span))) return [];
    return inner.exprs.flatMap((expr) => {
      const call = callBehind(expr, scope);
      return call ? [{ call, scope }] : [];
    });
  });
}

/** `return response`, where `response = Response(…)`. */
function callBehind(expr: Expr, scope: Scope): CallExpr | undefined {
  if (expr.kind === 'call') return expr;
  if (expr.kind !== 'name') return undefined;
  const [binding] = bindingsOf(expr.id, scope, expr.span.start);
  const value = binding?.how.kind === 'assign' ? binding.how.value : undefined;
  return value?.kind === 'call' ? value : undefined;
}

/** `HTMLResponse` of FastAPI's, Starlette's or `sse_starlette`'s. */
function responseName(names: Names, func: Expr, scope: Scope): string | undefined {
  const full = externalName(names, func, scope) ?? '';
  if (!/^(?:fastapi|starlette|sse_starlette)\./.test(full)) return undefined;
  const name = full.split('.').at(-1);
  return name?.endsWith('Response') ? name : undefined;
}

function isEvents(names: Names, call: CallExpr, name: string, scope: Scope): boolean {
  if (name === 'EventSourceResponse') return true;
  const type = call.args.find((arg) => arg.name === 'media_type');
  return type !== undefined && textOf(constantOf(names, type.value, scope)) === 'text/event-stream';
}
