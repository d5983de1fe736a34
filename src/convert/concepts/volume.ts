import type { CallSite } from '../../program/units.ts';
import type { CallContext, Part } from '../part.ts';
import { syncCall } from '../mounts/sync-call.ts';
import { isSync } from '../mounts/syncs.ts';

/** What is left of a volume in a unit's code when mounts and commits are gone. */
export function call(context: CallContext, site: CallSite): Part {
  const { rule, unit } = context;
  const { use } = site;
  if (!unit) return {};
  if (isSync(use)) return syncCall(context, site);
  const message = `\`${use.symbol.name}\` has no counterpart on fal: work on the volume's directory under \`/data\``;
  return { reasons: [{ rule: rule.id, verdict: 'manual', message, span: use.span }] };
}
