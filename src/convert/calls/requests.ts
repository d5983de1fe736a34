import type { CallSite } from '../../program/units.ts';
import type { CallContext, Part } from '../part.ts';
import { clientCall } from './client-call.ts';
import { handedOn } from './handed-on.ts';
import { mergeParts } from '../parts.ts';
import { sentBack } from './sent-back.ts';
import { isStreamed, streamCall } from './stream-call.ts';

/** A request in the place of `f.remote(x)`, whose result is waited for. */
export function awaitedRequest(context: CallContext, site: CallSite): Part {
  // Modal once gave the items of a generator to a plain call too.
  if (isStreamed(context, site)) return streamCall(context, site);
  return requestAs(context, site, 'subscribe');
}

/** A request in the place of `f.spawn(x)`: a handle of the queue. */
export function sentRequest(context: CallContext, site: CallSite): Part {
  return mergeParts([requestAs(context, site, 'submit'), sentBack(context, site)]);
}

function requestAs(context: CallContext, site: CallSite, verb: 'subscribe' | 'submit'): Part {
  const value = site.use.call ? undefined : handedOn(context, site, verb);
  return value ?? clientCall(context, site, verb);
}
