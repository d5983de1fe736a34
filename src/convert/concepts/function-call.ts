import type { CallSite } from '../../program/units.ts';
import { manual } from '../calls/shape.ts';
import type { CallContext, Part } from '../part.ts';

const OTHER =
  'a spawned call is a future of a function, or a handle of a request: neither has this';

const WHAT = new Map([
  [
    'modal.FunctionCall.from_id',
    'a request is found again by the id of its app and its own: `fal_client.status(app, id)` tells whether it is done, `fal_client.result(app, id)` waits for it; a future has no id',
  ],
  [
    'modal.FunctionCall',
    '`f.submit(…)` gives a `concurrent.futures.Future`, `fal_client.submit(…)` a `fal_client.SyncRequestHandle`',
  ],
]);

/** What is left of the class: look-ups by id, its name as a type. */
export function call(context: CallContext, site: CallSite): Part {
  return manual(context, site, WHAT.get(site.use.symbol.name) ?? OTHER);
}
