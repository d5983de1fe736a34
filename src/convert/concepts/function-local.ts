import type { CallSite } from '../../program/units.ts';
import { plainCall } from '../calls/plain-call.ts';
import type { CallContext, Part } from '../part.ts';

/** `f.local(x)` → `f.run_local(x)`. */
export function call(context: CallContext, site: CallSite): Part {
  return plainCall(context, site, '.run_local');
}
