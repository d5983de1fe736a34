import type { Setting } from '../../program/units.ts';
import type { Part, UnitContext } from '../part.ts';
import { hostPart } from '../machines/hosts.ts';

/** `memory=4096` → the smallest machine type that holds it; where `cpu=` stands too, that decides for both. */
export function setting(context: UnitContext, setting: Setting): Part {
  return context.unit.settings.has('cpu') ? {} : hostPart(context, setting);
}
