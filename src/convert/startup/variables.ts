import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Setting, Unit } from '../../program/units.ts';
import type { Style } from '../part.ts';
import { pyString } from '../settings/literals.ts';

/** What nobody should find in a program; such a value is not written a second time. */
const SECRET = /TOKEN|KEY|SECRET|PASSW|CREDENTIAL|DSN|PRIVATE/i;

/** `env={"MODE": "fast"}` as statements at the start of a unit; none where a value is not known before the program runs. */
export function variableLines(unit: Unit, { quote }: Style): string[] {
  return plainVariables(unit).map(
    ([key, value]) => `os.environ[${pyString(key, quote)}] = ${pyString(value, quote)}`,
  );
}

/** The variables of `env=` that a unit can set itself, with their values. */
export function plainVariables({ settings }: Unit): readonly (readonly [string, string])[] {
  const setting = settings.get('env');
  return (setting ? textsOf(setting) : []).filter(([key]) => !SECRET.test(key));
}

function textsOf({ names, value, scope }: Setting): [string, string][] {
  const dict = constantOf(names, value, scope);
  if (dict.kind !== 'dict') return [];
  const entries = dict.entries.map((entry) => [textOf(entry.key), textOf(entry.value)] as const);
  const known = entries.flatMap(([key, text]): [string, string][] =>
    key === undefined || text === undefined ? [] : [[key, text]],
  );
  return known.length === entries.length ? known : [];
}
