import { textOf } from '../../python/constant.ts';
import { whyUnknown } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Setting } from '../../program/units.ts';
import type { Part, UnitContext } from '../part.ts';
import { isUnset } from '../settings/dropped.ts';
import { listed } from '../settings/literals.ts';
import { only, written } from '../settings/reasons.ts';

/** Options that change how fast a container starts, and nothing else. */
const ONLY_SPEED = new Set(['enable_gpu_snapshot']);

/** `experimental_options={"enable_gpu_snapshot": True}` goes; other options are named. */
export function setting(context: UnitContext, setting: Setting): Part {
  if (isUnset(setting)) return {};
  const constant = constantOf(setting.names, setting.value, setting.scope);
  if (constant.kind !== 'dict') {
    const why = whyUnknown(constant) ?? 'no dict';
    const message = `\`${written(setting)}\` is ${why}, and fal has no such options: delete it`;
    return only(context, setting, 'manual', message);
  }
  const names = constant.entries.map(({ key }) => textOf(key) ?? '…');
  const others = names.filter((name) => !ONLY_SPEED.has(name));
  const message =
    others.length === 0
      ? `fal keeps no snapshots, so ${listed(names)} goes and starts take longer`
      : `fal has nothing like the experimental ${others.length === 1 ? 'option' : 'options'} ${listed(others)}`;
  return only(context, setting, others.length === 0 ? 'rewrite-unsafe' : 'no-equivalent', message);
}
