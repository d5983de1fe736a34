import { numberOf, truthOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Setting } from '../../program/units.ts';
import type { Part, UnitContext } from '../part.ts';
import { isUnset } from '../settings/dropped.ts';
import { only, written } from '../settings/reasons.ts';

const HEADER = 'the header `x-fal-stop-runner: true` of a response ends its runner';

/** `single_use_containers=True` → `keep_alive = 0`: the nearest, as nothing keeps a runner from a call that waits already. */
export function setting(context: UnitContext, setting: Setting): Part {
  const { names, value, scope } = setting;
  const once = truthOf(constantOf(names, value, scope));
  if (once === false) return {};
  const what = `\`${written(setting)}\``;
  if (once === undefined) {
    const message = `whether ${what} holds is not known here: where it does, write \`keep_alive = 0\`, which ends a runner when no call waits`;
    return only(context, setting, 'manual', message);
  }
  const warm = warmOf(context);
  if (warm) {
    const message = `runners that \`${warm.name}=\` keeps up take one call after another, where ${what} gave each a new container: ${HEADER}`;
    return only(context, setting, 'manual', message);
  }
  const message = `${what} becomes \`keep_alive = 0\`, which ends a runner when its call is done; where another call waits, the same runner may take it first (${HEADER})`;
  return {
    ...only(context, setting, 'rewrite-unsafe', message),
    settings: [{ name: 'keep_alive', value: '0', first: true }],
  };
}

/** A setting that keeps runners up without work. */
function warmOf({ unit: { settings } }: UnitContext): Setting | undefined {
  const found = [settings.get('min_containers'), settings.get('buffer_containers')];
  return found.find((setting) => setting !== undefined && !isNone(setting));
}

function isNone(setting: Setting): boolean {
  const { names, value, scope } = setting;
  return isUnset(setting) || numberOf(constantOf(names, value, scope)) === 0;
}
