import type { CallSite } from '../../program/units.ts';
import { spawnBehind, spawnedKind } from '../calls/spawned.ts';
import { callShape, differs, manual } from '../calls/shape.ts';
import type { CallContext, Part } from '../part.ts';

/** `call.cancel()` stays; on fal it stops what waits, and asks what runs to stop. */
export function call(context: CallContext, site: CallSite): Part {
  const shape = callShape(site);
  const spawned = spawnBehind(site, site.use.receiver);
  const kind = spawned && spawnedKind(context, site, spawned);
  if (!shape || kind === undefined)
    return manual(
      context,
      site,
      'where this call was spawned is not known here: a handle and a future both have `cancel()`',
    );
  if (shape.aio) return manual(context, site, 'a handle and a future have a plain `cancel()`');
  const { start, end } = shape.call.argsSpan;
  const message =
    kind === 'future'
      ? '`cancel()` stops a call that waits to be sent, not one that runs'
      : '`cancel()` takes a request out of the queue, and only asks one that runs to stop';
  return {
    edits:
      shape.call.args.length > 0 ? [{ span: { start: start + 1, end: end - 1 }, text: '' }] : [],
    reasons: [differs(context, site, message)],
  };
}
