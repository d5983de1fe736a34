import {
  blockersOf,
  callersOf,
  lackingGpus,
  moving,
  secretsOf,
  shellWord,
  volumesOf,
} from './needs.ts';
import { secretWords } from './words.ts';
import { plural, tasksOf, type PlanReport, type UnitReport } from './report.ts';

/** One step of a migration. */
export interface Step {
  readonly title: string;
  /** More about it, one sentence each. */
  readonly says: readonly string[];
  /** For a shell, in this order. */
  readonly commands: readonly string[];
}

/** What a person does, first things first. Nothing where there is nothing to move. */
export function stepsOf(report: PlanReport): Step[] {
  const { units, others, run } = report;
  if (units.length + others.length + report.addresses.length === 0) return [];
  const steps = [
    install(report),
    ...(run.done ? [] : [convert(report)]),
    decide(report),
    finish(report),
    secrets(report),
    volumes(report),
    deploy(report),
    callers(report),
    addresses(report),
    start(report),
    look(report),
  ];
  return steps.filter((step) => step !== undefined);
}

function install(report: PlanReport): Step | undefined {
  if (moving(report).length === 0) return undefined;
  return {
    title: 'Install fal and log in',
    says: [],
    commands: ['pip install fal fal-client', 'fal auth login'],
  };
}

function convert(report: PlanReport): Step {
  const { paths, owner, flags } = report.run;
  const given = flags === undefined ? '' : ` ${flags}`;
  const name = owner === undefined ? ' --fal-owner NAME' : '';
  const says = [
    ...(owner === undefined
      ? ['`NAME` is the fal user or team that will own the apps; `fal auth whoami` shows it.']
      : []),
    ...lacking(report),
  ];
  const commands = [
    `modal-lint migrate ${paths} --diff${given}${name}`,
    `modal-lint migrate ${paths}${given}${name}`,
  ];
  return { title: 'Look at the conversion, then write it', says, commands };
}

/** One decision for all units that ask for a GPU that fal has not. */
function lacking(report: PlanReport): string[] {
  const { gpus, nearest, count } = lackingGpus(report);
  const [gpu] = gpus;
  if (gpu === undefined || count === 0) return [];
  const sample = `--machine-types ${gpu}=${nearest[0] ?? 'MACHINE'}`;
  return [
    `fal has no ${inWords(gpus)}, for which ${plural(count, 'unit')} asked: \`--machine-types nearest\` takes ${inWords(nearest)}, and \`${sample}\` names a machine for one of them.`,
  ];
}

function inWords(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(', ').replace(/, ([^,]*)$/, ' and $1'); // prettier-ignore
}

function decide(report: PlanReport): Step | undefined {
  const blockers = blockersOf(report);
  const count = blockers.reduce((sum, { places }) => sum + places.length, 0);
  if (count === 0) return undefined;
  const stay = count === 1 ? 'stays' : 'stay';
  return {
    title: `Decide about ${plural(count, 'unit')} that ${stay} on Modal`,
    says: ['Nothing changes there; "Stays on Modal" says what holds back what.'],
    commands: [],
  };
}

function finish(report: PlanReport): Step | undefined {
  const count = tasksOf(report).length;
  if (count === 0) return undefined;
  return {
    title: `Finish what is marked: ${plural(count, 'thing')}`,
    says: [
      'Each is a comment `# TODO(modal-lint)` in the code; `todo-left` lists those that are left.',
    ],
    commands: [`modal-lint check ${report.run.paths} --select todo-left`],
  };
}

function secrets(report: PlanReport): Step | undefined {
  const needs = secretsOf(report);
  if (needs.length === 0) return undefined;
  const variables = [...new Set(needs.flatMap((need) => need.variables))];
  const open = needs.filter((need) => need.variables.length === 0);
  const names = open.flatMap(({ name }) => (name === undefined ? [] : [`\`${name}\``]));
  const says = [
    ...(names.length > 0
      ? [
          `Nothing in the code tells what ${names.join(', ')} on Modal holds: set each variable of it.`,
        ]
      : []),
    ...needs.flatMap(({ kind, name, sure, variables }) =>
      sure || variables.length === 0
        ? []
        : [
            `Set all that ${secretWords({ kind, ...(name !== undefined && { name }) })} holds: it may be more than the code reads.`,
          ],
    ),
    ...(open.length > names.length
      ? ['A secret is made outside of these files: set the variables that it holds.']
      : []),
  ];
  const unknown = open.length > 0 ? ['NAME'] : [];
  const count = variables.length > 0 ? `: ${plural(variables.length, 'variable')}` : '';
  return {
    title: `Set the secrets${count}`,
    says,
    commands: [...variables, ...unknown].map((name) => `fal secrets set ${name}=…`),
  };
}

function volumes(report: PlanReport): Step | undefined {
  const needs = volumesOf(report);
  if (needs.length === 0) return undefined;
  return {
    title: `Copy ${plural(needs.length, 'volume')}`,
    says: [
      'Every app of the account sees `/data`; what a program downloads by itself need not be copied.',
    ],
    commands: needs.flatMap(({ commands }) => commands),
  };
}

function deploy(report: PlanReport): Step | undefined {
  const apps = moving(report).filter(({ target }) => target?.app !== undefined);
  if (apps.length === 0) return undefined;
  return {
    title: `Deploy ${plural(apps.length, 'app')}`,
    says: [
      'A first `fal deploy` takes the scaling from the code, a later one only with `--reset-scale`.',
    ],
    commands: apps.map((unit) => deployLine(unit)),
  };
}

/** `fal deploy app.py::Model`, in the folder from which the file's imports are found. */
function deployLine({ file, target }: UnitReport): string {
  return inFolder(target?.folder ?? '', (from) => {
    return `fal deploy ${shellWord(`${below(file, from)}::${target?.name ?? ''}`)}`;
  });
}

function callers(report: PlanReport): Step | undefined {
  const count = callersOf(report).length;
  if (count === 0) return undefined;
  return {
    title: `Change the callers of ${plural(count, 'endpoint')}`,
    says: [
      'Calls in these files are converted. Others need the new address, a JSON body and the header `Authorization: Key $FAL_KEY`; "Callers" has the shapes.',
    ],
    commands: [],
  };
}

/** What is called by an address that is written down: one sentence a file. */
function addresses({ addresses: all, run }: PlanReport): Step | undefined {
  if (all.length === 0) return undefined;
  const files = [...new Set(all.map(({ file }) => file))];
  const more = files.length - SHOWN_FILES;
  const says = files.slice(0, SHOWN_FILES).map((file) => {
    const own = all.filter((each) => each.file === file);
    const lines = [...new Set(own.map(({ line }) => line))].join(', ');
    const moved = new Map(own.flatMap(({ address, now }) => (now === undefined ? [] : [[address, now]]))); // prettier-ignore
    const pairs = [...moved].map(([address, now]) => `\`${address}\` is now \`${now}\``);
    return `\`${file}:${lines}\`${pairs.length === 0 ? '' : `: ${pairs.join(', ')}`}.`;
  });
  return {
    title: `Change ${all.length} old address${all.length === 1 ? '' : 'es'} in ${plural(files.length, 'file')}`,
    says: [
      'These still call Modal; the request changes with the address.',
      ...says,
      ...(more > 0 ? [`And ${plural(more, 'more file')}.`] : []),
    ],
    commands: [`modal-lint check ${run.paths} --select address-modal-run`],
  };
}

/** Files that are named one by one. */
const SHOWN_FILES = 8;

/** Functions without an address run from Python, and entrypoints start them. */
function start(report: PlanReport): Step | undefined {
  const files = new Set(
    moving(report).flatMap(({ kind, file }) => (kind === 'entrypoint' ? [file] : [])),
  );
  if (files.size === 0) return undefined;
  return {
    title: 'Start programs as plain Python',
    says: ['What `modal run` started has a `__main__` block now.'],
    commands: [...files].map((file) => `python ${shellWord(file)}`),
  };
}

function look({ run: { paths } }: PlanReport): Step {
  return {
    title: 'See what is left of Modal',
    says: ['When nothing is found, stop the apps on Modal.'],
    commands: [`modal-lint check ${paths}`],
  };
}

function inFolder(folder: string, line: (from: string) => string): string {
  return folder === '' ? line('') : `(cd ${shellWord(folder)} && ${line(folder)})`;
}

function below(file: string, folder: string): string {
  return folder !== '' && file.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : file;
}
