import { constantOf } from '../../python/constants.ts';
import type { Argument } from '../../python/syntax.ts';
import type { UnitDecorator } from '../../program/units.ts';
import type { FalSetting, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { reason } from '../settings/reasons.ts';

/** What the keywords of a web decorator come to, `method=` and the port aside. */
export interface Told {
  readonly settings: readonly FalSetting[];
  readonly reasons: readonly Reason[];
}

const MESSAGES = new Map<string, readonly [Reason['verdict'], string]>([
  [
    'label',
    ['rewrite-unsafe', '`label=` named the address: on fal it follows from the user and the app'],
  ],
  ['docs', ['rewrite', '`docs=` is dropped: fal shows what an app takes in its playground']],
  [
    'custom_domains',
    ['no-equivalent', 'fal has no domains of your own: put a proxy before the address of the app'],
  ],
]);

/** Reads `label=`, `docs=`, `custom_domains=` and `requires_proxy_auth=` of a web decorator. */
export function toldBy(context: UnitContext, { call }: UnitDecorator): Told {
  const settings: FalSetting[] = [];
  const reasons: Reason[] = [];
  for (const arg of call?.args ?? []) {
    if (arg.name === undefined || isOff(context, arg)) continue;
    const known = MESSAGES.get(arg.name);
    if (known) reasons.push(reason(context, ...known, arg.span));
    if (arg.name !== 'requires_proxy_auth') continue;
    const { quote } = context.style;
    settings.push({ name: 'app_auth', value: `${quote}private${quote}` });
    reasons.push(reason(context, 'rewrite-unsafe', AUTH, arg.span));
  }
  return { settings, reasons };
}

const AUTH =
  'callers send `Authorization: Key <fal key>` in place of the headers `Modal-Key` and `Modal-Secret`';

/** Whether a keyword says what leaving it out says. */
function isOff({ file, unit }: UnitContext, { value }: Argument): boolean {
  const constant = constantOf(file.names, value, unit.scope);
  if (constant.kind === 'list') return constant.items.length === 0;
  return constant.kind === 'value' && (constant.value === null || constant.value === false);
}
