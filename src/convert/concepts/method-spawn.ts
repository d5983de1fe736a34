import type { CallSite } from '../../program/units.ts';
import { sentRequest } from '../calls/requests.ts';
import type { CallContext, Part } from '../part.ts';

/** `Model().generate.spawn(x)` → `fal_client.submit(…)`, whose handle has `get`, `status` and `cancel`. */
export function call(context: CallContext, site: CallSite): Part {
  return sentRequest(context, site);
}
