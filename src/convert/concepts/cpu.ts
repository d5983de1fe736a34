import type { Setting } from '../../program/units.ts';
import type { Part, UnitContext } from '../part.ts';
import { hostPart } from '../machines/hosts.ts';

/** `cpu=2` → the smallest machine type that holds it, and `memory=` with it. */
export function setting(context: UnitContext, setting: Setting): Part {
  return hostPart(context, setting);
}
