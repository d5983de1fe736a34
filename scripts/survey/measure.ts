import { migrate } from '../../src/convert/migrate.ts';
import type { FileResult, Migration, Plan, Reason } from '../../src/convert/plan.ts';
import { needsPerson } from '../../src/convert/marks.ts';
import { readExcludes } from '../../src/cli/files/excludes.ts';
import { readSources, type Sources } from '../../src/cli/files/sources.ts';
import { walk } from '../../src/cli/files/walk.ts';
import { DEFAULT_CONFIG } from '../../src/lint/config.ts';
import { lintFile } from '../../src/lint/lint-file.ts';
import type { RuleSet } from '../../src/model/rule-set.ts';
import type { Rule } from '../../src/model/rule.ts';
import { ownerOf } from '../../src/program/owner.ts';
import { readProgram, type Program, type ProgramFile } from '../../src/program/program.ts';
import type { Sdk as Resolver } from '../../src/python/sdk.ts';
import type { Use } from '../../src/python/uses.ts';
import type { Sdk } from '../../src/verify/client.ts';
import { execute } from './execute.ts';
import {
  OUTCOMES,
  tally,
  type ConceptCount,
  type FileStatus,
  type FileSurvey,
  type Outcome,
  type RepoSurvey,
  type UnitSurvey,
} from './survey.ts';

/** What a survey measures with; without `sdk` nothing is executed. */
export interface Tools {
  readonly rules: RuleSet;
  readonly resolver: Resolver;
  readonly sdk?: Sdk;
}

/** A tree that was converted, and converted again. */
interface Converted {
  readonly before: Program;
  readonly after: Program;
  readonly migration: Migration;
  readonly again: ReadonlySet<string>;
}

/** Measures the repository in the current folder; nothing in it is written. */
export async function measureRepo(name: string, tools: Tools): Promise<RepoSurvey> {
  const start = performance.now();
  const ms = (): number => Math.round(performance.now() - start);
  try {
    const sources = await openRepo();
    const converted = await convert(sources, tools);
    const repo = { ...facts(converted, tools), name, ms: ms() };
    return { ...repo, files: await files(converted, tools) };
  } catch (error) {
    const crash = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return {
      name,
      ms: ms(),
      crash,
      files: [],
      units: [],
      concepts: {},
      unowned: {},
      unresolved: 0,
    };
  }
}

async function openRepo(): Promise<Sources> {
  const excludes = await readExcludes({
    folder: '.',
    extendExclude: [],
    forceExclude: false,
    ignore: [],
    severity: new Map(),
    perFileIgnores: [],
  });
  return readSources(await walk(['.'], excludes, false), () => undefined, true);
}

async function convert(
  { python, beside }: Sources,
  { rules, resolver }: Tools,
): Promise<Converted> {
  const inputs = [...python, ...beside].map(({ path, text }) => ({ path, source: text }));
  const before = await readProgram(inputs, resolver);
  const migration = await migrate(before, rules, { level: 'all' });
  const texts = new Map(migration.results.map(({ file, after }) => [file, after]));
  const outputs = inputs.map(({ path, source }) => ({ path, source: texts.get(path) ?? source }));
  const after = await readProgram(outputs, resolver, before);
  const second = await migrate(after, rules, { level: 'all' });
  const changed = second.results.filter((result) => result.after !== result.before);
  return { before, after, migration, again: new Set(changed.map(({ file }) => file)) };
}

function facts(
  { before, migration }: Converted,
  { rules }: Tools,
): Omit<RepoSurvey, 'name' | 'ms' | 'files'> {
  const uses = before.files.flatMap((file) => file.uses).filter((use) => isOfSdk(use, rules.rules));
  const found = uses.map((use) => ({ use, rule: ownerOf(use, rules.rules)?.id }));
  const unowned = found.flatMap(({ use, rule }) => (rule === undefined ? [use.symbol.name] : []));
  const ids = [...new Set(found.flatMap(({ rule }) => rule ?? []))].sort();
  const findings = before.files.flatMap((file) => lintFile(file, rules, DEFAULT_CONFIG));
  const count = (id: string): ConceptCount => ({
    found: found.filter(({ rule }) => rule === id).length,
    outcomes: tally(
      OUTCOMES,
      migration.plans.flatMap((plan) => partIn(plan, id, rules) ?? []),
    ),
  });
  return {
    units: migration.plans.map(unitOf),
    concepts: Object.fromEntries(ids.map((id) => [id, count(id)])),
    unowned: Object.fromEntries(
      [...new Set(unowned)].sort().map((name) => [name, unowned.filter((n) => n === name).length]),
    ),
    unresolved: findings.filter(({ rule }) => rule === 'cannot-resolve').length,
  };
}

/** Keywords of the user's own functions (`f.remote(x=1)`) are no words of the SDK; those of a call that a rule owns are told with it. */
function isOfSdk(use: Use, rules: readonly Rule[]): boolean {
  const { role, symbol, keyword } = use;
  if (role !== 'keyword') return true;
  if (symbol.params?.includes(keyword?.name ?? '') !== true) return false;
  const isTold = !UNITS.has(symbol.name) && ownerOf({ symbol, role: 'call' }, rules) !== undefined;
  return !isTold || ownerOf(use, rules) !== undefined;
}

/** Their keywords are settings, with rows of their own. */
const UNITS = new Set(['modal.App.function', 'modal.App.cls']);

/** What a rule made of a plan: other rules' reasons are theirs. */
function partIn(plan: Plan, id: string, { rules }: RuleSet): Outcome | undefined {
  if (!plan.rules.includes(id)) return undefined;
  if (plan.refused !== undefined) return 'refused';
  const reasons = plan.reasons.filter((reason) => reason.rule === id);
  if (reasons.some(needsPerson)) return 'manual';
  const unsafe = reasons.some(({ verdict }) => verdict === 'rewrite-unsafe');
  const ceiling = rules.find((rule) => rule.id === id)?.verdict;
  return unsafe || ceiling === 'rewrite-unsafe' ? 'unsafe' : 'safe';
}

function unitOf({ file, unit, kind, applicability, reasons, refused }: Plan): UnitSurvey {
  const told = reasons
    .filter(needsPerson)
    .map(({ rule, message }: Reason) => `${rule}: ${message}`);
  return {
    file,
    unit,
    kind,
    outcome: refused === undefined ? applicability : 'refused',
    reasons: refused === undefined ? told : [`refused: ${refused}`],
  };
}

/** Files that used Modal, and what became of them. */
async function files(converted: Converted, tools: Tools): Promise<FileSurvey[]> {
  const { before, after, migration, again } = converted;
  const results = new Map(migration.results.map((result) => [result.file, result]));
  const found: FileSurvey[] = [];
  for (const [index, file] of before.files.entries()) {
    const result = results.get(file.path);
    const now = after.files[index];
    if (file.uses.length === 0 || !now) continue;
    const status = statusOf(file, now, result);
    const worth = status === 'whole' || status === 'marked';
    const checks = await execute(worth ? { file, before, after } : undefined, result, tools.sdk);
    found.push({
      file: file.path,
      uses: file.uses.length,
      status,
      ...(result?.refused !== undefined && { refused: result.refused }),
      ...checks,
      unstable: again.has(file.path),
      noise: status === 'whole' ? noiseOf(now, tools.rules) : [],
    });
  }
  return found;
}

function statusOf(
  { names }: ProgramFile,
  now: ProgramFile,
  result: FileResult | undefined,
): FileStatus {
  if (result?.refused !== undefined) return 'refused';
  const text = now.names.module.source;
  if (text === names.module.source) return 'same';
  const marked = text.includes('TODO(modal-lint)');
  const left = now.uses.length > 0;
  return left ? 'part' : marked ? 'marked' : 'whole';
}

function noiseOf(file: ProgramFile, rules: RuleSet): string[] {
  return lintFile(file, rules, DEFAULT_CONFIG)
    .filter(({ rule }) => rule !== 'todo-left')
    .map(({ rule, start, message }) => `${rule} in line ${start.line}: ${message}`);
}
