import {
  OUTCOME_WORDS,
  plural,
  tasksOf,
  totalsOf,
  totalsSentence,
  type Outcome,
  type PlanReport,
  type Task,
  type UnitReport,
} from './plan-report.ts';
import { oneLine, styleOf, type Style } from './style.ts';

/** The plan of a migration for a terminal: files in order, units, reasons, then what is left for a person. */
export function planText(report: PlanReport, colour: boolean): string {
  const style = styleOf(colour);
  const lines: string[] = [];
  for (const file of filesInOrder(report)) {
    lines.push(style.bold(oneLine(file)));
    for (const unit of report.units) if (unit.file === file) lines.push(...unitLines(unit, style));
    lines.push(...refusal(report, file, style), '');
  }
  const tasks = tasksOf(report);
  if (tasks.length > 0) lines.push(style.bold('Left for a person:'), ...tasks.map(taskLine), '');
  if (report.notes.length > 0)
    lines.push(...report.notes.map((note) => `Note: ${oneLine(note)}`), '');
  lines.push(totalsSentence(totalsOf(report)));
  return `${lines.join('\n')}\n`;
}

/** Files with units or refusals, in the report's order. */
export function filesInOrder({ units, files }: PlanReport): string[] {
  const refused = files.filter(({ refused }) => refused !== undefined).map(({ file }) => file);
  return [...new Set([...units.map(({ file }) => file), ...refused])];
}

function unitLines(unit: UnitReport, style: Style): string[] {
  const { kind, line, becomes, outcome, reasons, refused } = unit;
  const name = `${kind} ${oneLine(unit.unit)}`;
  const to = becomes === undefined ? '' : ` -> ${becomes}`;
  const words = outcomeStyle(outcome, style)(OUTCOME_WORDS[outcome]);
  return [
    `  ${line}: ${name}${to}: ${words}`,
    ...(refused === undefined ? [] : [`      ${oneLine(refused)}`]),
    ...reasons.map(({ rule, message }) => `      ${rule}: ${oneLine(message)}`),
  ];
}

function refusal({ files }: PlanReport, file: string, style: Style): string[] {
  const refused = files.find((each) => each.file === file)?.refused;
  return refused === undefined ? [] : [`  ${style.red('not written')}: ${oneLine(refused)}`];
}

function taskLine({ rule, message, places }: Task): string {
  const [first] = places;
  const where = first ? ` (${oneLine(first.file)}:${first.line}` : '';
  const more = places.length > 1 ? ` and ${plural(places.length - 1, 'more place')}` : '';
  return `  ${rule}: ${oneLine(message)}${where}${first ? `${more})` : ''}`;
}

function outcomeStyle(outcome: Outcome, style: Style): (text: string) => string {
  return { safe: style.green, unsafe: style.yellow, manual: style.yellow, left: style.red }[
    outcome
  ];
}
