import type { CallSite } from '../../program/units.ts';
import { inClassCall } from '../calls/in-class.ts';
import { callShape, isOnSelf } from '../calls/shape.ts';
import { streamCall } from '../calls/stream-call.ts';
import type { CallContext, Part } from '../part.ts';

/** `Model().generate.remote_gen(x)` → `fal_client.stream(…)`: events as they come, outside of the queue. */
export function call(context: CallContext, site: CallSite): Part {
  const shape = callShape(site);
  if (shape && isOnSelf(site, shape)) return inClassCall(context, site, shape);
  return streamCall(context, site);
}
