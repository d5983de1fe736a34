import type { Setting } from '../../program/units.ts';
import type { Part, UnitContext } from '../part.ts';
import { isUnset } from '../settings/dropped.ts';
import { keysOf } from '../settings/environment.ts';
import { listed } from '../settings/literals.ts';
import { only } from '../settings/reasons.ts';

/** fal has no plain variables beside an image's `ENV`; values are not copied, since nobody knows which are secret. */
export function setting(context: UnitContext, setting: Setting): Part {
  if (isUnset(setting)) return {};
  const keys = keysOf({ ...setting, expr: setting.value });
  const names = keys.length > 0 ? listed(keys) : 'the variables of `env=`';
  const first = context.unit.kind === 'class' ? '`setup`' : `\`${context.unit.name}\``;
  const message = `fal sets no variables for an app: set ${names} in \`os.environ\` at the start of ${first}, or with \`fal secrets set\``;
  return only(context, setting, 'manual', message);
}
