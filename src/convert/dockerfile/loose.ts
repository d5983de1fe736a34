import type { Rule } from '../../model/rule.ts';
import type { Span } from '../../model/span.ts';
import type { CallSite } from '../../program/units.ts';
import type { CallContext, Part } from '../part.ts';
import { ruleReason } from '../verdict.ts';

/** An annotation outside of every unit asks for nothing; any other use is converted by hand. */
export function looseMention({ unit, rule }: CallContext, { use }: CallSite): Part {
  return use.role === 'reference' && !unit ? {} : byHand(rule, use.span);
}

/** An object of a unit that is made while its code runs; what stands outside of every unit is read by those that use it. */
export function looseObject({ unit, rule }: CallContext, { use }: CallSite): Part {
  return unit ? byHand(rule, use.span) : {};
}

function byHand(rule: Rule, span: Span): Part {
  return { reasons: [{ ...ruleReason(rule, span), verdict: 'manual' }] };
}

/** A layer outside of every unit: those that use the image carry it, and it needs no conversion of its own. */
export function looseLayer({ unit, rule }: CallContext, { use }: CallSite): Part {
  if (!unit) return {};
  const message =
    'An image is made while the code runs, which fal cannot: write it as a Dockerfile';
  return { reasons: [{ rule: rule.id, verdict: 'manual', message, span: use.span }] };
}
