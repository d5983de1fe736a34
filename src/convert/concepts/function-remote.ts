import type { CallSite } from '../../program/units.ts';
import { plainCall } from '../calls/plain-call.ts';
import type { CallContext, Part } from '../part.ts';

/** `f.remote(x)` → `f(x)`: calling a `fal.function` runs it on fal. */
export function call(context: CallContext, site: CallSite): Part {
  return plainCall(context, site, '');
}
