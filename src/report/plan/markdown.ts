import { blockersOf, callersOf, defaultsOf, secretsOf, volumesOf } from './needs.ts';
import {
  OUTCOME_WORDS,
  OUTCOMES,
  tasksOf,
  totalsOf,
  totalsSentence,
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
  falMachineWords,
  modalCallWords,
  modalMachineWords,
  secretWords,
} from './words.ts';
import { oneLine } from '../style.ts';

/** The plan of a migration as a Markdown page. */
export function planMarkdown(report: PlanReport): string {
  const totals = totalsOf(report);
  const shared = sharedReasons(report);
  const blocks = [
    '# From Modal to fal',
    totalsSentence(totals, report.run),
    table(
      ['Outcome', 'Units'],
      OUTCOMES.map((outcome) => [OUTCOME_WORDS[outcome], String(totals.outcomes[outcome])]),
    ),
    ...section('Stays on Modal', blockerItems(report)),
    ...stepBlocks(report),
    ...section('Left for a person', taskItems(report)),
    ...fileRows(withoutShared(report, shared)).flatMap(fileBlocks),
    ...section('Of several units', shared.map(sharedItem)),
    ...tableSection('Secrets', ['Variables', 'From', 'Units'], secretRows(report)),
    ...tableSection('Volumes', ['Volume', 'On fal', 'Units'], volumeRows(report)),
    ...tableSection('Callers', ['Endpoint', 'Was', 'Now', 'Arguments', ''], callerRows(report)),
    ...section('Defaults that differ', defaultItems(report)),
    ...section(
      'Notes',
      report.notes.map((note) => `- ${escaped(note)}`),
    ),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function section(title: string, items: readonly string[]): string[] {
  return items.length === 0 ? [] : [`## ${title}`, items.join('\n')];
}

function tableSection(
  title: string,
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string[] {
  return rows.length === 0 ? [] : [`## ${title}`, table(head, rows)];
}

function blockerItems(report: PlanReport): string[] {
  return blockersOf(report).map(({ why, places }) => {
    const units = places.map(
      ({ unit, file, line }) => `${code(unit)} (${code(`${file}:${line}`)})`,
    );
    return `- ${escaped(why)}: ${units.join(', ')}`;
  });
}

function stepBlocks(report: PlanReport): string[] {
  const steps = stepsOf(report);
  if (steps.length === 0) return [];
  return [
    '## What to do, in this order',
    ...steps.flatMap(({ title, says, commands }, index) => [
      `${index + 1}. **${escaped(title)}.** ${says.map(escaped).join(' ')}`.trimEnd(),
      ...(commands.length === 0 ? [] : [indented(fence(commands))]),
    ]),
  ];
}

function fence(commands: readonly string[]): string {
  return ['```sh', ...commands.map(oneLine), '```'].join('\n');
}

function indented(text: string): string {
  return text.replace(/^/gm, '   ');
}

function taskItems(report: PlanReport): string[] {
  return tasksOf(report).map(({ rule, message, url, places }) => {
    return `- [ ] ${link(rule, url)}: ${escaped(message)} (${places.map(spot).join(', ')})`;
  });
}

function sharedItem({ rule, message, url, places }: SharedReason): string {
  const units = places.map(({ unit }) => code(unit)).join(', ');
  return `- ${link(rule, url)}: ${escaped(message)} (${units})`;
}

function spot({ file, line }: Place): string {
  return code(`${file}:${line}`);
}

function fileBlocks({ file, units, others, refused }: FileRows): string[] {
  const head = ['Line', 'Unit', 'Becomes', 'Outcome', 'Machine', 'Why'];
  const rest = ['Line', 'What', 'Outcome', 'Why'];
  return [
    `## ${code(file)}`,
    ...(refused === undefined ? [] : [`**Not written:** ${escaped(refused)}`]),
    ...(units.length === 0 ? [] : [table(head, units.map(unitRow))]),
    ...(others.length === 0 ? [] : [table(rest, others.map(otherRow))]),
  ];
}

function unitRow(unit: UnitReport): string[] {
  const { line, kind, becomes, target, outcome, machine } = unit;
  const to = becomes === undefined ? '' : code(becomes);
  const app = target?.app === undefined ? '' : ` ${code(target.app)}`;
  const host = machine
    ? `${escaped(modalMachineWords(machine.modal))} → ${escaped(falMachineWords(machine.fal))}`
    : '';
  return [
    String(line),
    `${kind} ${code(unit.unit)}`,
    to + app,
    OUTCOME_WORDS[outcome],
    host,
    why(unit),
  ];
}

function otherRow(row: PlanRow): string[] {
  return [String(row.line), row.kind, OUTCOME_WORDS[row.outcome], why(row)];
}

function why({ refused, reasons }: PlanRow): string {
  const rows = reasonRows(reasons).map((reason) => {
    const { rule, url, message, lines } = reason;
    const sign = isForPerson(reason) ? '**!** ' : '';
    return `${sign}${link(rule, url)}: ${escaped(message)} (line ${lines.map(escaped).join(', ')})`;
  });
  return [...(refused === undefined ? [] : [escaped(refused)]), ...rows].join('<br>');
}

function secretRows(report: PlanReport): string[][] {
  return secretsOf(report).map((need) => [
    need.variables.length > 0 ? need.variables.map(code).join(', ') : 'not known',
    escaped(secretWords(need)),
    need.places.map(({ unit }) => code(unit)).join(', '),
  ]);
}

function volumeRows(report: PlanReport): string[][] {
  return volumesOf(report).map(({ name, to, places }) => [
    code(name),
    code(to),
    places.map(({ unit }) => code(unit)).join(', '),
  ]);
}

function callerRows(report: PlanReport): string[][] {
  return callersOf(report).map((caller) => [
    `${code(caller.name)} (${spot(caller.place)})`,
    code(modalCallWords(caller.modal)),
    code(falCallWords(caller.fal)),
    caller.fal.body && caller.fal.body.length > 0
      ? code(bodyWords(caller.fal))
      : bodyWords(caller.fal),
    escaped(callNotes(caller).join(', ')),
  ]);
}

function defaultItems(report: PlanReport): string[] {
  return defaultsOf(report).map(({ text, places }) => {
    return `- ${escaped(text)} (${places.map(({ unit }) => code(unit)).join(', ')})`;
  });
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/(?<!\\)\|/g, '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function link(text: string, url: string | undefined): string {
  return url === undefined ? code(text) : `[${code(text)}](${url})`;
}

function code(text: string): string {
  const plain = oneLine(text);
  const ticks = '`'.repeat(
    1 + Math.max(0, ...[...plain.matchAll(/`+/g)].map(([run]) => run.length)),
  );
  return plain.includes('`') ? `${ticks} ${plain} ${ticks}` : `\`${plain}\``;
}

/** Text whose code spans stay code and whose other signs stay text. */
function escaped(text: string): string {
  return oneLine(text)
    .split(/(`[^`]*`)/)
    .map((part, index) => (index % 2 === 1 ? part : part.replace(/[\\<>*_[\]]/g, '\\$&')))
    .join('');
}
