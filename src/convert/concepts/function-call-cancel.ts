import type { CallSite } from '../../program/units.ts';
import { receivedBy, UNSPAWNED } from '../calls/spawned.ts';
import { callShape, differs, manual } from '../calls/shape.ts';
import { textOfExpr } from '../layout.ts';
import type { CallContext, Part } from '../part.ts';

/** `call.cancel()` stays; on fal it stops what waits, and asks what runs to stop. */
export function call(context: CallContext, site: CallSite): Part {
  const shape = callShape(site);
  const received = receivedBy(context, site);
  if (received === 'none') return manual(context, site, UNSPAWNED);
  if (!shape || !received)
    return manual(
      context,
      site,
      'where this call was spawned is not known here: a handle and a future both have `cancel()`',
    );
  const { kind, isAsync } = received;
  if (isAsync && !shape.aio)
    return manual(context, site, 'this handle comes from `submit_async`: `await` its `cancel()`');
  const message =
    kind === 'future'
      ? '`cancel()` stops a call that waits to be sent, not one that runs'
      : '`cancel()` takes a request out of the queue, and only asks one that runs to stop';
  const { source } = site.file.names.module;
  const text = `${textOfExpr(source, shape.target)}.cancel()`;
  // Only a handle that came from asynchronous code has something to await.
  const { span } = shape.aio && !isAsync ? shape.whole : shape.call;
  const { start, end } = shape.call.argsSpan;
  const inner = { span: { start: start + 1, end: end - 1 }, text: '' };
  return {
    edits: shape.aio ? [{ span, text }] : shape.call.args.length > 0 ? [inner] : [],
    reasons: [differs(context, site, message)],
  };
}
