import type { CallSite } from '../../program/units.ts';
import type { Expr } from '../../python/syntax.ts';
import { plainCall } from '../calls/plain-call.ts';
import { callShape, manual, parentOf } from '../calls/shape.ts';
import { statementAt } from '../marks.ts';
import type { CallContext, Part } from '../part.ts';
import { mergeParts } from '../parts.ts';

/** Collections that the resolver looks into. */
const HELD = new Set(['list', 'tuple', 'set', 'comprehension', 'dict', 'attribute', 'await']);
/** It waits for what it is given. */
const GATHER = 'modal.FunctionCall.gather';
const ADDERS = new Set(['append', 'add']);

/** `f.spawn(x)` → `f.submit(x)`, a `concurrent.futures.Future`. */
export function call(context: CallContext, site: CallSite): Part {
  const part = plainCall(context, site, '.submit');
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
