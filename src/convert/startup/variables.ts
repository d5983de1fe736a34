import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import { namesSecret } from '../../program/secret-names.ts';
import type { Setting, Unit } from '../../program/units.ts';
import type { Style } from '../part.ts';
import { pythonString } from '../settings/literals.ts';

/** `env={"MODE": "fast"}` as statements at the start of a unit; none where a value is not known before the program runs. */
export function variableLines(unit: Unit, { quote }: Style): string[] {
  return plainVariables(unit).map(
    ([key, value]) => `os.environ[${pythonString(key, quote)}] = ${pythonString(value, quote)}`,
  );
}

/** The variables of `env=` that a unit can set itself, with their values; what may be a secret is not written a second time. */
export function plainVariables({ settings }: Unit): readonly (readonly [string, string])[] {
  const setting = settings.get('env');
  return (setting ? textsOf(setting) : []).filter(([key]) => !namesSecret(key));
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
