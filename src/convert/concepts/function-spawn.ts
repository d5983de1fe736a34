import type { CallSite } from '../../program/units.ts';
import { parentOf } from '../../python/lookup.ts';
import type { Expr } from '../../python/syntax.ts';
import { plainCall } from '../calls/plain-call.ts';
import { sentRequest } from '../calls/requests.ts';
import { isOnRunner, sentBack } from '../calls/sent-back.ts';
import { isDropped } from '../calls/unkept.ts';
import { callShape, differs, isRequest, manual } from '../calls/shape.ts';
import { statementAt } from '../marks.ts';
import type { CallContext, Part } from '../part.ts';
import { mergeParts } from '../parts.ts';

/** Collections that the resolver looks into. */
const HELD = new Set(['list', 'tuple', 'set', 'comprehension', 'dict', 'attribute', 'await']);
/** It waits for what it is given. */
const GATHER = 'modal.FunctionCall.gather';
const ADDERS = new Set(['append', 'add']);

/** `f.spawn(x)` → `f.submit(x)`, a `concurrent.futures.Future`; a function that is an app gets a request. */
export function call(context: CallContext, site: CallSite): Part {
  if (isRequest(context, site)) return sentRequest(context, site);
  const part = plainCall(context, site, '.submit');
  if (isDropped(site) && isOnRunner(context, site)) {
    const message =
      'the call goes on in Modal when nobody keeps it; a future is a thread of this runner, and ends with it: wait for it with `result()`, or make the function an app and `fal_client.submit` to it';
    return mergeParts([part, { reasons: [differs(context, site, message)] }]);
  }
  const back = sentBack(context, site);
  if (back.reasons) return mergeParts([part, back]);
  if (part.reasons || !isHandedOn(site)) return part;
  const message =
    'the call is handed on from here: where Modal waits for it with `get()`, a future has `result()`';
  return mergeParts([part, manual(context, site, message)]);
}

/** Whether the call goes where nobody sees what is asked of it: a `return`, an argument, an attribute. */
function isHandedOn(site: CallSite): boolean {
  const { names } = site.file;
  const shape = callShape(site);
  if (!shape) return false;
  let at: Expr = shape.call;
  for (let up = parentOf(names, at); up; up = parentOf(names, at)) {
    if (up.kind === 'call') {
      if (names.symbolOf(up.func, site.use.scope)?.symbol.name === GATHER) return false;
      return !(up.func.kind === 'attribute' && ADDERS.has(up.func.attr));
    }
    if (!HELD.has(up.kind)) return true;
    if (up.kind === 'attribute') return false;
    at = up;
  }
  const kind = statementAt(names.module.body, at.span.start)?.kind;
  return kind === 'return';
}
