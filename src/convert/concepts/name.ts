import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Setting } from '../../program/units.ts';
import type { Part, UnitContext } from '../part.ts';
import { isUnset } from '../settings/dropped.ts';
import { only, written } from '../settings/reasons.ts';

/** The name under which others look the function up; on fal that is the app's name, which `fal deploy` gives. */
export function setting(context: UnitContext, setting: Setting): Part {
  const name = textOf(constantOf(setting.names, setting.value, setting.scope));
  if (isUnset(setting) || name === context.unit.name) return {};
  const message = `\`${written(setting)}\` goes: whoever looks the function up takes the name that it is deployed under`;
  return only(context, setting, 'rewrite-unsafe', message);
}
