import type { Setting } from '../../program/units.ts';
import type { Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import { isUnset } from '../settings/dropped.ts';
import { keysOf } from '../secrets/environment.ts';
import { listed } from '../settings/literals.ts';
import { only } from '../settings/reasons.ts';
import { plainVariables } from '../startup/variables.ts';

/** fal has no plain variables beside an image's `ENV`: the unit sets them where it starts. */
export function setting(context: UnitContext, setting: Setting): Part {
  if (isUnset(setting)) return {};
  const keys = keysOf({ ...setting, expr: setting.value });
  const plain = plainVariables(context.unit).map(([key]) => key);
  const others = keys.filter((key) => !plain.includes(key));
  const first = context.unit.kind === 'class' ? '`setup`' : `\`${context.unit.name}\``;
  const set = `${first} sets ${listed(plain)} itself, as fal sets no variables for an app`;
  const names = keys.length > 0 ? listed(others) : 'the variables of `env=`';
  const left = `fal sets no variables for an app: set ${names} in \`os.environ\` at the start of ${first}, or with \`fal secrets set\``;
  return mergeParts([
    plain.length > 0 ? only(context, setting, 'rewrite-unsafe', set) : {},
    others.length > 0 || keys.length === 0 ? only(context, setting, 'manual', left) : {},
  ]);
}
