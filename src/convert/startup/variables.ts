import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import { isUnknown } from '../../python/place.ts';
import type { Program } from '../../program/program.ts';
import { namesSecret } from '../../program/secret-names.ts';
import type { Setting, Unit } from '../../program/units.ts';
import type { FalSetting, Style, UnitContext } from '../part.ts';
import { cacheVariables, hasOwnLines } from '../mounts/caches.ts';
import { readsOf } from '../secrets/environment.ts';
import { pythonString } from '../settings/literals.ts';
import { rewriteMountPath } from '../mounts/mounts.ts';
import { mountsOf } from '../mounts/read-mounts.ts';
import { entryRemarks } from '../remarks/remarks.ts';
import { readSecrets } from '../secrets/read-secrets.ts';

type Context = Pick<UnitContext, 'program' | 'unit'> & {
  readonly style: Style;
  readonly collected: readonly FalSetting[];
};
type Variables = readonly (readonly [key: string, value: string])[];

/**
 * `env={"MODE": "fast"}` as statements at the start of a unit; none where a value is not known before the program runs.
 * So it is said where volumes are that libraries look for, unless the image says it.
 */
export function variableLines(context: Context): string[] {
  const { program, unit, collected } = context;
  const { quote } = context.style;
  const caches = hasOwnLines(collected) ? [] : cacheVariables(unit);
  const all = new Map([...caches, ...plainSecrets(program, unit), ...plainVariables(unit)]);
  const setting = unit.settings.get('env');
  const remarks = setting ? entryRemarks(setting.names, setting.value, setting.scope) : [];
  return [...all].flatMap(([key, value]) => {
    const remark = remarks.find(({ word }) => word === key);
    const behind = remark?.behind === undefined ? '' : `  ${remark.behind}`;
    const line = `os.environ[${pythonString(key, quote)}] = ${pythonString(value, quote)}${behind}`;
    return [...(remark?.above ?? []), line, ...(remark?.below ?? [])];
  });
}

/**
 * The variables of `env=` that a unit can set itself, with their values, whose paths follow their volumes; what may be a secret is not
 * written a second time.
 */
export function plainVariables(unit: Unit): Variables {
  const setting = unit.settings.get('env');
  const mounts = mountsOf(unit);
  return (setting ? textsOf(setting) : []).flatMap(([key, value]): Variables =>
    namesSecret(key) ? [] : [[key, rewriteMountPath(value, mounts)]],
  );
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
