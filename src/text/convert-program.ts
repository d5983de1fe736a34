import { kebab } from './case.ts';
import type { Changes } from './changes.ts';
import { canRepeat } from './changes.ts';
import type { Command, Target } from './command.ts';
import { carryFlags, flagNamed, isRefusal, manual, rename } from './outcome.ts';
import type { FlagRules, Outcome } from './outcome.ts';
import type { DeployTargets, ProgramFile, Unit } from './targets.ts';

const unknownFile =
  'The file is not among the converted ones: without `::Unit` fal takes the only app in it.';

const deployFlags: FlagRules = {
  '--name': { to: '--app-name' },
  '--env': { to: '--env' },
  '--strategy': { to: '--strategy' },
  '--tag': { to: '--message', reason: 'The tag becomes a message of the revision.' },
  '--stream-logs': {
    reason: '`fal deploy` streams no logs: read them with `fal runners logs <id>`.',
  },
  '--skip-confirm': { to: '--yes' },
  '--public': { reason: 'Whether an app is public is `app_auth` in its code.' },
  '--timestamps': {},
  '--staged': {},
  '-m': {},
};

const serveFlags: FlagRules = {
  '--name': { to: '--app-name' },
  '--env': { to: '--env' },
  '--timeout': { reason: '`fal run` runs until it is stopped: `--timeout` is dropped.' },
  '--timestamps': {},
  '-m': {},
};

/** `modal deploy f.py` → `fal deploy f.py::Unit`, one for each unit. */
export function convertDeploy(command: Command, targets: DeployTargets): Outcome {
  const { target } = command;
  const file = fileOf(target, targets);
  if (command.positionals.length > 1) return tooManyWords(command);
  const base = convertTo(command, 'deploy', deployFlags);
  if (isRefusal(base)) return base;
  const { changes, reasons } = base;
  if (target === undefined) return { lines: [changes], reasons };
  if (file === undefined) return toUnknownFile(target, changes, reasons);
  const units = deployable(chosen(file, target));
  if (units.length === 0) return manual(nothingIn(target, 'deploy', file));
  if (units.length > 1 && !canRepeat(command)) return manual(severalUnits(units, 'fal deploy'));
  const lines = units.map((unit) => {
    const line = new Map(changes);
    line.set(target.word, [refTo(target, file.path, unit)]);
    if (units.length > 1) nameApart(command, unit, line);
    return line;
  });
  return { lines, reasons: [...reasons, ...plainFunctions(units)] };
}

/** `modal serve f.py` → `fal run f.py::App`. */
export function convertServe(command: Command, targets: DeployTargets): Outcome {
  const { target } = command;
  if (command.positionals.length > 1) return tooManyWords(command);
  const base = convertTo(command, 'run', serveFlags);
  if (isRefusal(base)) return base;
  const { changes } = base;
  const reasons = [
    ...base.reasons,
    '`fal run` does not start again when the file changes, and its address is public unless `--auth` says otherwise.',
  ];
  if (target === undefined) return { lines: [changes], reasons };
  const file = fileOf(target, targets);
  if (file === undefined) return toUnknownFile(target, changes, reasons);
  const units = deployable(chosen(file, target));
  const [unit] = units;
  if (unit === undefined) return manual(nothingIn(target, 'run', file));
  if (units.length > 1) return manual(severalUnits(units, 'fal run'));
  changes.set(target.word, [refTo(target, file.path, unit)]);
  return { lines: [changes], reasons };
}

/** A command under its new name, and what is lost. */
export interface Converted {
  readonly changes: Changes;
  readonly reasons: readonly string[];
}

/** Names the command anew and carries its options. */
export function convertTo(command: Command, to: string, flags: FlagRules) {
  const changes: Changes = new Map();
  rename(command, to, changes);
  const carried = carryFlags(command, flags, changes);
  if (isRefusal(carried)) return carried;
  const converted: Converted = { changes, reasons: carried.reasons };
  return converted;
}

/** The file that a command names, if it is known. */
export function fileOf(
  target: Target | undefined,
  targets: DeployTargets,
): ProgramFile | undefined {
  return target?.literal === true ? targets.get(target.path) : undefined;
}

/** Without knowing the file: a module becomes a path, the rest stays as the user wrote it. */
export function toUnknownFile(
  target: Target,
  changes: Changes,
  reasons: readonly string[],
): Outcome {
  const { raw } = target.word;
  const at = raw.indexOf('::');
  const own = at === -1 ? raw : raw.slice(0, at);
  const path = target.module ? `${target.path.replaceAll('.', '/')}.py` : own;
  if (target.selector === undefined || !target.word.literal) {
    changes.set(target.word, [target.module ? path : raw]);
    return { lines: [changes], reasons: [...reasons, unknownFile] };
  }
  const unit = unitName(target.selector);
  changes.set(target.word, [`${path}::${unit}`]);
  const check = `The file is not among the converted ones: make sure that it holds \`${unit}\`.`;
  return { lines: [changes], reasons: [...reasons, check] };
}

/** `Class` of `Class.method`, `fn` of `app.fn`. */
function unitName(selector: string): string {
  const [first = selector] = selector.split('.');
  return /^[A-Z]/u.test(first) ? first : lastName(selector);
}

/** `f.py::Unit`, in the user's own spelling of the path. */
export function refTo(target: Target, path: string, unit: Unit): string {
  const { raw } = target.word;
  if (target.module) return `${unit.path ?? path}::${unit.name}`;
  const at = raw.indexOf('::');
  const own = at === -1 ? raw : raw.slice(0, at);
  return `${unit.path === undefined ? own : own.replace(target.path, unit.path)}::${unit.name}`;
}

/** The units that a target means: all, those of one app, or one by name. */
export function chosen(file: ProgramFile, { selector }: Target): readonly Unit[] {
  if (selector === undefined || selector === '') return file.units;
  const names = selector.split('.');
  const exact = file.units.filter((unit) => unit.name === names[0]);
  if (exact.length > 0) return exact;
  const ofApp = names.length === 1 ? file.units.filter((unit) => unit.app === selector) : [];
  if (ofApp.length > 0) return ofApp;
  if (names.length > 1) return file.units.filter((unit) => unit.name === names[1]);
  // A file with one app: its variable may have any name.
  return file.units.every((unit) => unit.app === undefined) && /^(?:app|stub)$/u.test(selector)
    ? file.units
    : [];
}

/** What answers requests; plain functions only where there is nothing else. */
function deployable(units: readonly Unit[]): readonly Unit[] {
  const serving = units.filter((unit) => unit.kind === 'app' || unit.served === true);
  return serving.length > 0 ? serving : units;
}

function plainFunctions(units: readonly Unit[]): readonly string[] {
  const plain = units.filter((unit) => unit.kind === 'function' && unit.served !== true);
  if (plain.length === 0) return [];
  return [`${list(plain)} answers no requests: it is called from Python and needs no deployment.`];
}

/** Several units under one `--name` get names apart. */
function nameApart(command: Command, unit: Unit, line: Changes): void {
  const flag = flagNamed(command, '--name');
  if (flag === undefined) return;
  const suffix = `-${kebab(unit.name)}`;
  if (flag.value !== undefined) line.set(flag.value, [flag.value.raw + suffix]);
  else line.set(flag.word, [(line.get(flag.word)?.[0] ?? flag.word.raw) + suffix]);
}

/** Why a target cannot be taken. */
export function nothingIn(
  { path, selector }: Target,
  verb: string,
  { onModal }: ProgramFile,
): string {
  const what = selector === undefined ? `\`${path}\`` : `\`${path}::${selector}\``;
  return onModal === true
    ? `${what} is nothing that \`fal ${verb}\` can take, as part of the file still runs on Modal: convert that first.`
    : `${what} names nothing that \`fal ${verb}\` can take: name a \`fal.App\` or function of the file.`;
}

/** Why one must be chosen. */
export function severalUnits(units: readonly Unit[], what: string): string {
  return `\`${what}\` takes one unit, the file holds several: name one of ${list(units)} behind \`::\`.`;
}

function tooManyWords(command: Command): Outcome {
  return manual(`\`${command.name}\` takes one file: check this command.`);
}

function list(units: readonly Unit[]): string {
  return units.map((unit) => `\`${unit.name}\``).join(', ');
}

/** `fn` of `app.fn`. */
export function lastName(selector: string): string {
  return selector.slice(selector.lastIndexOf('.') + 1);
}
