import { lookUpOf } from '../../program/look-up.ts';
import type { CallSite, Unit } from '../../program/units.ts';
import { mentionsOf } from '../../python/lookup.ts';
import { bindingsOf } from '../../python/scopes.ts';
import type { CallExpr, Expr } from '../../python/syntax.ts';
import type { Use } from '../../python/uses.ts';
import { statements } from '../../python/walk.ts';
import type { Span } from '../../model/span.ts';
import { isSettled } from '../constructors/handed.ts';
import type { CallContext, Part } from '../part.ts';
import { deployedClass } from './deployed.ts';
import { manual, type CallShape } from './shape.ts';

/** The object that a call is made on: made in place, or by a statement that is not needed any more. */
export function objectOf(
  context: CallContext,
  site: CallSite,
  { target }: Pick<CallShape, 'target'>,
  unit: Unit | undefined,
): { gone: Span[] } | Part {
  const isFunction = site.lookedUp === true || unit?.kind === 'function';
  const object = target.kind === 'attribute' && !isFunction ? target.value : target;
  const { names } = site.file;
  if (isFunction) {
    const span = object.kind === 'name' ? assignmentOf(site, object, isSent)?.span : undefined;
    return { gone: span ? [span] : [] };
  }
  const made =
    object.kind === 'name'
      ? assignmentOf(site, object, isOnMethod)
      : { value: object, span: undefined };
  if (!made) return { gone: [] };
  const { value, span } = made;
  if (
    value.kind === 'call' &&
    value.args.length > 0 &&
    (unit ?? lookUpOf(names, site.use)) &&
    !isFromName(names, site, value) &&
    !isSettledIn(context, value, unit ?? deployedClass(context.units, site))
  ) {
    return manual(
      context,
      site,
      'a fal app takes no constructor arguments: send them with each request, or set them on the class',
    );
  }
  return { gone: span ? [span] : [] };
}

function isSettledIn({ program }: CallContext, call: CallExpr, unit: Unit | undefined): boolean {
  return unit !== undefined && isSettled(program, unit, call);
}

function isFromName(names: CallSite['file']['names'], { scope }: CallSite, value: Expr): boolean {
  return (
    value.kind === 'call' &&
    (names.symbolOf(value.func, scope)?.symbol.name ?? '').endsWith('from_name')
  );
}

/** Calls that become requests, whatever is looked up. */
const SENT = /^modal\.Function\.(?:remote|spawn|map|starmap|for_each|remote_gen)$/;

/** Whether a request takes the place of a call of something looked up. */
function isSent({ symbol, call, receiver }: Use): boolean {
  const isNamed = call !== undefined && !call.args.some(({ star }) => star === '*');
  return SENT.test(symbol.name) && isNamed && !receiver?.definition;
}

function isOnMethod({ receiver }: Use): boolean {
  return receiver?.definition?.owner !== undefined;
}

/** `model = Model()` or `f = modal.Function.from_name(…)`, where every read of the name is a call that goes. */
function assignmentOf(
  { file, scope }: CallSite,
  object: Extract<Expr, { kind: 'name' }>,
  goes: (use: Use) => boolean,
): { value: Expr; span: Span | undefined } | undefined {
  const { names } = file;
  const [binding, second] = bindingsOf(object.id, scope, object.span.start);
  if (!binding || second || binding.how.kind !== 'assign') return undefined;
  const { value, stmt } = binding.how;
  const sites = new Set(file.uses.filter(goes).map(({ span }) => span.start));
  const reads = mentionsOf(names, object.id).filter(
    ({ expr, scope: at }) =>
      expr.span.start !== binding.span.start &&
      bindingsOf(expr.id, at, expr.span.start).includes(binding),
  );
  const alone = reads.every(({ expr }) => sites.has(expr.span.start));
  const home = stmt && [...statements(names.module.body)].includes(stmt) ? stmt.span : undefined;
  return { value, span: alone ? home : undefined };
}
