import type { CallSite } from '../../program/units.ts';
import type { Scope } from '../../python/scopes.ts';
import type { Use } from '../../python/uses.ts';
import type { CallContext, Part } from '../part.ts';
import type { Reason } from '../plan.ts';
import { ruleReason } from '../verdict.ts';

/** An object that a unit lists in a keyword: the keyword speaks for it, so that only one made in the unit's own code is marked. */
export function objectCall({ rule, unit }: CallContext, { use }: CallSite): Part {
  if (!unit) return inMethod(use.scope) ? { reasons: [staying(rule.id, use)] } : {};
  return { reasons: [ruleReason(rule, use.span, `\`${use.symbol.legacy ?? use.symbol.name}\``)] };
}

/** Whether code stands in a method of a class of the user's: what is made there is no variable that goes with its last use. */
function inMethod(scope: Scope): boolean {
  return scope.kind === 'function' && scope.parent?.kind === 'class';
}

function staying(rule: string, { symbol, span }: Use): Reason {
  const message = `\`${symbol.name}\` stands in a method, which stays when its units are converted: take it out, and what calls it`;
  return { rule, verdict: 'manual', message, span };
}
