import { constantOf, numberOf } from '../../python/constants.ts';
import type { Setting } from '../../program/units.ts';
import type { Part, UnitContext } from '../part.ts';
import { follow, type Located } from '../settings/follow.ts';
import { only, written } from '../settings/reasons.ts';

/** fal repeats requests whose runner was lost, never those that raised: what retries an exception stands in the code. */
export function setting(context: UnitContext, setting: Setting): Part {
  const at = follow({ ...setting, expr: setting.value });
  const count = retriesOf(at);
  if (count === 0) return {};
  // `max_retries` of fal's helper counts the first attempt too.
  const attempts = count === undefined ? 'n + 1' : count + 1;
  const message = `\`${written(setting)}\` repeats calls that raised, which fal does not: put \`fal.toolkit.utils.retry.retry(max_retries=${attempts})\` on the function that may fail`;
  return only(context, setting, 'manual', message);
}

/** 0 for `retries=0` and `None`; `undefined` where the number is not known. */
function retriesOf({ names, scope, expr }: Located): number | undefined {
  const constant = constantOf(names, expr, scope);
  if (constant.kind === 'value' && constant.value === null) return 0;
  const number = numberOf(constant);
  if (number !== undefined) return number;
  const value = names.valueOf(expr, scope);
  if (value.kind !== 'instance' || value.of !== 'modal.Retries') return undefined;
  const call = value.origin?.expr;
  const argument =
    call?.kind === 'call' ? call.args.find(({ name }) => name === 'max_retries') : undefined;
  if (!argument || !value.origin) return undefined;
  return numberOf(constantOf(value.origin.names, argument.value, value.origin.scope));
}
