import type { Setting } from '../../program/units.ts';
import type { Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { maySecret, readsOf, variablesSet, type Read } from '../settings/environment.ts';
import { isUnknown } from '../settings/follow.ts';
import { listed, pyStrings } from '../settings/literals.ts';
import { readSecrets, type SecretGroup } from '../settings/read-secrets.ts';
import { only, reason, written } from '../settings/reasons.ts';

/** `secrets=[modal.Secret.from_name("hf", required_keys=["HF_TOKEN"])]` → `secrets = ["HF_TOKEN"]`. */
export function setting(context: UnitContext, setting: Setting): Part {
  const groups = readSecrets(setting);
  if (isUnknown(groups)) {
    const message = `\`${written(setting)}\` is ${groups.unknown}: list the variables that the code needs in \`secrets\``;
    return only(context, setting, 'manual', message);
  }
  const said = groups.flatMap(({ keys }) => keys);
  const silent = groups.filter(({ kind, keys }) => kind === 'named' && keys.length === 0);
  const read = silent.length > 0 ? candidates(context, said) : [];
  const keys = [...new Set([...said, ...read.map(({ key }) => key)])];
  const say = (verdict: Reason['verdict'], message: string): Reason =>
    reason(context, verdict, message, setting.value.span);
  const reasons = [
    ...silentReasons(context, silent, read, say),
    ...inlineReasons(groups, say),
    ...importReasons(context, keys, say),
  ];
  if (keys.length === 0) return { reasons };
  return { settings: [{ name: 'secrets', value: pyStrings(keys, context.style.quote) }], reasons };
}

/** Variables that the unit reads, nobody sets in the program, and no other secret holds. */
function candidates({ program, unit }: UnitContext, said: readonly string[]): Read[] {
  const set = variablesSet(program, unit);
  return readsOf(program, unit).filter(
    ({ key }) => !said.includes(key) && !set.has(key) && maySecret(key),
  );
}

type Say = (verdict: Reason['verdict'], message: string) => Reason;

/** A secret that does not tell its keys: they are taken from what the unit reads. */
function silentReasons(
  { unit }: UnitContext,
  silent: readonly SecretGroup[],
  read: readonly Read[],
  say: Say,
): Reason[] {
  if (silent.length === 0) return [];
  const names = silent.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const many = silent.length > 1;
  const what = `the ${many ? 'secrets' : 'secret'}${names.length > 0 ? ` ${listed(names)}` : ''}`;
  if (read.length === 0) {
    const message = `nothing says which variables ${what} ${many ? 'hold' : 'holds'}: set them with \`fal secrets set\` and name them in \`secrets\``;
    return [say('manual', message)];
  }
  const keys = listed(read.map(({ key }) => key));
  const message = `${what} ${many ? 'do' : 'does'} not list variables: \`secrets\` has what \`${unit.name}\` reads from its environment, ${keys}`;
  return [say('rewrite-unsafe', message)];
}

/** Secrets that the program makes itself: names may be written down, values never. */
function inlineReasons(groups: readonly SecretGroup[], say: Say): Reason[] {
  return groups.flatMap(({ kind, keys }) => {
    const names = keys.length > 0 ? listed(keys) : 'its variables';
    switch (kind) {
      case 'dict':
        return [
          say(
            'manual',
            `\`Secret.from_dict\` puts values into the program: set ${names} with \`fal secrets set\``,
          ),
        ];
      case 'local-environ':
        return [
          say(
            'manual',
            `\`Secret.from_local_environ\` copies variables of this machine: set ${names} with \`fal secrets set\``,
          ),
        ];
      case 'dotenv':
        return [
          say(
            'manual',
            '`Secret.from_dotenv` reads a file of variables: set them with `fal secrets set` and name them in `secrets`',
          ),
        ];
      case 'other':
        return [
          say(
            'manual',
            'a secret in `secrets=` is not made in this tree: set its variables with `fal secrets set` and name them in `secrets`',
          ),
        ];
      case 'named':
        return [];
    }
  });
}

/** Top-level code runs where `fal deploy` runs, and what it reads there is pickled into the app. */
function importReasons(
  { program, unit }: UnitContext,
  keys: readonly string[],
  say: Say,
): Reason[] {
  return readsOf(program, unit)
    .filter(({ key, atImport }) => atImport && keys.includes(key))
    .map(({ key }) =>
      say(
        'manual',
        `\`${key}\` is read when the file is imported, which on fal puts this machine's value into the app: read it in \`${unit.name}\``,
      ),
    );
}
