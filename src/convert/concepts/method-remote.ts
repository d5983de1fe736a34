import type { CallSite } from '../../program/units.ts';
import { inClassCall } from '../calls/in-class.ts';
import { awaitedRequest } from '../calls/requests.ts';
import { callShape, isOnSelf } from '../calls/shape.ts';
import type { CallContext, Part } from '../part.ts';

/** `Model().generate.remote(prompt="x")` → `fal_client.subscribe("owner/app", arguments={"prompt": "x"})`. */
export function call(context: CallContext, site: CallSite): Part {
  const shape = callShape(site);
  if (shape && isOnSelf(site, shape)) return inClassCall(context, site, shape);
  return awaitedRequest(context, site);
}
