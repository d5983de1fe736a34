import type { CallSite } from '../../program/units.ts';
import type { CallContext, Part } from '../part.ts';
import { ruleReason } from '../verdict.ts';
import { goesWithListing } from '../volumes/list.ts';

/** What a listing of a volume is compared with goes with the listing; the rest is marked. */
export function call(context: CallContext, site: CallSite): Part {
  const { use } = site;
  if (/\bFileEntryType\./.test(use.symbol.name) && goesWithListing(context, site)) return {};
  const name = `\`${use.symbol.legacy ?? use.symbol.name}\``;
  return { reasons: [ruleReason(context.rule, use.span, name)] };
}
