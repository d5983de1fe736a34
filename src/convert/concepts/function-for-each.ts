import type { CallSite } from '../../program/units.ts';
import { manyCalls } from '../calls/many.ts';
import type { CallContext, Part } from '../part.ts';

/** `f.for_each(…)` becomes a future a call; see `manyCalls`. */
export function call(context: CallContext, site: CallSite): Part {
  return manyCalls(context, site, 'for_each');
}
