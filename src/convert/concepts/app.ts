import type { CallSite } from '../../program/units.ts';
import { looseMention } from '../dockerfile/loose.ts';
import type { CallContext, Part } from '../part.ts';

/** An App goes with its units; one that code makes while it runs has none that fal could deploy. */
export function call(context: CallContext, site: CallSite): Part {
  const { rule } = context;
  const { reasons = [] } = looseMention(context, site);
  const message =
    'fal has no App object, and deploys what stands at the top of a file: write functions and classes there, and call what is deployed by its id with `fal_client`';
  return { reasons: reasons.map((reason) => ({ ...reason, rule: rule.id, message })) };
}
