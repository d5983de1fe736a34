import type { CallSite } from '../../program/units.ts';
import { isTypeOfLookUp } from '../calls/types.ts';
import type { CallContext, Part } from '../part.ts';
import { ruleReason } from '../verdict.ts';

/** What is left of the class; as the type of what is looked up it goes with the look-up. */
export function call({ rule }: CallContext, site: CallSite): Part {
  if (isTypeOfLookUp(site)) return {};
  const { span, symbol } = site.use;
  return { reasons: [ruleReason(rule, span, `\`${symbol.legacy ?? symbol.name}\``)] };
}
