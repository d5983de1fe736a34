import type { CallSite } from '../../program/units.ts';
import { plainCall } from '../calls/plain-call.ts';
import { awaitedRequest } from '../calls/requests.ts';
import { isRequest } from '../calls/shape.ts';
import type { CallContext, Part } from '../part.ts';

/** `f.remote(x)` → `f(x)`: calling a `fal.function` runs it on fal; one that is an app gets a request. */
export function call(context: CallContext, site: CallSite): Part {
  return isRequest(context, site) ? awaitedRequest(context, site) : plainCall(context, site, '');
}
