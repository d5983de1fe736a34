import { outlooksOf } from '../convert/outlook/outlook.ts';
import type { LeftText, Plan, Reason } from '../convert/plan.ts';
import { Lines } from '../model/lines.ts';
import type { UnitOutlook } from '../model/outlook.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { Program } from '../program/program.ts';
import type {
  FileReport,
  Outcome,
  PlanReport,
  PlanRow,
  RunInfo,
  UnitReason,
  UnitReport,
} from '../report/plan/report.ts';
import { isChanged, type Conversion, type ConvertedFile } from './convert.ts';
import { inOrder } from './files/groups.ts';
import type { Keeper } from './keeper.ts';
import { programPath } from './lint-sources.ts';
import { oldAddresses } from './old-addresses.ts';
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
export function planReport(
  conversion: Conversion,
  sources: Sources,
  ruleSet: RuleSet,
  run: RunInfo,
  keeper: Keeper,
): PlanReport {
  const { plans, files } = conversion;
  const book = new Book(sources, ruleSet);
  const reports = files.map(fileReport);
  const byFile = new Map(reports.map((report) => [report.file, report]));
  const rows = plans.map((plan) => ({ plan, row: book.row(plan, byFile.get(plan.file)?.refused) }));
  const order = orderOf([...new Set([...files.map(pathOf), ...plans.map(({ file }) => file)])], sources); // prettier-ignore
  const place = new Map(order.map((file, index) => [file, index]));
  const at = (file: string): number => place.get(file) ?? order.length;
  rows.sort((a, b) => at(a.row.file) - at(b.row.file) || a.row.line - b.row.line);
  const outlooks = outlooksByUnit(conversion, run);
  const isUnit = ({ kind }: PlanRow): boolean => UNITS.includes(kind);
  const units = rows.flatMap(({ plan, row }): UnitReport[] =>
    isUnit(row) ? [{ ...row, ...(outlooks.get(keyOf(plan)) ?? NOTHING) }] : [],
  );
  const { python, texts } = sources;
  return {
    tool: toolOf(ruleSet),
    run,
    units,
    others: rows.flatMap(({ row }) => (isUnit(row) ? [] : [row])),
    files: order.map((file) => byFile.get(file) ?? { file, changed: false }),
    addresses: oldAddresses([...python, ...texts], files, units, ruleSet, keeper),
    notes: leftNotes(conversion.left),
  };
}

/** One sentence for all manuals, and one for all records. */
function leftNotes(left: readonly LeftText[]): string[] {
  const why = {
    manual: 'they are about Modal, and their commands name nothing of this program',
    record: 'their names say that they record what happened',
  };
  return (['manual', 'record'] as const).flatMap((kind) => {
    const files = left.flatMap((page) => (page.kind === kind ? [`\`${page.file}\``] : []));
    if (files.length === 0) return [];
    const more = files.length > SHOWN_PAGES ? ` and ${files.length - SHOWN_PAGES} more` : '';
    const shown = files.slice(0, SHOWN_PAGES).join(', ') + more;
    return [`These pages stay as they are, as ${why[kind]}: ${shown}.`];
  });
}

/** Pages that are named one by one. */
const SHOWN_PAGES = 5;

function pathOf({ source }: ConvertedFile): string {
  return source.path;
}

function fileReport(file: ConvertedFile): FileReport {
  const { source, refused } = file;
  return {
    file: source.path,
    changed: isChanged(file),
    ...(refused !== undefined && { refused }),
  };
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
function outlooksByUnit(
  { programs, becomes, files }: Conversion,
  { owner }: RunInfo,
): ReadonlyMap<string, UnitOutlook> {
  const changed = new Set(
    files.flatMap((file) => (isChanged(file) ? [programPath(file.source.path)] : [])),
  );
  const options = owner === undefined ? {} : { owner };
  const found = programs.flatMap((before) => {
    const after = withOld(becomes.get(before) ?? before, before, changed);
    return outlooksOf(before, after, options);
  });
  return new Map(
    found.map(({ start, outlook, ...unit }) => [keyOf({ ...unit, span: { start } }), outlook]),
  );
}

/** The converted program, with the old form of what was taken back. Commands in comments and strings may differ: they mean nothing here. */
function withOld(after: Program, before: Program, changed: ReadonlySet<string>): Program {
  const old = new Map(before.files.map((file) => [file.path, file]));
  const files = after.files.map((file) =>
    changed.has(file.path) ? file : (old.get(file.path) ?? file),
  );
  return { files };
}

/** Where a unit stands in the text before tells it from all others. */
function keyOf(unit: {
  readonly unit: string;
  readonly file: string;
  readonly span: { readonly start: number };
}): string {
  return `${programPath(unit.file)}\n${unit.span.start}\n${unit.unit}`;
}
