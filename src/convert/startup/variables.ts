import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import { isUnknown } from '../../python/place.ts';
import type { Program } from '../../program/program.ts';
import { namesSecret } from '../../program/secret-names.ts';
import type { Setting, Unit } from '../../program/units.ts';
import type { Style, UnitContext } from '../part.ts';
import { readsOf } from '../settings/environment.ts';
import { pythonString } from '../settings/literals.ts';
import { readSecrets } from '../settings/read-secrets.ts';

type Context = Pick<UnitContext, 'program' | 'unit'> & { readonly style: Style };
type Variables = readonly (readonly [key: string, value: string])[];

/** `env={"MODE": "fast"}` as statements at the start of a unit; none where a value is not known before the program runs. */
export function variableLines({ program, unit, style: { quote } }: Context): string[] {
  const all = new Map([...plainSecrets(program, unit), ...plainVariables(unit)]);
  return [...all].map(
    ([key, value]) => `os.environ[${pythonString(key, quote)}] = ${pythonString(value, quote)}`,
  );
}

/** The variables of `env=` that a unit can set itself, with their values; what may be a secret is not written a second time. */
export function plainVariables({ settings }: Unit): Variables {
  const setting = settings.get('env');
  return (setting ? textsOf(setting) : []).filter(([key]) => !namesSecret(key));
}

/** Variables that `Secret.from_dict` has as constants that are no secrets, which a unit can set itself: nothing reads them earlier. */
export function plainSecrets(program: Program, unit: Unit): Variables {
  const setting = unit.settings.get('secrets');
  const groups = setting ? readSecrets(setting) : [];
  if (isUnknown(groups)) return [];
  const plain = groups.flatMap(({ plain = [], maybe }) => (maybe ? [] : plain));
  if (plain.length === 0) return [];
  const early = readsOf(program, unit).flatMap(({ key, atImport }) => (atImport ? [key] : []));
  return plain.filter(([key]) => !early.includes(key));
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
