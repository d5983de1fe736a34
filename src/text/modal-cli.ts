/** What the Modal command line takes behind one of its commands. */
export interface CommandSpec {
  /** Least and most words that are no options. */
  readonly least: number;
  readonly most: number;
  /** Every spelling of an option, with the name that it goes by here. */
  readonly options: ReadonlyMap<string, OptionSpec>;
}

/** One option. */
export interface OptionSpec {
  /** Its long spelling. */
  readonly name: string;
  readonly takesValue: boolean;
}

type Entry = readonly [name: string, least: number, most: number, values: string, switches: string];

const env = '-e/--env';
const yes = '-y/--yes';
const logValues = '--since --until -n/--tail --search -s/--source';
const logSwitches =
  '-f/--follow --timestamps --show-function-id --show-function-call-id --show-container-id --all-variants --show-server-id';
const reportValues = '--start --end --for -r/--resolution --tz -t/--tag-names';
const scaleValues =
  '--max-containers --min-containers --buffer-containers --scaledown-window --scaleup-window --target-concurrency';
const machineValues = '--cpu --memory --gpu --timeout --image --add-python --mount --volume';
const skillSwitches = `${yes} --no-docs -g/--global --claude`;
const registryValues = '--registry-secret --registry-secret-from-env';

const entries: readonly Entry[] = [
  [
    'run',
    1,
    1,
    `-n/--name -w/--write-result ${env}`,
    '-q/--quiet -d/--detach -i/--interactive -m --timestamps',
  ],
  [
    'deploy',
    1,
    1,
    `--name ${env} --tag --strategy`,
    '--stream-logs -m --timestamps --staged --public --skip-confirm',
  ],
  ['serve', 1, 1, `-n/--name --timeout ${env}`, '-m --timestamps'],
  [
    'shell',
    0,
    1,
    `-c/--cmd ${env} --image --add-python --volume --add-local --secret --cpu --memory --gpu --cloud --region --runtime --experimental-option`,
    '--pty/--no-pty -m --experimental-v2',
  ],
  ['curl', 1, Infinity, '', ''],
  ['setup', 0, 0, '--profile', ''],
  ['bootstrap', 0, 1, '-o/--output', '--force'],
  ['dashboard', 0, 1, '', ''],
  ['changelog', 0, 0, '--last --since --for', '--newer --all --json'],
  ['launch jupyter', 0, 0, machineValues, '--detach'],
  ['launch vscode', 0, 0, machineValues, '--detach'],
  ['launch machine', 0, 1, machineValues, '--detach'],
  ['launch marimo', 0, 1, machineValues, '--detach'],
  [
    'token new',
    0,
    0,
    '--expires-in --source --profile --env',
    '--activate/--no-activate --verify/--no-verify --delete-existing --no-no-verify',
  ],
  [
    'token set',
    0,
    0,
    '--token-id --token-secret --profile --env',
    '--activate/--no-activate --verify/--no-verify --delete-existing --no-no-verify',
  ],
  ['token info', 0, 0, '', ''],
  ['token rotate', 0, 0, '--expires-in', ''],
  ['app list', 0, 0, `${env} --limit`, '--json'],
  [
    'app logs',
    1,
    1,
    `${logValues} --function --function-call --container ${env} --name`,
    logSwitches,
  ],
  ['app stop', 1, 1, `${env} --name`, yes],
  ['app history', 1, 1, `${env} --name`, '--json'],
  ['app info', 1, 1, env, '--json --no-color'],
  ['app stats', 1, 1, `--since --until ${env}`, '--json --no-color'],
  ['app promote', 2, 2, env, ''],
  ['app rollback', 1, 2, `--strategy ${env}`, ''],
  ['app rollover', 1, 1, `--strategy ${env}`, ''],
  ['app dashboard', 1, 1, env, ''],
  ['app deploy', 1, 1, `--name ${env}`, '-m'],
  ['app run', 1, 1, `--name ${env}`, '-d/--detach'],
  ['app shell', 0, 1, `-c/--cmd ${env}`, ''],
  ['container list', 0, 0, `--app-id ${env}`, '--json'],
  ['container logs', 1, 1, logValues, '-f/--follow --all --timestamps'],
  ['container exec', 1, Infinity, '', '--pty/--no-pty --no-tty'],
  ['container stop', 1, 1, '', `--graceful ${yes}`],
  ['cluster list', 0, 0, env, '--json'],
  ['cluster shell', 1, 1, '--rank', ''],
  ['function info', 1, 1, env, '--json'],
  ['function logs', 1, 1, `${logValues} --function-call --container ${env}`, logSwitches],
  [
    'function calls',
    1,
    1,
    `-n/--tail --since --until ${env}`,
    '--all-variants --show-function-call-id --json --no-color',
  ],
  [
    'function metrics',
    1,
    1,
    `--since --until --group --bucket-size ${env}`,
    '--json --csv --all-variants',
  ],
  [
    'function stats',
    1,
    1,
    `--since --until --container ${env}`,
    '--all-variants --no-color --json',
  ],
  ['function variants', 1, 1, `-n/--limit ${env}`, '--json'],
  ['function autoscaler settings', 1, 1, env, '--json'],
  ['function autoscaler update', 1, 1, `${scaleValues} ${env}`, ''],
  [
    'server deploy',
    0,
    0,
    `--image --port ${registryValues} --entrypoint --cmd --env-var --secret --secret-from-env --volume --cpu --memory --gpu --region --max-concurrency --startup-timeout --exit-grace-period --app-name ${scaleValues} ${env}`,
    `--force-build --unauthenticated --h2 --sessioned --stream-logs ${yes}`,
  ],
  ['server info', 1, 1, env, '--json'],
  ['server logs', 1, 1, `${logValues} --container ${env}`, logSwitches],
  ['server metrics', 1, 1, `--since --until --group --bucket-size ${env}`, '--json --csv'],
  ['server requests', 1, 1, `-n/--tail --since --until ${env}`, '--json --no-color'],
  ['server stats', 1, 1, `--since --until --container-id ${env}`, '--no-color --json'],
  ['server autoscaler settings', 1, 1, env, '--json'],
  ['server autoscaler update', 1, 1, `${scaleValues} ${env}`, ''],
  [
    'endpoint create',
    0,
    0,
    `${env} --name --model --routing-region --compute-region --custom-hf-repo --custom-hf-revision --custom-hf-token --custom-volume-name --custom-volume-path ${scaleValues}`,
    '--shared --colocate-compute --unauthenticated',
  ],
  ['endpoint list', 0, 0, env, '--json'],
  ['endpoint stop', 1, 1, env, yes],
  ['endpoint info', 1, 1, env, '--json --no-color'],
  ['endpoint library', 0, 0, '--input-modality', '--json'],
  ['endpoint logs', 1, 1, `${logValues} --container ${env}`, logSwitches],
  ['endpoint stats', 1, 1, `--since --until --container-id ${env}`, '--no-color --json'],
  ['image build', 1, 1, `-t/--name -f/--file ${registryValues} ${env}`, '--force-build'],
  ['image pull', 1, 1, `--name ${registryValues} ${env}`, '--force-build'],
  ['image logs', 1, 1, '--layers', '--all'],
  ['image names list', 0, 0, `${env} --prefix`, '--json'],
  ['image names history', 1, 1, '', '--json'],
  ['image names delete', 1, 1, env, yes],
  ['dict create', 1, 1, env, ''],
  ['dict list', 0, 0, env, '--json'],
  ['dict clear', 1, 1, env, yes],
  ['dict delete', 1, 1, env, `--allow-missing ${yes}`],
  ['dict get', 2, 2, env, ''],
  ['dict items', 1, 2, env, '-a/--all -r/--repr --json'],
  ['queue create', 1, 1, env, ''],
  ['queue delete', 1, 1, env, `--allow-missing ${yes}`],
  ['queue list', 0, 0, env, '--json'],
  ['queue clear', 1, 1, `-p/--partition ${env}`, `-a/--all ${yes}`],
  ['queue peek', 1, 2, `-p/--partition ${env}`, ''],
  ['queue len', 1, 1, `-p/--partition ${env}`, '-t/--total'],
  ['secret create', 1, Infinity, `${env} --from-dotenv --from-json`, '--force'],
  ['secret list', 0, 0, env, '--json'],
  ['secret delete', 1, 1, env, `--allow-missing ${yes}`],
  ...['volume', 'nfs'].flatMap((group): Entry[] => [
    [`${group} create`, 1, 1, `${env} --version`, ''],
    [`${group} list`, 0, 0, env, '--json'],
    [`${group} ls`, 1, 2, env, '--json'],
    [`${group} get`, 2, 3, env, '--force'],
    [`${group} put`, 2, 3, env, '-f/--force'],
    [`${group} rm`, 2, 2, env, '-r/--recursive'],
    [`${group} delete`, 1, 1, env, `--allow-missing ${yes} --confirm`],
  ]),
  ['volume cp', 2, Infinity, env, '-r/--recursive'],
  ['volume rename', 2, 2, env, yes],
  ['volume dashboard', 1, 1, env, ''],
  ['profile activate', 1, 1, '', ''],
  ['profile current', 0, 0, '', ''],
  ['profile list', 0, 0, '', '--json'],
  ['config show', 0, 0, '', '--redact/--no-redact --include-internal --json'],
  ['config set-environment', 1, 1, '', ''],
  ['config set', 2, 2, '', ''],
  ['environment list', 0, 0, '', '--json'],
  ['environment create', 1, 1, '--default-role', '--restricted --public'],
  ['environment delete', 1, 1, '', `${yes} --no-confirm`],
  ['environment update', 1, 1, '--set-name --set-web-suffix --set-image-builder-version', ''],
  ['environment roles list', 1, 1, '', '--exclude-default --json'],
  ['environment roles update', 2, 2, '--role', '--service-user'],
  ['environment members list', 1, 1, '', '--json'],
  ['environment members update', 2, 2, '--role', '--service-user'],
  ['environment members remove', 2, 2, '', '--service-user'],
  ['environment billing report', 0, 1, reportValues, '--show-resources --json --csv'],
  ['environment billing summary', 0, 1, '--for', '--json'],
  ['billing report', 0, 0, reportValues, '--show-resources --json --csv'],
  ['billing summary', 0, 0, '--for', '--json'],
  ['billing rates', 0, 0, '', '--json'],
  ['skills install', 0, 0, '', skillSwitches],
  ['skills update', 0, 0, '', skillSwitches],
  ['skills show', 0, 0, '', ''],
  ['workspace members list', 0, 0, '', '--json'],
  ['workspace settings list', 0, 0, '', '--json'],
  ['workspace settings set', 2, 2, '', ''],
  ['workspace proxy-tokens create', 0, 0, '--name', '--json'],
  ['workspace proxy-tokens list', 0, 0, '-e/--environment', '--json'],
  ['workspace proxy-tokens allow', 2, 2, '', ''],
  ['workspace proxy-tokens revoke', 2, 2, '', ''],
  ['workspace proxy-tokens delete', 1, 1, '', yes],
  ['workspace proxy-tokens update', 3, 3, '', ''],
  ['workspace member-tokens list', 0, 0, '', '--json'],
  ['workspace member-tokens delete', 1, 1, '', `--allow-missing ${yes}`],
  ['workspace member-tokens disable', 0, Infinity, '', `--all ${yes}`],
  ['workspace member-tokens enable', 0, Infinity, '', yes],
  ['workspace service-users create', 1, 1, '--expires-in', '--json'],
  ['workspace service-users list', 0, 0, '', '--json'],
  ['workspace service-users info', 1, 1, '', '--json'],
  ['workspace service-users delete', 1, 1, '', `--allow-missing ${yes}`],
  ['workspace service-users set-role', 3, 3, '', ''],
];

class Spec implements CommandSpec {
  readonly least: number;
  readonly most: number;
  private readonly values: string;
  private readonly switches: string;
  private known: ReadonlyMap<string, OptionSpec> | undefined;

  constructor([, least, most, values, switches]: Entry) {
    this.least = least;
    this.most = most;
    this.values = values;
    this.switches = switches;
  }

  get options(): ReadonlyMap<string, OptionSpec> {
    return (this.known ??= optionsOf(this.values, this.switches));
  }
}

/** Every command of the Modal command line by its words behind `modal`; also those that older versions had. */
export const modalCommands: ReadonlyMap<string, CommandSpec> = new Map(
  // A run meets few of the commands, and has the options read of those only.
  entries.map((entry) => [entry[0], new Spec(entry)]),
);

let groups: ReadonlySet<string> | undefined;

/** Whether more words may follow to name a command: `image`, `image names`. */
export function isCommandGroup(name: string): boolean {
  groups ??= new Set(entries.flatMap(([command]) => groupsOf(command)));
  return groups.has(name);
}

/** `image`, `image names` of `image names list`. */
function groupsOf(command: string): string[] {
  const parts = command.split(' ');
  return parts.slice(1).map((_, count) => parts.slice(0, count + 1).join(' '));
}

function optionsOf(values: string, switches: string): ReadonlyMap<string, OptionSpec> {
  const options = new Map<string, OptionSpec>([
    ['--help', { name: '--help', takesValue: false }],
    ['-h', { name: '--help', takesValue: false }],
  ]);
  addOptions(options, values, true);
  addOptions(options, switches, false);
  return options;
}

/** `-e/--env` are two spellings of one option, `--pty/--no-pty` two options. */
function addOptions(to: Map<string, OptionSpec>, text: string, takesValue: boolean): void {
  for (const group of text.split(' ').filter((part) => part !== '')) {
    const spellings = group.split('/');
    const long = spellings.at(-1) ?? group;
    for (const spelling of spellings) {
      const name = spelling.startsWith('--') ? spelling : long;
      to.set(spelling, { name, takesValue });
    }
  }
}
