import { receiverOf } from '../../program/owner.ts';
import type { CallSite } from '../../program/units.ts';
import { calledUnit, callShape, differs, manual } from '../calls/shape.ts';
import { isHttp } from '../naming.ts';
import type { CallContext, Part } from '../part.ts';
import type { Use } from '../../python/uses.ts';

/** `call.get(timeout=5)`: `.result(timeout=5)` of a future, or `.get()` of a queue handle. */
export function call(context: CallContext, site: CallSite): Part {
  const shape = callShape(site);
  const spawned = spawnedBy(site);
  if (!shape?.verb || !spawned)
    return manual(
      context,
      site,
      'where this call was spawned is not known here: a future has `result()`, a queue handle has `get()`',
    );
  if (receiverOf(spawned) === 'function') {
    const unit = calledUnit(context, { ...site, use: spawned });
    if (!unit || isHttp(unit))
      return manual(context, site, 'the function is not called from Python on fal');
    if (shape.aio)
      return manual(context, site, 'a future is awaited with `asyncio.wrap_future(future)`');
    return { edits: [{ span: shape.verb.attrSpan, text: 'result' }] };
  }
  const edits = shape.aio
    ? [{ span: { start: shape.verb.attrSpan.end, end: shape.call.func.span.end }, text: '' }]
    : [];
  if (shape.call.args.length === 0) return { edits };
  const message = 'a queue handle waits without a time limit: `timeout=` is left out';
  const { start, end } = shape.call.argsSpan;
  return {
    edits: [...edits, { span: { start: start + 1, end: end - 1 }, text: '' }],
    reasons: [differs(context, site, message)],
  };
}

/** The use of `spawn` that made the object on which `get` is called. */
function spawnedBy({ file, use }: CallSite): Use | undefined {
  const origin = use.receiver?.origin;
  if (origin?.names !== file.names) return undefined;
  return file.uses.find(
    (other) => other.call === origin.expr && other.symbol.name === 'modal.Function.spawn',
  );
}
