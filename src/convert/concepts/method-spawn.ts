import type { CallSite } from '../../program/units.ts';
import { clientCall } from '../calls/client-call.ts';
import { handedOn } from '../calls/handed-on.ts';
import type { CallContext, Part } from '../part.ts';

/** `Model().generate.spawn(x)` → `fal_client.submit(…)`, whose handle has `get`, `status` and `cancel`. */
export function call(context: CallContext, site: CallSite): Part {
  const value = site.use.call ? undefined : handedOn(context, site, 'submit');
  return value ?? clientCall(context, site, 'submit');
}
