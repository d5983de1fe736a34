import { advisedAnew, pythonMayHoldCommand } from '../lint/commands.ts';
import {
  CommandTargets,
  lastPart,
  type CommandText,
  type TargetsOf,
} from '../lint/advice/command-targets.ts';
import type { LintConfig } from '../lint/config.ts';
import { lintFile } from '../lint/lint-file.ts';
import { lintTextFile } from '../lint/lint-text.ts';
import { shownSource, shownText } from '../lint/mask.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { readProgram, type ProgramFile } from '../program/program.ts';
import { makeSdk } from '../python/inventory.ts';
import { readModule, readModuleAsync } from '../python/module.ts';
import type { Sdk } from '../python/sdk.ts';
import type { Failure } from '../report/check-report.ts';
import { mayHoldAddress } from '../text/addresses.ts';
import { findCommands } from '../text/command.ts';
import { filePath } from '../text/find-file.ts';
import { messageOf } from './exit.ts';
import { isTooDeep, problemDiagnostics, TOO_DEEP } from './problems.ts';
import { groupsOf, pool } from './files/groups.ts';
import { importsFal, importsModal } from './files/of-interest.ts';
import type { Source } from './files/read.ts';
import type { Sources } from './files/sources.ts';
import { tuneFor } from './tuning.ts';

/** What linting gives, with the texts that a reporter may show. */
export interface Linted {
  readonly diagnostics: readonly Diagnostic[];
  /** Texts of the files with findings, secrets hidden. */
  readonly shown: ReadonlyMap<string, string>;
  /** Files on which the linter failed. */
  readonly failures: readonly Failure[];
}

export interface LintRun {
  readonly ruleSet: RuleSet;
  readonly configFor: (path: string) => LintConfig;
  readonly jobs: number;
  readonly step: (done: number) => void;
}

/** Programs of several files that are read at a time: all of their trees are in memory. */
const PROGRAMS = 2;

function isProgram(group: readonly Source[]): boolean {
  return group.length > 1;
}

/** Lints every file that was read, group by group. */
export async function lintSources(sources: Sources, run: LintRun): Promise<Linted> {
  const groups = groupsWorthReading(sources);
  const linter = new Linter(run, sources, groups.flat());
  await tuneFor(groups.length);
  const [programs, single] = [groups.filter(isProgram), groups.filter((each) => !isProgram(each))];
  // A program has several of its files parsed at a time as it is.
  await pool(programs, Math.min(run.jobs, PROGRAMS), (group) => linter.group(group));
  await pool(single, run.jobs, (group) => linter.group(group));
  linter.adviseAnew();
  for (const source of sources.texts) linter.text(source);
  return linter.result();
}

/** The Python files of a run by what they import from each other, without those that hold the word but nothing of Modal. */
export function groupsWorthReading({ python, beside, imports }: Sources): Source[][] {
  const groups = groupsOf([...python, ...beside], imports);
  return groups.flatMap((group) => {
    // Without an import of Modal the files have nothing to tell each other.
    if (group.some(({ text }) => importsModal(text))) return [group];
    return group.filter(isWorthParsing).map((source) => [source]);
  });
}

/** Whether a file without Modal can raise a finding: it holds a command, or carries the linter's own words. */
function isWorthParsing({ text }: Source): boolean {
  if (/modal-lint|TODO\(modal|your-username\//.test(text) || importsFal(text)) return true;
  if (mayHoldAddress(text)) return true;
  return pythonMayHoldCommand(text) && holdsCommand(text);
}

/** Looking for commands costs less than parsing, and "modal dialog" is none. */
function holdsCommand(text: string): boolean {
  try {
    return findCommands(text, 'python').length > 0;
  } catch {
    // It fails again where failures are reported.
    return true;
  }
}

class Linter {
  private readonly run: LintRun;
  private readonly beside: ReadonlySet<string>;
  private readonly read: typeof readModule | typeof readModuleAsync;
  private readonly found = new Map<string, readonly Diagnostic[]>();
  private readonly shown = new Map<string, string>();
  private readonly failures: Failure[] = [];
  private readonly targets = new CommandTargets();
  /** How many Python files of a name were not read yet. */
  private readonly ahead = new Map<string, number>();
  /** Files with a command that may mean one which was not read yet. */
  private readonly asked = new Map<string, CommandText>();
  private sdk: Sdk | undefined;
  private done = 0;

  constructor(run: LintRun, { beside }: Sources, python: readonly Source[]) {
    this.run = run;
    this.beside = new Set(beside.map(({ path }) => path));
    this.read = python.length === 1 ? readModule : readModuleAsync;
    for (const { path } of python) this.count(path, 1);
  }

  /** What was said of a command before the file that it may name was read is said again. */
  adviseAnew(): void {
    for (const [path, text] of this.asked) {
      const found = this.found.get(path) ?? [];
      this.guarded(path, () => {
        const anew = advisedAnew(found, text, this.run.ruleSet.rules, this.targetsOf);
        if (anew.length > 0) this.found.set(path, anew);
      });
    }
  }

  text({ path, text: source, language }: Source): void {
    const { ruleSet, configFor } = this.run;
    this.guarded(path, () => {
      const found = lintTextFile(
        { path, source, language },
        ruleSet,
        configFor(path),
        this.targetsOf,
      );
      this.add(path, found, () => shownText(source, language));
    });
  }

  async group(group: readonly Source[]): Promise<void> {
    this.sdk ??= makeSdk(this.run.ruleSet.sdk);
    const names = new Map(group.map(({ path }) => [programPath(path), path]));
    let files: readonly ProgramFile[];
    try {
      const inputs = group.map(({ path, text }) => ({ path: programPath(path), source: text }));
      ({ files } = await readProgram(inputs, this.sdk, undefined, this.read));
    } catch (error) {
      await this.alone(group, error);
      return;
    }
    const pathOf = ({ path }: ProgramFile): string => names.get(path) ?? path;
    // What fails here is not asked again: names that were half resolved would give half of the findings.
    const held = files.filter((file) => this.hold(file, pathOf(file)));
    for (const file of held) this.file(file, pathOf(file));
    this.run.step((this.done += group.length));
  }

  /** After a failure: file by file, so that only the one that fails has no findings. */
  private async alone(group: readonly Source[], error: unknown): Promise<void> {
    const [first] = group;
    if (group.length === 1 && first) this.fail(first.path, error);
    else for (const source of group) await this.group([source]);
  }

  private file(file: ProgramFile, path: string): void {
    const { ruleSet, configFor } = this.run;
    this.guarded(path, () => {
      const found = lintFile({ ...file, path }, ruleSet, configFor(path), this.targetsOf);
      this.add(path, found, () => shownSource(file));
    });
  }

  private add(path: string, found: readonly Diagnostic[], shown: () => string): void {
    if (found.length === 0) return;
    this.found.set(path, found);
    this.shown.set(path, shown());
  }

  /** Keeps what commands can name in a file; tells whether it is to be linted. */
  private hold(file: ProgramFile, path: string): boolean {
    this.count(path, -1);
    // Nobody asks what of Modal stands in files outside of the run.
    if (this.beside.has(path)) return false;
    return this.guarded(path, () => {
      this.targets.add([file]);
    });
  }

  private readonly targetsOf: TargetsOf = (command, text) => {
    const at = { ...text, path: programPath(text.path) };
    const wanted = command.target ? filePath(command.target) : '';
    const isAhead = (this.ahead.get(lastPart(wanted)) ?? 0) > 0;
    if (isAhead && !this.targets.isNear(wanted, at.path)) this.asked.set(text.path, text);
    return this.targets.of(command, at);
  };

  private count(path: string, by: number): void {
    const name = lastPart(path);
    this.ahead.set(name, (this.ahead.get(name) ?? 0) + by);
  }

  private guarded(path: string, work: () => void): boolean {
    try {
      work();
      return true;
    } catch (error) {
      this.fail(path, error);
      return false;
    }
  }

  private fail(file: string, error: unknown): void {
    const { ruleSet, configFor } = this.run;
    if (isTooDeep(error)) {
      this.found.set(
        file,
        problemDiagnostics([{ path: file, message: TOO_DEEP }], ruleSet, configFor),
      );
    } else this.failures.push({ file, message: messageOf(error) });
  }

  result(): Linted {
    const { shown, failures } = this;
    const byFile = [...this.found.values()].sort((a, b) =>
      compare(a[0]?.file ?? '', b[0]?.file ?? ''),
    );
    return { diagnostics: byFile.flat(), shown, failures };
  }
}

/** A path as links between files have it: without the slash of an absolute one. */
export function programPath(path: string): string {
  return path.replace(/^\/+/, '');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
