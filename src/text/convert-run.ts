import type { Changes } from './changes.ts';
import type { Command, Target } from './command.ts';
import {
  chosen,
  convertTo,
  fileOf,
  lastName,
  nothingIn,
  refTo,
  severalUnits,
  toUnknownFile,
} from './convert-program.ts';
import { drop, flagNamed, isRefusal, manual, spellingOf } from './outcome.ts';
import type { FlagRules, Outcome } from './outcome.ts';
import type { DeployTargets, Entrypoint, ProgramFile, Unit } from './targets.ts';

const runFlags: FlagRules = {
  '--name': { to: '--app-name' },
  '--env': { to: '--env' },
  '--detach': { reason: '`fal run` has no `--detach`: it ends with its terminal.' },
  '--quiet': {},
  '--timestamps': {},
  '-m': {},
};

/** `modal run f.py` → `python f.py` where it starts an entrypoint, else `fal run f.py::fn`. */
export function convertRun(command: Command, targets: DeployTargets): Outcome {
  const { target } = command;
  for (const name of ['--interactive', '--write-result']) {
    if (flagNamed(command, name) === undefined) continue;
    return manual(`\`modal run ${name}\` has no twin: call the function from a Python script.`);
  }
  if (target === undefined) return convertBareRun(command);
  const file = fileOf(target, targets);
  const entrypoint = file === undefined ? undefined : entrypointOf(file, target, command);
  if (entrypoint !== undefined && file !== undefined)
    return runScript(command, target, file, entrypoint);
  if (command.rest.length > 0) return manual(noArguments(file, target));
  const base = convertTo(command, 'run', runFlags);
  if (isRefusal(base)) return base;
  const { changes, reasons } = base;
  if (file === undefined) {
    // Most files that are run have an entrypoint, which `python` starts: nobody knows from here.
    const unsure = target.selector === undefined && target.word.literal;
    return unsure ? manual(unseen(target)) : toUnknownFile(target, changes, reasons);
  }
  const units = chosen(file, target);
  const [unit] = units;
  if (unit === undefined) return manual(nothingIn(target, 'run', file));
  if (units.length > 1) return manual(severalUnits(units, 'fal run'));
  const method = methodOf(unit, target);
  if (method !== undefined) {
    return manual(
      `\`fal run\` serves \`${unit.name}\` and calls no method: call \`${method}\` with \`fal_client\`.`,
    );
  }
  changes.set(target.word, [refTo(target, file.path, unit)]);
  return { lines: [changes], reasons: [...reasons, ...servedInstead(unit)] };
}

/** `modal run` as a document names it. */
function convertBareRun(command: Command): Outcome {
  const base = convertTo(command, 'run', runFlags);
  if (isRefusal(base)) return base;
  const scripts = '`fal run` passes no arguments; a file with an entrypoint runs with `python`.';
  return { lines: [base.changes], reasons: [scripts, ...base.reasons] };
}

/** The method that `Model.predict` names. */
function methodOf({ kind, name }: Unit, { selector }: Target): string | undefined {
  return kind === 'app' && selector?.startsWith(`${name}.`) ? lastName(selector) : undefined;
}

function servedInstead(unit: Unit): readonly string[] {
  if (unit.kind === 'function') return [];
  return [`\`fal run\` serves \`${unit.name}\` until it is stopped; it calls no method.`];
}

function entrypointOf(
  file: ProgramFile,
  { selector }: Target,
  { rest }: Command,
): Entrypoint | undefined {
  const [only, second] = file.entrypoints;
  const isUnit = only?.own === true && file.units.length === 1 && rest.length === 0;
  if (selector === undefined) return second || isUnit ? undefined : only;
  return file.entrypoints.find(({ name }) => name === selector || name === lastName(selector));
}

/** `uv run modal run -q f.py::main --n 3` → `uv run python f.py --n 3`. */
function runScript(
  command: Command,
  target: Target,
  file: ProgramFile,
  entrypoint: Entrypoint,
): Outcome {
  const changes: Changes = new Map();
  const reasons: string[] = [];
  const refused = toPython(command, target, changes);
  if (refused !== undefined) return refused;
  for (const flag of command.flags) {
    if (flag.name === '-m' && isModule(command, target)) continue;
    if (flag.name === '--env') {
      const moved = environmentTo(command, changes);
      if (moved !== undefined) return moved;
    } else if (flag.name === '--detach') {
      reasons.push('`python` has no `--detach`: the run ends with its terminal.');
    } else if (flag.name === '--name') {
      reasons.push('The run gets no name of its own: `--name` is dropped.');
    } else if (!flag.known)
      return manual(`\`modal run\` has no option \`${flag.name}\`: check this command.`);
    if (flag.name !== '--help') drop(flag, changes);
  }
  const words = entrypoint.words ?? [];
  changes.set(target.word, [scriptOf(command, target, file), ...words]);
  const unknown = ownFlags(command, entrypoint, changes);
  return unknown ?? { lines: [changes], reasons };
}

/** `pkg.mod` stays a module for `python -m`; `mod` alone is the file beside. */
function isModule(command: Command, { module, path }: Target): boolean {
  return module && (flagNamed(command, '-m') !== undefined || path.includes('.'));
}

function scriptOf(command: Command, target: Target, file: ProgramFile): string {
  if (target.module && !isModule(command, target)) return file.path;
  const { raw } = target.word;
  const at = raw.indexOf('::');
  return at === -1 ? raw : raw.slice(0, at);
}

/** `modal run` becomes `python`, or `python -m` before a module; gives a refusal where another program brings `modal` along. */
function toPython(command: Command, target: Target, changes: Changes): Outcome | undefined {
  const { prefix, words, subcommand } = command;
  const [program] = words;
  if (program === undefined) return undefined;
  for (const word of subcommand) changes.set(word, []);
  const asModule = isModule(command, target);
  const flag = flagNamed(command, '-m');
  const last = prefix.at(-1);
  if (last?.text === '-m') {
    // `python -m modal run f.py` → `python f.py`
    changes.set(program, []);
    if (!asModule) changes.set(last, []);
    else if (flag !== undefined) drop(flag, changes);
    return undefined;
  }
  if (bringsTool(command)) {
    return manual(
      'The file starts with Python now: run it where `fal` is installed, as `uv run --with fal python f.py`.',
    );
  }
  const python = program.raw.replace(/modal(?=(?:\.exe)?["']?$)/u, 'python');
  changes.set(program, asModule && flag === undefined ? [python, '-m'] : [python]);
  return undefined;
}

/** `uvx`, `pipx run` and `uv tool run` make an environment for one program. */
function bringsTool({ prefix }: Command): boolean {
  return prefix.some(({ text }, index) => {
    if (text === 'tool') return prefix[index - 1]?.text === 'uv';
    return /(?:^|\/)(?:uvx|pipx)$/u.test(text);
  });
}

/** `--env dev` becomes `FAL_ENV=dev` before the command. */
function environmentTo(command: Command, changes: Changes): Outcome | undefined {
  const flag = flagNamed(command, '--env');
  const first = command.prefix[0] ?? command.words[0];
  if (flag === undefined || first === undefined) return undefined;
  const value = flag.value?.raw ?? flag.word.raw.slice(spellingOf(flag).length + 1);
  if (command.place.form === 'list') {
    return manual(
      'A script takes its environment from `FAL_ENV`: set it for the process that runs `python`.',
    );
  }
  changes.set(first, [`FAL_ENV=${value}`, ...(changes.get(first) ?? [first.raw])]);
  return undefined;
}

/** Options of the entrypoint, by its parameters where they are known. */
function ownFlags(command: Command, entrypoint: Entrypoint, changes: Changes): Outcome | undefined {
  const { parameters } = entrypoint;
  if (parameters === undefined) return undefined;
  const options = new Set(parameters.map((name) => name.replaceAll('_', '-')));
  for (const word of command.rest) {
    const [, spelling = ''] = /^--([\w-]+)/u.exec(word.text) ?? [];
    if (spelling === '' || spelling === 'help') continue;
    const name = spelling.replaceAll('_', '-');
    if (!options.has(name) && !options.has(name.replace(/^no-/u, ''))) {
      return manual(
        `\`${entrypoint.name}\` has no parameter for \`--${spelling}\`: check this command.`,
      );
    }
    if (name !== spelling && word.raw.startsWith(`--${spelling}`)) {
      changes.set(word, [`--${name}${word.raw.slice(spelling.length + 2)}`]);
    }
  }
  return undefined;
}

function unseen({ path }: Target): string {
  return `\`${path}\` is not among the converted files: start it with \`python\` if it has an entrypoint, else with \`fal run\`.`;
}

function noArguments(file: ProgramFile | undefined, target: Target): string {
  const name = target.selector === undefined ? 'a function' : `\`${lastName(target.selector)}\``;
  if (file === undefined) {
    return `\`fal run\` passes no arguments: call ${name} from Python, or run the file with \`python\` if it has an entrypoint.`;
  }
  return `\`fal run\` passes no arguments to ${name}: call it from a \`__main__\` block with these values.`;
}
