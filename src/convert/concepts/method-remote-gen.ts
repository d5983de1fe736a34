import type { CallSite } from '../../program/units.ts';
import { clientCall } from '../calls/client.ts';
import { inClassCall } from '../calls/in-class.ts';
import { callShape, differs, isOnSelf } from '../calls/shape.ts';
import { mergeParts } from '../parts.ts';
import type { CallContext, Part } from '../part.ts';

/** `Model().generate.remote_gen(x)` → `fal_client.stream(…)`: events as they come, outside of the queue. */
export function call(context: CallContext, site: CallSite): Part {
  const shape = callShape(site);
  if (shape && isOnSelf(site, shape)) return inClassCall(context, site, shape);
  const part = clientCall(context, site, 'stream');
  const message =
    'a stream is a direct request: it does not go through the queue and is not retried';
  return part.edits ? mergeParts([part, { reasons: [differs(context, site, message)] }]) : part;
}
