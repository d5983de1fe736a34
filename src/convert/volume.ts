import type { CallSite } from '../program/units.ts';
import type { Part, UnitContext } from './part.ts';
import { reason } from './settings/reasons.ts';

/** What is left of a volume in a unit's code when mounts and commits are gone. */
export function call(context: UnitContext, { use }: CallSite): Part {
  const { name } = use.symbol;
  const sync = /\.(?:commit|reload)$/.test(name);
  const message = sync
    ? `\`/data\` needs no \`${name.replace(/^modal\./, '')}\`: take it out`
    : `\`${name}\` has no counterpart on fal: work on the volume's directory under \`/data\``;
  return { reasons: [reason(context, 'manual', message, use.span)] };
}
