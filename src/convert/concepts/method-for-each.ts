import type { CallSite } from '../../program/units.ts';
import { manyRequests } from '../calls/many-requests.ts';
import type { CallContext, Part } from '../part.ts';

/** `Model().run.for_each(…)` becomes a request an input; see `manyRequests`. */
export function call(context: CallContext, site: CallSite): Part {
  return manyRequests(context, site, 'for_each');
}
