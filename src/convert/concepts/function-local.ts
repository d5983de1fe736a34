import type { CallSite } from '../../program/units.ts';
import { plainCall } from '../calls/plain-call.ts';
import { isRequest } from '../calls/shape.ts';
import type { CallContext, Part } from '../part.ts';

/** `f.local(x)` → `f.run_local(x)`; a function that is an app is itself a plain function. */
export function call(context: CallContext, site: CallSite): Part {
  return plainCall(context, site, isRequest(context, site) ? '' : '.run_local');
}
