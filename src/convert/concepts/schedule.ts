import { numberOf, textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Setting } from '../../program/units.ts';
import type { CallExpr } from '../../python/syntax.ts';
import type { Part, UnitContext } from '../part.ts';
import { isUnset } from '../settings/dropped.ts';
import { follow } from '../../python/follow.ts';
import type { Located } from '../../python/place.ts';
import { only, written } from '../settings/reasons.ts';

/** fal has no scheduler: the mark holds the cron line for one outside. */
export function setting(context: UnitContext, setting: Setting): Part {
  if (isUnset(setting)) return {};
  const line = cronLine({ ...setting, expr: setting.value });
  const when = line === undefined ? '' : ` at \`${line}\``;
  const message = `fal has no schedules (\`${written(setting)}\`): let cron, a CI workflow or another scheduler start it${when}`;
  return only(context, setting, 'no-equivalent', message);
}

/** The five fields of a `Cron`, and of a `Period` that has them. */
function cronLine(at: Located): string | undefined {
  const { names, scope, expr } = follow(at);
  const value = names.valueOf(expr, scope);
  const origin = value.kind === 'instance' ? value.origin : undefined;
  if (value.kind !== 'instance' || origin?.expr.kind !== 'call') return undefined;
  const here = { ...origin, expr: origin.expr };
  if (value.of === 'modal.Cron') return cronText(here);
  return value.of === 'modal.Period' ? periodText(here) : undefined;
}

type Call = Pick<Located, 'names' | 'scope'> & { readonly expr: CallExpr };

function cronText({ names, scope, expr }: Call): string | undefined {
  const read = (found: CallExpr['args'][number] | undefined): string | undefined =>
    found && textOf(constantOf(names, found.value, scope));
  const line = read(expr.args.find(({ name }) => name === undefined || name === 'cron_string'));
  const zone = read(expr.args.find(({ name }) => name === 'timezone'));
  return line !== undefined && zone !== undefined ? `${line} (${zone})` : line;
}

/** A period of one unit that divides the next larger one evenly. */
function periodText({ names, scope, expr }: Call): string | undefined {
  const [argument, second] = expr.args;
  if (!argument || second) return undefined;
  const n = numberOf(constantOf(names, argument.value, scope));
  if (n === undefined || !Number.isInteger(n) || n < 1) return undefined;
  const every = n === 1 ? '*' : `*/${n}`;
  if (argument.name === 'minutes' && 60 % n === 0) return `${every} * * * *`;
  if (argument.name === 'hours' && 24 % n === 0) return `0 ${every} * * *`;
  if (argument.name === 'days' && n === 1) return '0 0 * * *';
  if (argument.name === 'weeks' && n === 1) return '0 0 * * 0';
  if (argument.name === 'months' && 12 % n === 0) return `0 0 1 ${every} *`;
  return argument.name === 'years' && n === 1 ? '0 0 1 1 *' : undefined;
}
