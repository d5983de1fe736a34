import type { Scope } from '../../python/scopes.ts';
import { bindingsOf } from '../../python/scopes.ts';
import { externalName } from '../../python/external.ts';
import type { Expr, Param } from '../../python/syntax.ts';
import { expressions } from '../../python/walk.ts';
import type { UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { listed } from '../settings/literals.ts';
import { reason } from '../settings/reasons.ts';
import { sourceOf, type Source } from './sources.ts';

/** How a route's parameters are taken once it is a fal endpoint. */
export interface Taken {
  /** Become fields of one input model. */
  readonly fields: readonly Param[];
  /** Stay as they are: FastAPI fills them. */
  readonly kept: readonly Param[];
  /** The parameter that is the whole JSON body; its name is not part of what is sent. */
  readonly whole?: Param;
  readonly reasons: readonly Reason[];
}

interface Sorted {
  readonly param: Param;
  readonly source: Source;
}

/**
 * Sorts the parameters of a route by what FastAPI makes of them: what it fills by itself stays, what it reads from the query
 * string becomes part of the JSON body, which is all that `fal_client` sends.
 */
export function takenBy(context: UnitContext, params: readonly Param[], scope: Scope): Taken {
  const { names } = context.file;
  const sorted = params.map((param) => ({ param, source: sourceOf(names, param, scope) }));
  const of = (...sources: readonly Source[]): Param[] =>
    sorted.filter(({ source }) => sources.includes(source)).map(({ param }) => param);
  const form = of('form');
  const authorized = of('injected').filter((param) => readsAuthorization(context, param, scope));
  const reasons = [...formReason(context, form), ...authorizationReasons(context, authorized)];
  const all = { fields: [], kept: params };
  // Who writes `Query(…)` or `Body(…)` has said where each value comes from.
  const query = of('query');
  if (query.length + of('body').length + form.length > 0) {
    const unsent = form.length > 0 ? [] : queryReason(context, [...query, ...of('plain')]);
    return { ...all, reasons: [...reasons, ...unsent] };
  }
  const free = sorted.filter(({ source }) => source !== 'injected');
  const [first, second] = free;
  if (!first) return { ...all, reasons };
  if (!second && first.source === 'object') return { ...all, whole: first.param, reasons };
  if (second && free.every(({ source }) => source !== 'plain')) return { ...all, reasons };
  return {
    fields: free.map(({ param }) => param),
    kept: of('injected'),
    reasons: [...reasons, ...shapeReasons(context, free)],
  };
}

function namesOf(params: readonly Param[]): string {
  return listed(params.map(({ name }) => name));
}

function shapeReasons(context: UnitContext, free: readonly Sorted[]): Reason[] {
  const plain = free.filter(({ source }) => source === 'plain').map(({ param }) => param);
  const [body, second] = free.filter(({ source }) => source !== 'plain');
  const [first] = plain;
  const reasons: Reason[] = [];
  if (first) {
    const are = plain.length > 1 ? 'are fields' : 'is a field';
    const message = `${namesOf(plain)} ${are} of the JSON body: Modal reads the query string`;
    reasons.push(reason(context, 'rewrite-unsafe', message, first.span));
  }
  // Of several, FastAPI makes fields too.
  if (body && !second) {
    const message = `\`${body.param.name}\` is a field of the JSON body: to Modal it is the whole body`;
    reasons.push(reason(context, 'rewrite-unsafe', message, body.param.span));
  }
  return reasons;
}

function queryReason(context: UnitContext, params: readonly Param[]): Reason[] {
  const [first] = params;
  if (!first) return [];
  const stay = params.length > 1 ? 'stay' : 'stays';
  const message = `${namesOf(params)} ${stay} in the query string, which \`fal_client\` does not send: call by plain HTTP, or make it part of the body`;
  return [reason(context, 'rewrite-unsafe', message, first.span)];
}

function formReason(context: UnitContext, params: readonly Param[]): Reason[] {
  const [first] = params;
  if (!first) return [];
  const message = `${namesOf(params)} come${params.length > 1 ? '' : 's'} as a form, and callers of fal send JSON: take a URL, or install \`python-multipart\` here and on fal and call by plain HTTP`;
  return [reason(context, 'manual', message, first.span)];
}

function authorizationReasons(context: UnitContext, params: readonly Param[]): Reason[] {
  return params.map((param) => {
    const message = `\`${param.name}\` reads the \`Authorization\` header, where callers of a private fal app send their fal key: rely on \`app_auth = "private"\` and drop it, or read a header of your own`;
    return reason(context, 'manual', message, param.span);
  });
}

/** `Depends(auth_scheme)`, where `auth_scheme` is made by `fastapi.security`. */
function readsAuthorization({ file }: UnitContext, param: Param, scope: Scope): boolean {
  const { names } = file;
  const isScheme = (expr: Expr, at: Scope): boolean =>
    expr.kind === 'call' &&
    /^fastapi\.security\.(?:\w+\.)*(?:HTTP|OAuth2|OpenId)/.test(
      externalName(names, expr.func, at) ?? '',
    );
  const roots = [param.default, param.annotation].filter((expr) => expr !== undefined);
  return roots
    .flatMap((root) => [...expressions(root)])
    .some((expr) => {
      if (expr.kind !== 'name') return isScheme(expr, scope);
      const [binding] = bindingsOf(expr.id, scope, Infinity);
      return binding?.how.kind === 'assign' && isScheme(binding.how.value, binding.scope);
    });
}
