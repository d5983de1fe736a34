import { blockersOf, callersOf, defaultsOf, secretsOf, volumesOf } from './needs.ts';
import {
  OUTCOME_WORDS,
  OUTCOMES,
  tasksOf,
  totalsOf,
  plural,
  totalsSentence,
  workByRule,
  type Outcome,
  type Place,
  type PlanReport,
  type PlanRow,
  type UnitReport,
} from './report.ts';
import {
  fileRows,
  isForPerson,
  reasonRows,
  sharedReasons,
  withoutShared,
  type FileRows,
  type SharedReason,
} from './rows.ts';
import { stepsOf } from './steps.ts';
import {
  bodyWords,
  callNotes,
  falCallWords,
  machineWords,
  modalCallWords,
  placesWords,
  secretWords,
} from './words.ts';
import { oneLine, styleOf, type Style } from '../style.ts';

/** The plan of a migration for a terminal: how large it is and what blocks it, the units by file, what to do, and the counts again. */
export function planText(report: PlanReport, colour: boolean): string {
  const style = styleOf(colour);
  const section = (title: string, lines: readonly string[]): string[] =>
    lines.length === 0 ? [] : [style.bold(title), ...lines, ''];
  const shared = sharedReasons(report);
  const lines = [
    ...overview(report, style),
    ...section('Stays on Modal', blockerLines(report, style)),
    ...fileRows(withoutShared(report, shared)).flatMap((rows) => fileLines(rows, style)),
    ...section('Of several units', shared.flatMap(sharedLines)),
    ...section('Left for a person', taskLines(report, style)),
    ...section('Secrets', secretLines(report)),
    ...section('Volumes', volumeLines(report)),
    ...section('Callers', callerLines(report, style)),
    ...section('Defaults that differ', defaultLines(report)),
    ...report.notes.flatMap((note) => [`Note: ${oneLine(note)}`, '']),
    ...section('What to do, in this order', stepLines(report, style)),
    totalsSentence(totalsOf(report), report.run),
  ];
  return `${lines.join('\n')}\n`;
}

/** The size of it, at a glance; what needs no person comes first. */
function overview(report: PlanReport, style: Style): string[] {
  const totals = totalsOf(report);
  if (totals.units === 0) return [];
  const width = String(totals.units).length;
  const rows = OUTCOMES.filter((outcome) => totals.outcomes[outcome] > 0).map((outcome) => {
    const count = totals.outcomes[outcome];
    const bar = '#'.repeat(Math.max(1, Math.round((count / totals.units) * BAR)));
    const words = OUTCOME_WORDS[outcome].padEnd(WORDS);
    return `  ${String(count).padStart(width)} ${words} ${paint(outcome, style)(bar)}`;
  });
  const work = workByRule(report).slice(0, WORK);
  const most = work.map(({ rule, count }) => `${rule} (${plural(count, 'place')})`).join(', ');
  return [
    style.bold('From Modal to fal'),
    ...rows,
    ...(most === '' ? [] : [`  Most for a person: ${most}`]),
    '',
  ];
}

/** Rules that the overview names. */
const WORK = 5;
const BAR = 30;
const WORDS = Math.max(...Object.values(OUTCOME_WORDS).map(({ length }) => length));

function blockerLines(report: PlanReport, style: Style): string[] {
  return blockersOf(report).flatMap(({ why, places }) => [
    `  ${style.red(oneLine(why))}`,
    `      ${placesWords(places, ({ unit, file, line }) => `${oneLine(unit)} (${oneLine(file)}:${line})`)}`,
  ]);
}

function fileLines({ file, units, others, refused }: FileRows, style: Style): string[] {
  return [
    style.bold(oneLine(file)),
    ...units.flatMap((unit) => [
      ...rowLines(unit, style),
      ...outlookLines(unit),
      ...whyLines(unit, style),
    ]),
    ...others.flatMap((row) => [...rowLines(row, style), ...whyLines(row, style)]),
    ...(refused === undefined ? [] : [`  ${style.red('not written')}: ${oneLine(refused)}`]),
    '',
  ];
}

function rowLines(
  { kind, unit, line, file, becomes, outcome, refused }: PlanRow,
  style: Style,
): string[] {
  const to = becomes === undefined || outcome === 'left' ? '' : ` -> ${becomes}`;
  const name = unit === file ? kind : `${line}: ${kind} ${oneLine(unit)}${to}`;
  return [
    `  ${name}: ${paint(outcome, style)(OUTCOME_WORDS[outcome])}`,
    ...(refused === undefined ? [] : [`      ${oneLine(refused)}`]),
  ];
}

function outlookLines({ machine, target, outcome }: UnitReport): string[] {
  return [
    ...(machine ? [`      machine: ${machineWords(machine)}`] : []),
    ...(target?.app !== undefined && outcome !== 'left' ? [`      address: ${target.app}`] : []),
  ];
}

function whyLines({ reasons }: PlanRow, style: Style): string[] {
  return reasonRows(reasons).map((reason) => {
    const sign = isForPerson(reason) ? style.yellow('!') : style.dim('-');
    const { rule, message, lines } = reason;
    return `      ${sign} ${oneLine(rule)}: ${oneLine(message)} (line ${lines.map(oneLine).join(', ')})`;
  });
}

function sharedLines({ rule, message, places }: SharedReason): string[] {
  return [`  - ${oneLine(rule)}: ${oneLine(message)}`, `      ${unitNames(places)}`];
}

function taskLines(report: PlanReport, style: Style): string[] {
  return tasksOf(report).flatMap(({ rule, message, places }) => [
    `  ${style.yellow('!')} ${oneLine(rule)}: ${oneLine(message)}`,
    `      ${placesWords(places, spot)}`,
  ]);
}

function spot({ file, line }: Place): string {
  return `${oneLine(file)}:${line}`;
}

function unitNames(places: readonly Place[]): string {
  return placesWords(places, ({ unit }) => oneLine(unit));
}

function secretLines(report: PlanReport): string[] {
  return secretsOf(report).map((need) => {
    const names =
      need.variables.length > 0 ? need.variables.map(oneLine).join(', ') : 'variables not known';
    const read = need.sure || need.variables.length === 0 ? '' : ', read by the code';
    return `  ${names}: from ${oneLine(secretWords(need))}${read} (${unitNames(need.places)})`;
  });
}

function volumeLines(report: PlanReport): string[] {
  return volumesOf(report).map(
    ({ name, to, places }) => `  ${oneLine(name)} -> ${oneLine(to)} (${unitNames(places)})`,
  );
}

function callerLines(report: PlanReport, style: Style): string[] {
  return callersOf(report).flatMap((caller) => [
    `  ${oneLine(caller.name)} (${spot(caller.place)}): ${oneLine(callNotes(caller).join(', '))}`,
    `      ${style.dim('was')} ${oneLine(modalCallWords(caller.modal))}`,
    `      ${style.dim('now')} ${oneLine(falCallWords(caller.fal))}  ${oneLine(bodyWords(caller.fal))}`,
  ]);
}

function defaultLines(report: PlanReport): string[] {
  return defaultsOf(report).flatMap(({ text, places }) => [
    `  ${oneLine(text)}`,
    `      ${unitNames(places)}`,
  ]);
}

function stepLines(report: PlanReport, style: Style): string[] {
  return stepsOf(report).flatMap(({ title, says, commands }, index) => [
    `  ${index + 1}. ${title}`,
    ...says.map((sentence) => `     ${oneLine(sentence)}`),
    ...commands.map((command) => `       ${style.blue(oneLine(command))}`),
  ]);
}

function paint(outcome: Outcome, style: Style): (text: string) => string {
  return { safe: style.green, unsafe: style.yellow, manual: style.yellow, left: style.red }[
    outcome
  ];
}
