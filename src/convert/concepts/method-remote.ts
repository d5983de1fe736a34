import type { CallSite } from '../../program/units.ts';
import { clientCall } from '../calls/client-call.ts';
import { handedOn } from '../calls/handed-on.ts';
import { inClassCall } from '../calls/in-class.ts';
import { callShape, isOnSelf } from '../calls/shape.ts';
import { isStreamed, streamCall } from '../calls/stream-call.ts';
import type { CallContext, Part } from '../part.ts';

/** `Model().generate.remote(prompt="x")` → `fal_client.subscribe("owner/app", arguments={"prompt": "x"})`. */
export function call(context: CallContext, site: CallSite): Part {
  const shape = callShape(site);
  if (shape && isOnSelf(site, shape)) return inClassCall(context, site, shape);
  // Modal once gave the items of a generator to a plain call too.
  if (isStreamed(context, site)) return streamCall(context, site);
  const value = site.use.call ? undefined : handedOn(context, site, 'subscribe');
  return value ?? clientCall(context, site, 'subscribe');
}
