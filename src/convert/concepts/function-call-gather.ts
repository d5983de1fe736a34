import type { CallSite } from '../../program/units.ts';
import { argumentKind, gatheredShape } from '../calls/spawned.ts';
import { callShape, manual, type CallShape } from '../calls/shape.ts';
import { decodedText, receiveNeeds } from '../endpoints/base64.ts';
import type { CallContext, Part } from '../part.ts';

/** `gather(f.spawn(1), g.spawn(2))` → `[future.result() for future in (f.submit(1), g.submit(2))]`. */
export function call(context: CallContext, site: CallSite): Part {
  const shape = callShape(site);
  const kinds = new Set(shape?.call.args.map((arg) => argumentKind(context, site, arg)));
  const [kind] = kinds;
  if (!shape || kind === undefined || kinds.size !== 1)
    return manual(
      context,
      site,
      'where these calls were spawned is not known here: wait for each, a future with `result()`, a handle with `get()`',
    );
  if (shape.aio && kind === 'handle')
    return manual(context, site, 'wait for each handle with `await asyncio.to_thread(handle.get)`');
  if (shape.aio) return awaited(shape);
  if (kind === 'future') return listed(shape, 'future.result() for future');
  const result = gatheredShape(context, site, shape.call.args);
  if (!result) return listed(shape, 'handle.get() for handle');
  const each =
    result === 'mixed' ? undefined : decodedText(result, { text: 'handle.get()', isName: false });
  if (each === undefined)
    return manual(
      context,
      site,
      'some of these calls give bytes or objects, which arrive as text or dicts: wait for each handle with `get()`, and make what it gives again what it was',
    );
  return {
    ...listed(shape, `${each} for handle`),
    needs: result === 'mixed' ? [] : receiveNeeds(result),
  };
}

function listed({ call: { span, args, argsSpan } }: CallShape, each: string): Part {
  const [only, more] = args;
  // `gather(*calls)` goes through `calls` itself.
  const spread = only?.star === '*' && !more ? only.value.span : undefined;
  const inner = spread ?? argsSpan;
  const last = argsSpan.end - 1;
  const comma = only && !more && !spread ? [{ span: { start: last, end: last }, text: ',' }] : [];
  return {
    edits: [
      { span: { start: span.start, end: inner.start }, text: `[${each} in ` },
      ...comma,
      { span: { start: inner.end, end: span.end }, text: ']' },
    ],
  };
}

/** `await gather.aio(f.spawn(1))` → `await asyncio.gather(*[asyncio.wrap_future(future) for future in (f.submit(1),)])`. */
function awaited({ call: { span, args, argsSpan } }: CallShape): Part {
  const comma = args.length === 1 ? ',' : '';
  return {
    edits: [
      {
        span: { start: span.start, end: argsSpan.start + 1 },
        text: 'asyncio.gather(*[asyncio.wrap_future(future) for future in (',
      },
      { span: { start: argsSpan.end - 1, end: span.end }, text: `${comma})])` },
    ],
    needs: [{ module: 'asyncio' }],
  };
}
