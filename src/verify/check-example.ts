import type { PlacedExample, Example, Fence } from '../concepts/topic.ts';
import type { ConvertOptions, Migration } from '../convert/plan.ts';
import { migrate } from '../convert/migrate.ts';
import { DEFAULT_CONFIG } from '../lint/config.ts';
import { lintFile } from '../lint/lint-file.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { readProgram, type Program, type SourceFile } from '../program/program.ts';
import type { Sdk } from '../python/sdk.ts';
import { lineDiff } from './line-diff.ts';
import type { Problem } from './problem.ts';

/** What a check of an example found, and what its `after` fences should be. */
export interface Checked {
  readonly problems: readonly Problem[];
  /** What the conversion really gives, by file name. */
  readonly result: ReadonlyMap<string, string>;
}

interface Run {
  readonly placed: PlacedExample;
  readonly rules: RuleSet;
  readonly sdk: Sdk;
}

/**
 * Checks an example against the linter and the converter: the rule fires where it should, the conversion of `before` is `after` to
 * the byte, converting again changes nothing, and nothing is left to report.
 */
export async function checkExample(
  placed: PlacedExample,
  rules: RuleSet,
  sdk: Sdk,
): Promise<Checked> {
  const run: Run = { placed, rules, sdk };
  const { example } = placed;
  const before = await programOf(example.before, sdk);
  const migration = await migrate(before, rules, optionsOf(example));
  const result = resultOf(example, migration);
  const after = await readProgram(
    [...result].map(([path, source]) => ({ path, source })),
    sdk,
  );
  const problems = [
    ...firing(run, before),
    ...afterProblems(run, result),
    ...planProblems(run, migration),
    ...(await stability(run, after)),
    ...silence(run, after),
  ];
  return { problems, result };
}

const MACHINES = 'machine-types';

function optionsOf({ config }: Example): ConvertOptions {
  const owner = config['fal-owner'];
  const byGpu = new Map(
    Object.entries(config).flatMap(([key, value]) =>
      key.startsWith(`${MACHINES}.`) ? [[key.slice(MACHINES.length + 1).toUpperCase(), value]] : [],
    ),
  );
  const machineTypes = { byGpu, nearest: config[MACHINES] === 'nearest' };
  return { level: 'all', machineTypes, ...(owner !== undefined && { owner }) };
}

function programOf(fences: readonly Fence[], sdk: Sdk): Promise<Program> {
  const sources = fences.map(({ file, code }): SourceFile => ({ path: file, source: code }));
  return readProgram(sources, sdk);
}

/** Every file of the example after the conversion. */
function resultOf({ before }: Example, { results }: Migration): Map<string, string> {
  const texts = new Map(before.map(({ file, code }) => [file, code]));
  for (const { file, after } of results) texts.set(file, after);
  return texts;
}

function diagnosticsOf({ rules }: Run, program: Program): Diagnostic[] {
  return program.files.flatMap((file) => lintFile(file, rules, DEFAULT_CONFIG));
}

/** The rule fires in the `before` fences: on the lines that they name, and on no others. */
function firing(run: Run, program: Program): Problem[] {
  const { placed } = run;
  const { example, topic } = placed;
  const all = diagnosticsOf(run, program);
  if (example.kind === 'unchanged') {
    return example.before.flatMap((fence) =>
      all
        .filter(({ file }) => file === fence.file)
        .map(({ rule, start }) =>
          at(
            topic.file,
            fence.line + start.line - 1,
            `\`${rule}\` fires on an \`unchanged\` example`,
          ),
        ),
    );
  }
  const { rule } = example;
  if (rule === undefined) return [];
  const own = all.filter((diagnostic) => diagnostic.rule === rule);
  const [first] = example.before;
  if (own.length === 0 && first)
    return [at(topic.file, first.place.line, `\`${rule}\` does not fire`)];
  return example.before.flatMap((fence) => {
    if (!fence.lines) return [];
    const lines = [
      ...new Set(own.filter(({ file }) => file === fence.file).map(({ start }) => start.line)),
    ];
    const same =
      lines.length === fence.lines.length && lines.every((line) => fence.lines?.includes(line));
    const message = `\`${rule}\` fires on lines ${lines.join(', ') || 'none'}, and \`lines=${fence.lines.join(',')}\` says otherwise`;
    return same ? [] : [at(topic.file, fence.place.line, message)];
  });
}

function at(file: string, line: number, message: string): Problem {
  return { file, line, message };
}

function afterProblems({ placed }: Run, result: ReadonlyMap<string, string>): Problem[] {
  const { example, topic } = placed;
  return example.before.flatMap((fence) => {
    const after = example.after.find(({ file }) => file === fence.file);
    const text = result.get(fence.file) ?? '';
    if (example.kind === 'manual' && !after) return [];
    const expected = after?.code ?? fence.code;
    if (text === expected) return [];
    const place = after ?? fence;
    const message = `the conversion of \`${fence.file}\` is not what the fence says\n${lineDiff(expected, text)}`;
    return [at(topic.file, place.line, message)];
  });
}

/** A `before` converts whole; a `manual` one does not. */
function planProblems({ placed }: Run, { plans, results }: Migration): Problem[] {
  const { example, topic } = placed;
  const line = example.before[0]?.place.line ?? placed.section.place.line;
  const refusal = [...plans, ...results].find(({ refused }) => refused !== undefined)?.refused;
  const marked = plans.find(({ applicability }) => applicability === 'manual');
  if (example.kind === 'rewrite') {
    const why =
      refusal ??
      marked?.reasons.find(({ verdict }) => verdict === 'manual' || verdict === 'no-equivalent')
        ?.message;
    return why === undefined
      ? []
      : [at(topic.file, line, `the example does not convert whole: ${why}`)];
  }
  const whole = plans.length > 0 && refusal === undefined && !marked;
  return example.kind === 'manual' && whole
    ? [at(topic.file, line, 'the example converts whole: its role is `before`')]
    : [];
}

/** Converting the result again changes nothing. */
async function stability({ placed, rules }: Run, after: Program): Promise<Problem[]> {
  const again = await migrate(after, rules, optionsOf(placed.example));
  return again.results
    .filter((result) => result.after !== result.before)
    .map((result) => {
      const message = `converting \`${result.file}\` again changes it\n${lineDiff(result.before, result.after)}`;
      return at(placed.topic.file, fenceLine(placed, result.file), message);
    });
}

/** Nothing is reported in what was converted whole. */
function silence(run: Run, after: Program): Problem[] {
  const { placed } = run;
  if (placed.example.kind !== 'rewrite') return [];
  return diagnosticsOf(run, after).map(({ file, rule, start, message }) =>
    at(
      placed.topic.file,
      fenceLine(placed, file) + start.line - 1,
      `\`${rule}\` fires on the result: ${message}`,
    ),
  );
}

function fenceLine({ example, section }: PlacedExample, file: string): number {
  const fence =
    example.after.find((one) => one.file === file) ??
    example.before.find((one) => one.file === file);
  return fence?.line ?? section.place.line;
}
