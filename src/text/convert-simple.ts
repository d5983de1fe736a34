import type { Changes } from './changes.ts';
import type { Command } from './command.ts';
import { carryFlags, isRefusal, manual, noEquivalent, rename } from './outcome.ts';
import type { FlagRules, Outcome } from './outcome.ts';

/** A command that gets another name and keeps its words. */
interface Twin {
  readonly to: string;
  readonly flags?: FlagRules;
  /** How it differs. */
  readonly reason?: string;
}

const env: FlagRules = { '--env': { to: '--env' } };
const json: FlagRules = {
  '--json': {
    to: '--json',
    reason: 'Fal prints another JSON, with the list under a name: what reads it has to change.',
  },
};
const noEnv: FlagRules = {
  '--env': { reason: 'Fal lists runners of all environments: `--env` is dropped.' },
};
const yes: FlagRules = { '--yes': {} };
const profileFlags: FlagRules = {
  '--activate': {},
  '--verify': {},
  '--no-verify': {},
  '--no-no-verify': {},
  '--source': {},
};
const runnerIds = 'Fal numbers runners, not containers: take the id from `fal runners list`.';

const twins: Readonly<Record<string, Twin>> = {
  modal: { to: '', flags: { '--version': { to: '--version' } } },
  'modal setup': { to: 'auth login' },
  'modal token': { to: 'auth' },
  'modal token new': { to: 'auth login', flags: profileFlags },
  'modal token info': {
    to: 'auth whoami',
    reason: '`fal auth whoami` names the user; it shows no token.',
  },
  'modal app': { to: 'apps' },
  'modal app list': { to: 'apps list', flags: { ...env, ...json } },
  'modal app stop': {
    to: 'apps delete',
    flags: { ...env, ...yes },
    reason: '`fal apps delete` takes the name of a deployed app and asks nothing.',
  },
  'modal app history': {
    to: 'apps list-rev',
    flags: env,
    reason: '`fal apps list-rev` lists the revisions that are kept, without who made them.',
  },
  'modal app rollover': {
    to: 'apps rollout',
    flags: env,
    reason: '`fal apps rollout` replaces the runners of the app in its own way.',
  },
  'modal container': { to: 'runners' },
  'modal container list': { to: 'runners list', flags: { ...json, ...noEnv } },
  'modal container logs': {
    to: 'runners logs',
    flags: {
      '--follow': { to: '--follow/-f' },
      '--since': { to: '--since' },
      '--until': { to: '--until' },
      '--tail': { to: '--lines/-n' },
      '--search': { to: '--search' },
      '--all': {},
      '--timestamps': {},
    },
    reason: runnerIds,
  },
  'modal container exec': {
    to: 'runners exec',
    flags: { '--pty': { to: '-it' }, '--no-pty': {}, '--no-tty': {} },
    reason: runnerIds,
  },
  'modal container stop': {
    to: 'runners stop',
    flags: { ...yes, '--graceful': {} },
    reason: runnerIds,
  },
  'modal secret': { to: 'secrets' },
  'modal secret list': { to: 'secrets list', flags: { ...env, ...json } },
  'modal profile': { to: 'profile' },
  'modal profile activate': { to: 'profile set' },
  'modal profile current': {
    to: 'auth whoami',
    reason: '`fal auth whoami` prints the user, not the name of the profile.',
  },
  'modal profile list': { to: 'profile list', flags: json },
  'modal environment': { to: 'environments' },
  'modal environment list': { to: 'environments list', flags: json },
  'modal environment create': { to: 'environments create' },
  'modal environment delete': {
    to: 'environments delete',
    flags: { '--yes': { to: '--yes' }, '--no-confirm': { to: '--yes' } },
  },
};

const manuals: Readonly<Record<string, string>> = {
  'modal shell':
    '`modal shell` starts a container to look into; deploy or run the app, then open `fal runners shell <id>` on one of its runners.',
  'modal app shell':
    '`modal app shell` starts a container to look into; deploy or run the app, then open `fal runners shell <id>` on one of its runners.',
  'modal app logs':
    'Fal keeps logs by runner, not by app: find the runner with `fal apps runners <app>`, then read `fal runners logs <id>`.',
  'modal function logs':
    'Fal keeps logs by runner, not by function: find the runner with `fal apps runners <app>`, then read `fal runners logs <id>`.',
  'modal app rollback':
    'Fal has other version numbers: list them with `fal apps list-rev <app>`, then go back with `fal apps set-rev <app> <revision>`.',
  'modal app promote':
    'Fal has other version numbers: list them with `fal apps list-rev <app>`, then choose with `fal apps set-rev <app> <revision>`.',
  'modal token set':
    'Fal reads its key from the environment: set `FAL_KEY` (made by `fal keys create --scope ADMIN`, as a machine that deploys needs it) instead of `modal token set`.',
  'modal curl':
    '`modal curl` signs its request; call `https://fal.run/<user>/<app>` with a header `Authorization: Key $FAL_KEY`.',
  'modal config set-environment':
    'Fal stores no environment: set `FAL_ENV`, or give `--env` to each command.',
  'modal function autoscaler update':
    'Scaling belongs to an app on fal: `fal apps scale <app>` with `--min-concurrency`, `--max-concurrency` or `--keep-alive`.',
  'modal server autoscaler update':
    'Scaling belongs to an app on fal: `fal apps scale <app>` with `--min-concurrency`, `--max-concurrency` or `--keep-alive`.',
  'modal bootstrap': '`modal bootstrap` starts a Modal project; `fal create app` starts a fal one.',
};

/** Why nothing on fal is like it, by the first words of a command. */
const absences: readonly (readonly [string, string])[] = [
  [
    'modal dict',
    'Fal has no Dict; small shared values go into `fal.toolkit.KVStore`, from Python.',
  ],
  [
    'modal queue',
    'Fal has no Queue object; requests to an app are queued by fal, other queues need an outside service.',
  ],
  [
    'modal launch',
    'Fal starts no notebooks or editors; `fal runners shell <id>` opens a shell on a runner.',
  ],
  ['modal image', 'Fal keeps no images by name; they are built from the app when it is deployed.'],
  [
    'modal cluster',
    'Fal has no clusters of containers; `fal.distributed` uses the GPUs of one runner.',
  ],
  [
    'modal endpoint',
    'Fal has no ready-made LLM endpoints of this kind; deploy an app that serves the model.',
  ],
  ['modal server', 'Fal deploys apps from Python files only: `fal deploy file.py::App`.'],
  [
    'modal function',
    'Fal shows apps and their runners, not functions: `fal apps list`, `fal apps runners <app>`.',
  ],
  ['modal app dashboard', 'Fal has its dashboard at `https://fal.ai/dashboard`.'],
  ['modal dashboard', 'Fal has its dashboard at `https://fal.ai/dashboard`.'],
  [
    'modal app',
    'Fal has no such command; `fal apps list` and `fal apps runners <app>` show what runs.',
  ],
  ['modal billing', 'Fal shows usage and billing on `https://fal.ai/dashboard/billing`.'],
  [
    'modal environment billing',
    'Fal shows usage and billing on `https://fal.ai/dashboard/billing`.',
  ],
  [
    'modal environment',
    'Fal environments have a name and a description only; access is set by team.',
  ],
  [
    'modal workspace',
    'Fal manages teams and keys in its dashboard; `fal keys` and `fal team` cover some of it.',
  ],
  ['modal config', 'Fal keeps its settings in profiles: `fal profile list`.'],
  ['modal skills', 'Fal installs no agent skills.'],
  ['modal changelog', 'Fal publishes its changes at `https://github.com/fal-ai/fal/releases`.'],
  [
    'modal token',
    'Fal makes keys with `fal keys create`: `--scope ADMIN` to deploy, `--scope API` to call.',
  ],
];

/** Converts a command that fal has under another name, or says why not. */
export function convertSimple(command: Command): Outcome {
  const { name } = command;
  const twin = Object.hasOwn(twins, name) ? twins[name] : undefined;
  if (twin !== undefined) return convertTwin(command, twin);
  if (Object.hasOwn(manuals, name)) return manual(manuals[name] ?? '');
  const absence = absences.find(([start]) => name === start || name.startsWith(`${start} `));
  return noEquivalent(absence?.[1] ?? `Fal has no command like \`${name}\`.`);
}

function convertTwin(command: Command, twin: Twin): Outcome {
  const changes: Changes = new Map();
  rename(command, twin.to, changes);
  const lost = carryFlags(command, twin.flags ?? {}, changes);
  if (isRefusal(lost)) return lost;
  const bare = command.positionals.length === 0 && command.flags.length === 0;
  const mentioned = bare && command.place.trust === 'code';
  const reasons =
    twin.reason === undefined || mentioned ? lost.reasons : [twin.reason, ...lost.reasons];
  return { lines: [changes], reasons };
}
