import type { CallSite } from '../../program/units.ts';
import { inClassCall } from '../calls/in-class.ts';
import { callShape, isOnSelf, manual } from '../calls/shape.ts';
import type { CallContext, Part } from '../part.ts';

/** `self.m.local(x)` inside the class is a plain call; outside of it there is no object to call. */
export function call(context: CallContext, site: CallSite): Part {
  const shape = callShape(site);
  if (shape && isOnSelf(site, shape)) return inClassCall(context, site, shape);
  return manual(
    context,
    site,
    `\`${site.method ?? 'the method'}\` runs in this process: move what it does into a plain function and call that`,
  );
}
