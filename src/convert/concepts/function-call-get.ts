import type { CallSite } from '../../program/units.ts';
import { constantOf } from '../../python/constants.ts';
import { callShape, differs, manual, type CallShape } from '../calls/shape.ts';
import { spawnBehind, spawnedKind } from '../calls/spawned.ts';
import { textOfExpr } from '../layout.ts';
import type { CallContext, Part } from '../part.ts';

/** `call.get(timeout=5)`: `.result(timeout=5)` of a future, or `.get()` of a queue handle. */
export function call(context: CallContext, site: CallSite): Part {
  const shape = callShape(site);
  const spawned = spawnBehind(site, site.use.receiver);
  if (!shape?.verb || !spawned)
    return manual(
      context,
      site,
      'where this call was spawned is not known here: a future has `result()`, a queue handle has `get()`',
    );
  const kind = spawnedKind(context, site, spawned);
  if (!kind) return manual(context, site, 'the function is not called from Python on fal');
  if (kind === 'future') {
    if (shape.aio) return awaitedResult(site, shape);
    return { edits: [{ span: shape.verb.attrSpan, text: 'result' }] };
  }
  const edits = shape.aio
    ? [{ span: { start: shape.verb.attrSpan.end, end: shape.call.func.span.end }, text: '' }]
    : [];
  if (shape.call.args.length === 0) return { edits };
  if (isPoll(site, shape)) {
    const message = '`get(timeout=0)` asks whether the call is done: `handle.status()` tells that';
    return manual(context, site, message);
  }
  const message = 'a queue handle waits without a time limit: `timeout=` is left out';
  const { start, end } = shape.call.argsSpan;
  return {
    edits: [...edits, { span: { start: start + 1, end: end - 1 }, text: '' }],
    reasons: [differs(context, site, message)],
  };
}

/** `get(timeout=0)` raises at once where there is no result yet. */
function isPoll({ file, use }: CallSite, { call: { args } }: CallShape): boolean {
  return args.some(({ value }) => {
    const constant = constantOf(file.names, value, use.scope);
    return constant.kind === 'value' && constant.value === 0;
  });
}

/** `await call.get.aio(timeout=5)` → `await asyncio.wait_for(asyncio.wrap_future(call), 5)`. */
function awaitedResult({ file }: CallSite, { call: whole, target }: CallShape): Part {
  const { source } = file.names.module;
  const future = `asyncio.wrap_future(${textOfExpr(source, target)})`;
  const [timeout] = whole.args;
  const text = timeout
    ? `asyncio.wait_for(${future}, ${textOfExpr(source, timeout.value)})`
    : future;
  return { edits: [{ span: whole.span, text }], needs: [{ module: 'asyncio' }] };
}
