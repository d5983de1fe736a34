import type { CallSite } from '../../program/units.ts';
import type { CallContext, Part } from '../part.ts';

/** What is left of a volume in a unit's code when mounts and commits are gone. */
export function call({ rule, unit }: CallContext, { use }: CallSite): Part {
  if (!unit) return {};
  const { name } = use.symbol;
  const sync = /\.(?:commit|reload)$/.test(name);
  const message = sync
    ? `\`/data\` needs no \`${name.replace(/^modal\./, '')}\`: take it out`
    : `\`${name}\` has no counterpart on fal: work on the volume's directory under \`/data\``;
  return { reasons: [{ rule: rule.id, verdict: 'manual', message, span: use.span }] };
}
