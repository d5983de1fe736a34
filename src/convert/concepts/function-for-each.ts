import type { CallSite } from '../../program/units.ts';
import { manyCalls } from '../calls/many.ts';
import { manyRequests } from '../calls/many-requests.ts';
import { isRequest } from '../calls/shape.ts';
import type { CallContext, Part } from '../part.ts';

/** `f.for_each(…)` becomes a future a call, or a request a call where the function is an app; see `manyCalls` and `manyRequests`. */
export function call(context: CallContext, site: CallSite): Part {
  const many = isRequest(context, site) ? manyRequests : manyCalls;
  return many(context, site, 'for_each');
}
