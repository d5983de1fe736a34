import { outlooksOf } from '../convert/outlook/outlook.ts';
import type { Plan, Reason } from '../convert/plan.ts';
import { Lines } from '../model/lines.ts';
import type { UnitOutlook } from '../model/outlook.ts';
import type { RuleSet } from '../model/rule-set.ts';
import { reread, type Program } from '../program/program.ts';
import type {
  FileReport,
  Outcome,
  PlanReport,
  PlanRow,
  RunInfo,
  UnitReason,
  UnitReport,
} from '../report/plan/report.ts';
import type { Conversion, ConvertedFile } from './convert.ts';
import { inOrder } from './files/groups.ts';
import { programPath } from './lint-sources.ts';
import { toolOf } from './output/reporters.ts';
import type { Sources } from './files/sources.ts';

const NOTHING: UnitOutlook = {
  endpoints: [],
  secrets: [],
  variables: [],
  volumes: [],
  differences: [],
};

const UNITS = ['class', 'function', 'entrypoint'];

/** A conversion as the report shows it: files so that each comes after those that it imports. */
export async function planReport(
  conversion: Conversion,
  sources: Sources,
  ruleSet: RuleSet,
  run: RunInfo,
): Promise<PlanReport> {
  const { plans, files } = conversion;
  const book = new Book(sources, ruleSet);
  const reports = files.map(fileReport);
  const refusals = new Map(reports.map(({ file, refused }) => [file, refused]));
  const rows = plans.map((plan) => ({ plan, row: book.row(plan, refusals.get(plan.file)) }));
  const order = orderOf([...new Set([...files.map(pathOf), ...plans.map(({ file }) => file)])], sources); // prettier-ignore
  const place = new Map(order.map((file, index) => [file, index]));
  const at = (file: string): number => place.get(file) ?? order.length;
  rows.sort((a, b) => at(a.row.file) - at(b.row.file) || a.row.line - b.row.line);
  const outlooks = await outlooksByUnit(conversion, run);
  const isUnit = ({ kind }: PlanRow): boolean => UNITS.includes(kind);
  return {
    tool: toolOf(ruleSet),
    run,
    units: rows.flatMap(({ plan, row }): UnitReport[] =>
      isUnit(row) ? [{ ...row, ...(outlooks.get(keyOf(plan)) ?? NOTHING) }] : [],
    ),
    others: rows.flatMap(({ row }) => (isUnit(row) ? [] : [row])),
    files: order.map((file) => reports.find((each) => each.file === file) ?? { file, changed: false }), // prettier-ignore
    notes: [],
  };
}

function pathOf({ source }: ConvertedFile): string {
  return source.path;
}

function fileReport({ source, after, refused }: ConvertedFile): FileReport {
  const changed = refused === undefined && after !== source.text;
  return { file: source.path, changed, ...(refused !== undefined && { refused }) };
}

/** Programs first, each after what it imports; then the texts around them. */
function orderOf(files: readonly string[], { imports, texts }: Sources): string[] {
  const around = new Set(texts.map(({ path }) => path));
  const sorted = files.toSorted();
  const programs = sorted.filter((file) => !around.has(file));
  return [...inOrder(programs, imports), ...sorted.filter((file) => around.has(file))];
}

/** Knows the texts and the rules that reasons are about. */
class Book {
  private readonly texts: ReadonlyMap<string, string>;
  private readonly lines = new Map<string, Lines>();
  private readonly urls: ReadonlyMap<string, string>;

  constructor({ python, beside, texts }: Sources, ruleSet: RuleSet) {
    const all = [...python, ...beside, ...texts];
    this.texts = new Map(all.map(({ path, text }) => [path, text]));
    this.urls = new Map(ruleSet.rules.map(({ id, url }) => [id, url]));
  }

  row(plan: Plan, fileRefused: string | undefined): PlanRow {
    const { unit, kind, file, span, becomes, reasons } = plan;
    const refused = plan.refused ?? fileRefused;
    const outcome: Outcome = refused === undefined ? plan.applicability : 'left';
    return {
      unit,
      kind,
      file,
      line: this.lineOf(file, span.start),
      ...(becomes !== undefined && { becomes }),
      outcome,
      reasons: unique(reasons.map((reason) => this.reason(reason, file))),
      ...(refused !== undefined && { refused }),
    };
  }

  private reason({ rule, verdict, message, span, file }: Reason, home: string): UnitReason {
    const url = this.urls.get(rule);
    const line = this.lineOf(file ?? home, span.start);
    const elsewhere = file !== undefined && file !== home;
    return {
      rule,
      verdict,
      message,
      line,
      ...(elsewhere && { file }),
      ...(url !== undefined && { url }),
    };
  }

  private lineOf(file: string, offset: number): number {
    const lines = this.lines.get(file) ?? new Lines(this.texts.get(file) ?? '');
    this.lines.set(file, lines);
    return lines.position(offset).line;
  }
}

/** Two parts of a unit may say the same of one line. */
function unique(reasons: readonly UnitReason[]): UnitReason[] {
  const seen = new Map(reasons.map((reason) => [JSON.stringify(reason), reason]));
  return [...seen.values()];
}

/** What the move of each unit means, read in the texts before and after. */
async function outlooksByUnit(
  { programs, becomes, files }: Conversion,
  { owner }: RunInfo,
): Promise<ReadonlyMap<string, UnitOutlook>> {
  const texts = new Map(files.map(({ source, after }) => [programPath(source.path), after]));
  const shown = new Map(files.map(({ source: { path } }) => [programPath(path), path]));
  const found = new Map<string, UnitOutlook>();
  for (const before of programs) {
    const after = await converted(before, becomes.get(before) ?? before, texts);
    for (const { unit, file, start, outlook } of outlooksOf(
      before,
      after,
      owner === undefined ? {} : { owner },
    ))
      // prettier-ignore
      found.set(keyOf({ unit, file: shown.get(file) ?? file, span: { start } }), outlook);
  }
  return found;
}

/** Read from what is nearest to it: few files are not what the converter has read last. */
async function converted(
  before: Program,
  after: Program,
  texts: ReadonlyMap<string, string>,
): Promise<Program> {
  const old = new Map(before.files.map(({ path, names }) => [path, names.module.source]));
  return reread(after, ({ file, module }) => texts.get(file) ?? old.get(file) ?? module.source);
}

/** Where a unit stands in the text before tells it from all others. */
function keyOf(unit: {
  readonly unit: string;
  readonly file: string;
  readonly span: { readonly start: number };
}): string {
  return `${programPath(unit.file)}\n${unit.span.start}\n${unit.unit}`;
}
