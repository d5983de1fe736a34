import type { Plan, Reason } from '../convert/plan.ts';
import { Lines } from '../model/lines.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type {
  FileReport,
  Outcome,
  PlanReport,
  UnitReason,
  UnitReport,
} from '../report/plan-report.ts';
import type { Conversion } from './convert.ts';
import { inOrder } from './groups.ts';
import { toolOf } from './reporters.ts';
import type { Sources } from './sources.ts';

/** What holds for every program that moves, and that no unit shows. */
const NOTES = [
  "Where Modal's default held, fal's own holds now: without `max_concurrency` a unit scales to 2 runners, without `machine_type` it runs on a small machine without a GPU.",
];

/** A conversion as the report shows it: files so that each comes after those that it imports. */
export function planReport(
  { plans, files }: Conversion,
  sources: Sources,
  ruleSet: RuleSet,
): PlanReport {
  const texts = new Map(
    [...sources.python, ...sources.beside, ...sources.texts].map(({ path, text }) => [
      path,
      new Lines(text),
    ]),
  );
  const linesOf = (file: string): Lines => texts.get(file) ?? new Lines('');
  const urls = new Map(ruleSet.rules.map(({ id, url }) => [id, url]));
  const fileReports = files.map(({ source, after, refused }): FileReport => {
    const changed = refused === undefined && after !== source.text;
    return { file: source.path, changed, ...(refused !== undefined && { refused }) };
  });
  const refusals = new Map(fileReports.map(({ file, refused }) => [file, refused]));
  const units = plans.map((plan) => unitReport(plan, refusals.get(plan.file), linesOf, urls));
  const order = inOrder([...new Set(units.map(({ file }) => file))].sort(), sources.imports);
  units.sort((a, b) => order.indexOf(a.file) - order.indexOf(b.file) || a.line - b.line);
  const notes = units.some(({ outcome }) => outcome !== 'left') ? NOTES : [];
  return { tool: toolOf(ruleSet), units, files: withUnits(fileReports, units), notes };
}

/** A file counts where it has units, too, though it does not change. */
function withUnits(files: readonly FileReport[], units: readonly UnitReport[]): FileReport[] {
  const known = new Set(files.map(({ file }) => file));
  const others = [...new Set(units.map(({ file }) => file))].filter((file) => !known.has(file));
  return [...files, ...others.map((file) => ({ file, changed: false }))].sort((a, b) =>
    a.file < b.file ? -1 : 1,
  );
}

function unitReport(
  plan: Plan,
  fileRefused: string | undefined,
  linesOf: (file: string) => Lines,
  urls: ReadonlyMap<string, string>,
): UnitReport {
  const { unit, kind, file, span, becomes } = plan;
  const lines = linesOf(file);
  const refused = plan.refused ?? fileRefused;
  const outcome: Outcome = refused === undefined ? plan.applicability : 'left';
  return {
    unit,
    kind,
    file,
    line: lines.position(span.start).line,
    ...(becomes !== undefined && { becomes }),
    outcome,
    reasons: plan.reasons.map((reason) => unitReason(reason, lines, urls)),
    ...(refused !== undefined && { refused }),
  };
}

function unitReason(
  { rule, verdict, message, span }: Reason,
  lines: Lines,
  urls: ReadonlyMap<string, string>,
): UnitReason {
  const url = urls.get(rule);
  const { line } = lines.position(span.start);
  return { rule, verdict, message, line, ...(url !== undefined && { url }) };
}
