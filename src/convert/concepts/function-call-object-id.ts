import type { CallSite } from '../../program/units.ts';
import { receivedBy } from '../calls/spawned.ts';
import { differs, manual } from '../calls/shape.ts';
import type { CallContext, Part } from '../part.ts';

const NAME = 'object_id';

/** `call.object_id` → `handle.request_id`. */
export function call(context: CallContext, site: CallSite): Part {
  const received = receivedBy(context, site);
  const kind = received === 'none' ? undefined : received?.kind;
  const { end } = site.use.span;
  if (kind === 'future')
    return manual(
      context,
      site,
      'a future has no id by which another process finds it: make the function an app, whose requests have a `request_id`',
    );
  if (kind === undefined || site.file.names.module.source.slice(end - NAME.length, end) !== NAME)
    return manual(
      context,
      site,
      'where this call was spawned is not known here: a handle has a `request_id`, a future has no id',
    );
  const message =
    'the id is that of a request: whoever asks for it by its id has to name the app too';
  return {
    edits: [{ span: { start: end - NAME.length, end }, text: 'request_id' }],
    reasons: [differs(context, site, message)],
  };
}
