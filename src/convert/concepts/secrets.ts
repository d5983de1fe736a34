import type { Setting } from '../../program/units.ts';
import type { Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import type { Reason } from '../plan.ts';
import { maySecret, readsOf, variablesSet } from '../settings/environment.ts';
import { isConfiguration, movedRead } from '../settings/import-reads.ts';
import { isUnknown } from '../../python/place.ts';
import {
  isLibrarySecret,
  libraryReads,
  readsUnseen,
  speaksOf,
} from '../settings/library-secrets.ts';
import { listed, pythonStrings } from '../settings/literals.ts';
import { readSecrets, type SecretGroup } from '../settings/read-secrets.ts';
import { only, reason, written } from '../settings/reasons.ts';

/** `secrets=[modal.Secret.from_name("hf", required_keys=["HF_TOKEN"])]` → `secrets = ["HF_TOKEN"]`. */
export function setting(context: UnitContext, setting: Setting): Part {
  const groups = readSecrets(setting);
  if (isUnknown(groups)) {
    const named = allNamed(context);
    const message = named
      ? `\`${written(setting)}\` is ${groups.unknown}: without \`secrets\`, \`${context.unit.name}\` sees all that \`fal secrets set\` exposes by default`
      : `\`${written(setting)}\` is ${groups.unknown}: list the variables that the code needs in \`secrets\``;
    return only(context, setting, named ? 'rewrite-unsafe' : 'manual', message);
  }
  const said = groups.flatMap(({ keys }) => keys);
  const silent = groups.filter(({ kind, keys }) => kind === 'named' && keys.length === 0);
  const found = silent.length > 0 ? candidates(context, silent, said) : [];
  const open =
    uncovered(silent, found) || (silent.length > 0 && readsUnseen(context.program, context.unit));
  const keys = open ? [] : [...new Set([...said, ...found])];
  const say = (verdict: Reason['verdict'], message: string): Reason =>
    reason(context, verdict, message, setting.value.span);
  const reasons = [
    ...silentReasons(context, silent, open ? [] : found, say),
    ...inlineReasons(groups, say),
  ];
  const part = mergeParts([{ reasons }, importPart(context, [...said, ...found], say)]);
  if (keys.length === 0) return part;
  return {
    ...part,
    settings: [{ name: 'secrets', value: pythonStrings(keys, context.style.quote) }],
  };
}

/** Whether all secrets of the program are groups that Modal keeps: whichever a unit has, they are set with `fal secrets set`. */
function allNamed({ program }: UnitContext): boolean {
  const made = program.files.flatMap(({ uses }) =>
    uses.filter(({ symbol }) => symbol.name.startsWith('modal.Secret.')),
  );
  return made.length > 0 && made.every(({ symbol }) => symbol.name === 'modal.Secret.from_name');
}

/** Variables that the unit reads, or a library of its, nobody sets in the program, and no other secret holds. */
function candidates(
  { program, unit, units }: UnitContext,
  silent: readonly SecretGroup[],
  said: readonly string[],
): string[] {
  const set = variablesSet(program, unit);
  const read = readsOf(program, unit)
    .filter((one) => !isConfiguration(program, units, one))
    .map(({ key }) => key)
    .filter((key) => !set.has(key) && maySecret(key));
  const libraries = libraryReads(program, unit, namesOf(silent));
  return [...new Set([...read, ...libraries])].filter((key) => !said.includes(key));
}

/**
 * Whether a secret is left of which nothing says what it holds. A list shuts out what is not on it, so none is better than half of
 * one: an app without `secrets` sees all that is exposed by default.
 */
function uncovered(silent: readonly SecretGroup[], keys: readonly string[]): boolean {
  const names = silent.map(({ name }) => name ?? '');
  const spoken = names.filter((name) => keys.some((key) => speaksOf(name, key)));
  const others = names.filter((name) => !spoken.includes(name));
  if (others.some(isLibrarySecret)) return true;
  const rest = keys.filter((key) => !names.some((name) => speaksOf(name, key)));
  return others.length > rest.length;
}

function namesOf(groups: readonly SecretGroup[]): string[] {
  return groups.flatMap(({ name }) => name ?? []);
}

type Say = (verdict: Reason['verdict'], message: string) => Reason;

/** A secret that does not tell its keys: they are taken from what the unit reads. */
function silentReasons(
  { unit }: UnitContext,
  silent: readonly SecretGroup[],
  keys: readonly string[],
  say: Say,
): Reason[] {
  if (silent.length === 0) return [];
  const names = namesOf(silent);
  const many = silent.length > 1;
  const what = `the ${many ? 'secrets' : 'secret'}${names.length > 0 ? ` ${listed(names)}` : ''}`;
  if (keys.length === 0) {
    const message = `${what} ${many ? 'do' : 'does'} not list variables, and \`${unit.name}\` does not show which: without \`secrets\` it sees all that \`fal secrets set\` exposes by default`;
    return [say('rewrite-unsafe', message)];
  }
  const message = `${what} ${many ? 'do' : 'does'} not list variables: \`secrets\` has what \`${unit.name}\` and its libraries read from the environment, ${listed(keys)}`;
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

/** Top-level code runs where `fal deploy` runs, and what it reads there is pickled into the app: the functions read it themselves. */
function importPart(context: UnitContext, keys: readonly string[], say: Say): Part {
  const { program, unit, file } = context;
  const set = variablesSet(program, unit);
  const reads = readsOf(program, unit).filter(
    ({ key, atImport }) => atImport && keys.includes(key),
  );
  return mergeParts(
    reads.map((read) => {
      const moved = set.has(read.key) ? undefined : movedRead(program, read);
      if (!moved) {
        const message = `\`${read.key}\` is read when the file is imported, which on fal puts this machine's value into the app: read it in \`${unit.name}\``;
        return { reasons: [say('manual', message)] };
      }
      const { names, edits } = moved;
      return names === file.names ? { edits } : { elsewhere: { [names.file]: edits } };
    }),
  );
}
