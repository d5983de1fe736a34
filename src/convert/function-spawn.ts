import type { CallSite } from '../program/units.ts';
import { plainCall } from './calls/plain-call.ts';
import type { CallContext, Part } from './part.ts';

/** `f.spawn(x)` → `f.submit(x)`, a `concurrent.futures.Future`. */
export function call(context: CallContext, site: CallSite): Part {
  return plainCall(context, site, '.submit');
}
