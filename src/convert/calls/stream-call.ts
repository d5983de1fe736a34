import type { CallSite } from '../../program/units.ts';
import { isGenerator } from '../endpoints/endpoint.ts';
import type { CallContext, Part } from '../part.ts';
import { mergeParts } from '../parts.ts';
import { clientCall } from './client-call.ts';
import { calledUnit, differs } from './shape.ts';

/** Whether a call is one of a method that yields. */
export function isStreamed(context: CallContext, site: CallSite): boolean {
  const unit = calledUnit(context, site);
  const method = unit?.methods.find(({ stmt }) => stmt.name === site.method);
  return method?.role === 'method' && isGenerator(method.stmt);
}

/** `fal_client.stream(…)` in the place of a call. */
export function streamCall(context: CallContext, site: CallSite): Part {
  const part = clientCall(context, site, 'stream');
  const message =
    'a stream is a direct request: it does not go through the queue and is not retried';
  return part.edits && part.edits.length > 0
    ? mergeParts([part, { reasons: [differs(context, site, message)] }])
    : part;
}
