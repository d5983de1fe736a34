import type { Setting } from '../../program/units.ts';
import type { Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import type { Reason } from '../plan.ts';
import { readsOf, variablesSet } from '../secrets/environment.ts';
import { movedRead } from '../secrets/import-reads.ts';
import { isUnknown } from '../../python/place.ts';
import { listed, pythonStrings } from '../settings/literals.ts';
import { readSecrets, type SecretGroup } from '../secrets/read-secrets.ts';
import { isSilent, readFor } from '../secrets/secret-reads.ts';
import { only, reason, written } from '../settings/reasons.ts';
import { plainSecrets } from '../startup/variables.ts';

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
  const say: Say = (verdict, message) => reason(context, verdict, message, setting.value.span);
  const set = plainSecrets(context.program, context.unit).map(([key]) => key);
  const said = [...new Set(groups.flatMap(({ keys }) => keys))];
  const silent = groups.filter(isSilent);
  const { keys: found, left } = readFor(context, groups);
  // A list shuts out what is not on it, so half of one is worse than none.
  const keys = silent.length > 0 ? [] : said.filter((key) => !set.includes(key));
  const reasons = [
    ...silentReasons(context, silent, found, say),
    ...inlineReasons(groups, set, say),
    ...chosenReasons(groups, say),
    ...setReasons(context, set, say),
  ];
  const part = mergeParts([{ reasons }, importPart(context, [...said, ...found], left, say)]);
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

type Say = (verdict: Reason['verdict'], message: string) => Reason;

/** A secret that does not tell its keys: whatever it holds, the unit and its libraries may read it. */
function silentReasons(
  { unit }: UnitContext,
  silent: readonly SecretGroup[],
  found: readonly string[],
  say: Say,
): Reason[] {
  if (silent.length === 0) return [];
  const what = `${whichOf(silent)} ${silent.length > 1 ? 'do' : 'does'} not list variables`;
  const open = `without \`secrets\`, \`${unit.name}\` sees all that \`fal secrets set\` exposes by default`;
  const read = found.length > 0 ? `; its code reads ${listed(found)}` : '';
  return [say('rewrite-unsafe', `${what}: ${open}${read}`)];
}

/** "the secrets `a` and `b`", "the file of `Secret.from_dotenv`" */
function whichOf(silent: readonly SecretGroup[]): string {
  const names = silent.flatMap(({ name }) => name ?? []);
  const isFile = silent.every(({ kind }) => kind === 'dotenv');
  if (isFile) return `the ${silent.length > 1 ? 'files' : 'file'} of \`Secret.from_dotenv\``;
  return `the ${silent.length > 1 ? 'secrets' : 'secret'}${names.length > 0 ? ` ${listed(names)}` : ''}`;
}

/** What each maker of secrets took along. */
const TOOK = {
  dict: '`Secret.from_dict` took values along when the app was deployed',
  'local-environ': '`Secret.from_local_environ` copied variables of the machine that deploys',
} as const;

/** Secrets that the program makes itself: names may be written down, values never. */
function inlineReasons(groups: readonly SecretGroup[], set: readonly string[], say: Say): Reason[] {
  const taken = (['dict', 'local-environ'] as const).flatMap((kind) => {
    const all = groups.filter((group) => group.kind === kind).flatMap(({ keys }) => keys);
    const keys = [...new Set(all)].filter((key) => !set.includes(key));
    if (keys.length === 0) return [];
    return [say('rewrite-unsafe', `${TOOK[kind]}: set ${listed(keys)} with \`fal secrets set\``)];
  });
  if (!groups.some(({ kind }) => kind === 'other')) return taken;
  const message =
    'a secret in `secrets=` is not made in this tree: set its variables with `fal secrets set` and name them in `secrets`';
  return [...taken, say('manual', message)];
}

/** Of secrets between which the machine that deploys chooses, all are named. */
function chosenReasons(groups: readonly SecretGroup[], say: Say): Reason[] {
  if (!groups.some(({ maybe = false }) => maybe)) return [];
  const message =
    'which secrets there are is decided when the app is deployed: the variables of all are named, so take off the list what you do not set';
  return [say('rewrite-unsafe', message)];
}

/** What is no secret, the unit sets itself. */
function setReasons({ unit }: UnitContext, set: readonly string[], say: Say): Reason[] {
  if (set.length === 0) return [];
  const first = unit.kind === 'class' ? '`setup`' : `\`${unit.name}\``;
  const message = `${first} sets ${listed(set)} itself, as the value stands in the program and is no secret`;
  return [say('rewrite-unsafe', message)];
}

/** Top-level code runs where `fal deploy` runs, and what it reads there is pickled into the app: the functions read it themselves. */
function importPart(
  context: UnitContext,
  keys: readonly string[],
  left: readonly string[],
  say: Say,
): Part {
  const { program, unit, file } = context;
  const set = variablesSet(program, unit);
  const reads = readsOf(program, unit).filter(
    ({ key, atImport }) => atImport && [...keys, ...left].includes(key),
  );
  return mergeParts(
    reads.map((read) => {
      const moved = set.has(read.key) ? undefined : movedRead(program, read);
      if (!moved) {
        const verdict = left.includes(read.key) ? 'rewrite-unsafe' : 'manual';
        const message = `\`${read.key}\` is read when the file is imported, which on fal puts this machine's value into the app: read it in \`${unit.name}\``;
        return { reasons: [say(verdict, message)] };
      }
      const { names, edits } = moved;
      return names === file.names ? { edits } : { elsewhere: { [names.file]: edits } };
    }),
  );
}
