import type { CallSite } from '../../program/units.ts';
import type { CallContext, Part } from '../part.ts';

/** An object that a unit lists in a keyword: the keyword speaks for it, so that only one made in the unit's own code is marked. */
export function objectCall({ rule, unit }: CallContext, { use }: CallSite): Part {
  if (!unit) return {};
  const message = rule.reason ?? `${rule.modal} has to be converted by hand: see ${rule.url}`;
  const verdict = rule.verdict === 'no-equivalent' ? 'no-equivalent' : 'manual';
  return { reasons: [{ rule: rule.id, verdict, message, span: use.span }] };
}
