import type { CallSite } from '../../program/units.ts';
import type { CallContext, Part } from '../part.ts';

/** A layer outside of every unit: those that use the image carry it, and it needs no conversion of its own. */
export function looseLayer({ unit, rule }: CallContext, { use }: CallSite): Part {
  if (!unit) return {};
  const message =
    'An image is made while the code runs, which fal cannot: write it as a Dockerfile';
  return { reasons: [{ rule: rule.id, verdict: 'manual', message, span: use.span }] };
}
