import { existsSync } from 'node:fs';
import { migrate } from '../convert/migrate.ts';
import type { ConvertOptions, LeftText, Plan } from '../convert/plan.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { readProgram, type Program, type SourceFile } from '../program/program.ts';
import { makeSdk } from '../python/inventory.ts';
import type { Sdk } from '../python/sdk.ts';
import type { Failure } from '../report/check-report.ts';
import { messageOf } from './exit.ts';
import type { Keeper } from './keeper.ts';
import { groupsWorthReading, programPath } from './lint-sources.ts';
import { isTooDeep } from './problems.ts';
import { tuneFor } from './tuning.ts';
import type { Source } from './files/read.ts';
import type { Sources } from './files/sources.ts';
import { withLineEnds } from './files/write.ts';

/** What a conversion makes of the files of a run; nothing is written yet. */
export interface Conversion {
  readonly plans: readonly Plan[];
  /** Files that change, and files whose result was taken back. */
  readonly files: readonly ConvertedFile[];
  /** Pages that are no part of the program. */
  readonly left: readonly LeftText[];
  /** Files on which the converter failed: they stay as they are. */
  readonly failures: readonly Failure[];
  /** What was converted, as it was before. */
  readonly programs: readonly Program[];
  /** What each of them becomes, but for commands in comments and strings. */
  readonly becomes: ReadonlyMap<Program, Program>;
}

export interface ConvertedFile {
  readonly source: Source;
  readonly after: string;
  readonly refused?: string;
}

/** Whether a file has a new text that holds. */
export function isChanged({ source, after, refused }: ConvertedFile): boolean {
  return refused === undefined && after !== source.text;
}

/** Converts the programs of a run, and the commands and requirement lines around them, as far as the options allow. */
export async function convertSources(
  sources: Sources,
  ruleSet: RuleSet,
  options: ConvertOptions,
  keeper: Keeper,
): Promise<Conversion> {
  const groups = groupsWorthReading(sources);
  await tuneFor(groups.flat().length);
  const beside = new Set(sources.beside.map(({ path }) => path));
  const task = { ruleSet, options, keeper, beside };
  const whole = await keepingBeside({ ...task, python: groups.flat(), texts: sources.texts });
  if ('plans' in whole) return whole;
  // A failure of ours: group by group, so that the others are still converted.
  const parts: Conversion[] = [];
  for (const group of groups) {
    const part = await keepingBeside({ ...task, python: group, texts: [] });
    if ('plans' in part) parts.push(part);
    else {
      const failures = [{ file: group[0]?.path ?? '', ...part }];
      parts.push({ plans: [], files: [], left: [], failures, programs: [], becomes: new Map() });
    }
  }
  return {
    plans: parts.flatMap((part) => part.plans),
    files: parts.flatMap((part) => part.files),
    left: parts.flatMap((part) => part.left),
    failures: parts.flatMap((part) => part.failures),
    programs: parts.flatMap((part) => part.programs),
    becomes: new Map(parts.flatMap((part) => [...part.becomes])),
  };
}

/** Files that were read for their names only stay as they are, and so does all that is bound to them. */
async function keepingBeside(task: Task): Promise<Attempt> {
  const keep = new Map(task.options.keep);
  for (;;) {
    const attempted = await attempt({ ...task, options: { ...task.options, keep } });
    if (!('plans' in attempted)) return attempted;
    const isBeside = ({ source }: ConvertedFile): boolean => task.beside.has(source.path);
    const outside = attempted.files.filter((file) => isBeside(file) && file.refused === undefined);
    if (outside.length === 0)
      return { ...attempted, files: attempted.files.filter((file) => !isBeside(file)) };
    for (const { source } of outside) keep.set(programPath(source.path), NOT_NAMED);
  }
}

const NOT_NAMED = 'it is not among the files of this run, so name it, too';

interface Task {
  readonly ruleSet: RuleSet;
  readonly options: ConvertOptions;
  readonly keeper: Keeper;
  readonly python: readonly Source[];
  readonly texts: readonly Source[];
  /** Paths of files that were read for their names only: what they say in comments and strings is nobody's request. */
  readonly beside: ReadonlySet<string>;
}

/** A conversion, or the message of a failure of ours. */
type Attempt = Conversion | { readonly message: string };

async function attempt(task: Task): Promise<Attempt> {
  try {
    return await convert(task);
  } catch (error) {
    return { message: messageOf(error) };
  }
}

async function convert(task: Task): Promise<Conversion> {
  const { ruleSet, keeper, python, texts } = task;
  const byPath = new Map([...python, ...texts].map((each) => [programPath(each.path), each]));
  const inputs = python.map(({ path, text }) => ({ path: programPath(path), source: text }));
  const around = texts.map(({ path, text, language }) => {
    return { path: programPath(path), source: text, language };
  });
  const { program, failures } = await readWhatCan(inputs, makeSdk(ruleSet.sdk));
  const pathOf = (path: string): string => byPath.get(path)?.path ?? path;
  const mayKeep = keeper.mayKeep([...python, ...texts]);
  const options: ConvertOptions = {
    ...task.options,
    holds: (path) => existsSync(onDisk(path, python)),
    ...(mayKeep && { keepsUse: (file, use) => keeper.use(pathOf(file.path), file.names, use) }),
    keepsText: (text, rule, at) => {
      const path = pathOf(text.path);
      return task.beside.has(path) || (mayKeep && keeper.text(path, text, rule, at));
    },
  };
  const { plans, results, left, after } = await migrate(program, ruleSet, options, around);
  const files = results.flatMap(({ file, before, after, refused }): ConvertedFile[] => {
    const source = byPath.get(file);
    if (!source || (before === after && refused === undefined)) return [];
    const text = withLineEnds(before, after);
    return [{ source, after: text, ...(refused !== undefined && { refused }) }];
  });
  const shown = plans.map((plan) => withShownPaths(plan, byPath));
  const becomes = new Map([[program, after]]);
  const pages = left.map((page) => ({ ...page, file: pathOf(page.file) }));
  return { plans: shown, files, left: pages, failures, programs: [program], becomes };
}

/** A path of the program on the disk: relative to where the run stands, unless the files of the run are named from `/`. */
function onDisk(path: string, python: readonly Source[]): string {
  return python.some((one) => one.path.startsWith('/')) ? `/${path}` : path;
}

interface ReadProgram {
  readonly program: Program;
  readonly failures: readonly Failure[];
}

/** A program without the files that cannot be read; `check` reports those that are nested too deeply. */
async function readWhatCan(inputs: readonly SourceFile[], sdk: Sdk): Promise<ReadProgram> {
  try {
    return { program: await readProgram(inputs, sdk), failures: [] };
  } catch {
    const good: SourceFile[] = [];
    const failures: Failure[] = [];
    for (const input of inputs) {
      const error = await failureOf(input, sdk);
      if (error === undefined) good.push(input);
      else if (!isTooDeep(error)) failures.push({ file: input.path, message: messageOf(error) });
    }
    return { program: await readProgram(good, sdk), failures };
  }
}

async function failureOf(input: SourceFile, sdk: Sdk): Promise<unknown> {
  try {
    await readProgram([input], sdk);
    return undefined;
  } catch (error) {
    return error;
  }
}

function withShownPaths(plan: Plan, byPath: ReadonlyMap<string, Source>): Plan {
  const shown = (path: string): string => byPath.get(path)?.path ?? path;
  const edits = Object.entries(plan.edits).map(([path, list]) => [shown(path), list] as const);
  const reasons = plan.reasons.map((reason) =>
    reason.file === undefined ? reason : { ...reason, file: shown(reason.file) },
  );
  return { ...plan, file: shown(plan.file), reasons, edits: Object.fromEntries(edits) };
}

/** The files of a run with other texts. */
export function withTexts(sources: Sources, texts: ReadonlyMap<Source, string>): Sources {
  const renew = (list: readonly Source[]): Source[] =>
    list.map((source) => {
      const text = texts.get(source);
      return text === undefined ? source : { ...source, text };
    });
  return { ...sources, python: renew(sources.python), texts: renew(sources.texts) };
}
