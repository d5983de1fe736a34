import type { CallSite } from '../../program/units.ts';
import { numberOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { AttributeExpr } from '../../python/syntax.ts';
import { askedShape, decodedGet, lookFirst } from '../calls/handle.ts';
import { callShape, differs, manual, type CallShape } from '../calls/shape.ts';
import { receivedBy, UNSPAWNED, type Received } from '../calls/spawned.ts';
import { textOfExpr } from '../layout.ts';
import type { CallContext, Part } from '../part.ts';
import { mergeParts } from '../parts.ts';

/** `get(timeout=…)` up to so many seconds looks whether the call is done, and does not wait for it. */
const LOOK = 1;

interface GetShape extends CallShape {
  readonly verb: AttributeExpr;
}

/** `call.get(timeout=5)`: `.result(timeout=5)` of a future, or `.get()` of a queue handle. */
export function call(context: CallContext, site: CallSite): Part {
  const shape = callShape(site);
  const received = receivedBy(context, site);
  if (!shape?.verb || !received)
    return manual(
      context,
      site,
      'where this call was spawned is not known here: a future has `result()`, a queue handle has `get()`',
    );
  if (received === 'none') return manual(context, site, UNSPAWNED);
  const get = { ...shape, verb: shape.verb };
  return received.kind === 'future'
    ? futureResult(site, get)
    : handleGet(context, site, get, received);
}

function handleGet(
  context: CallContext,
  site: CallSite,
  shape: GetShape,
  { isAsync, asked }: Received,
): Part {
  if (isAsync && !shape.aio)
    return manual(
      context,
      site,
      'this handle comes from `submit_async`: `await` what `get()` gives',
    );
  const result = asked && askedShape(site, asked);
  if (result === 'mixed')
    return manual(
      context,
      site,
      'some of the calls that this may be give bytes or objects, which arrive as text or dicts: make what `get()` gives again what it was',
    );
  const limit = limitPart(context, site, shape, isAsync);
  if (!limit) {
    const message = '`get(timeout=0)` asks whether the call is done: `handle.status()` tells that';
    return manual(context, site, message);
  }
  return mergeParts([
    shape.aio ? awaitedGet(site, shape, isAsync) : withoutArguments(shape),
    limit,
    result ? decodedGet(context, site, shape, result) : {},
  ]);
}

/** `await call.get.aio()` → `await call.get()`, or in a thread where the handle blocks. */
function awaitedGet({ file }: CallSite, shape: GetShape, isAsync: boolean): Part {
  const { call: whole, target, verb } = shape;
  const { source } = file.names.module;
  if (!isAsync)
    return {
      edits: [{ span: whole.span, text: `asyncio.to_thread(${textOfExpr(source, target)}.get)` }],
      needs: [{ module: 'asyncio' }],
    };
  const aio = { span: { start: verb.attrSpan.end, end: whole.func.span.end }, text: '' };
  return { edits: [aio, ...(withoutArguments(shape).edits ?? [])] };
}

function withoutArguments({ call: { args, argsSpan } }: GetShape): Part {
  const span = { start: argsSpan.start + 1, end: argsSpan.end - 1 };
  return { edits: args.length > 0 ? [{ span, text: '' }] : [] };
}

/** What becomes of a time limit, which the `get` of a handle has not; nothing where the look cannot stand above. */
function limitPart(
  context: CallContext,
  site: CallSite,
  shape: GetShape,
  isAsync: boolean,
): Part | undefined {
  const { file, use } = site;
  const [first] = shape.call.args;
  if (!first) return {};
  const seconds = numberOf(constantOf(file.names, first.value, use.scope));
  if (seconds === undefined || seconds > LOOK) {
    const message = 'a queue handle waits without a time limit: `timeout=` is left out';
    return { reasons: [differs(context, site, message)] };
  }
  const look = lookFirst(site, shape, isAsync);
  const message = `\`TimeoutError\` is raised where the request is not done at this moment: Modal waits ${seconds} s for it`;
  return seconds === 0 || !look
    ? look
    : mergeParts([look, { reasons: [differs(context, site, message)] }]);
}

/** `await call.get.aio(timeout=5)` → `await asyncio.wait_for(asyncio.wrap_future(call), 5)`. */
function futureResult({ file }: CallSite, { call: whole, target, verb, aio }: GetShape): Part {
  if (!aio) return { edits: [{ span: verb.attrSpan, text: 'result' }] };
  const { source } = file.names.module;
  const future = `asyncio.wrap_future(${textOfExpr(source, target)})`;
  const [timeout] = whole.args;
  const text = timeout
    ? `asyncio.wait_for(${future}, ${textOfExpr(source, timeout.value)})`
    : future;
  return { edits: [{ span: whole.span, text }], needs: [{ module: 'asyncio' }] };
}
