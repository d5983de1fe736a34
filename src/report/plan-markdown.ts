import { filesInOrder } from './plan-text.ts';
import {
  OUTCOME_WORDS,
  OUTCOMES,
  tasksOf,
  totalsOf,
  totalsSentence,
  type PlanReport,
  type Task,
  type UnitReport,
} from './plan-report.ts';
import { oneLine } from './style.ts';

/** The plan of a migration as a Markdown page. */
export function planMarkdown(report: PlanReport): string {
  const totals = totalsOf(report);
  const tasks = tasksOf(report);
  const blocks = [
    '# From Modal to fal',
    totalsSentence(totals),
    table(
      ['Outcome', 'Units'],
      OUTCOMES.map((outcome) => [OUTCOME_WORDS[outcome], String(totals.outcomes[outcome])]),
    ),
    ...filesInOrder(report).flatMap((file) => fileBlocks(report, file)),
    ...(tasks.length > 0 ? ['## Left for a person', tasks.map(taskItem).join('\n')] : []),
    ...(report.notes.length > 0
      ? ['## Notes', report.notes.map((note) => `- ${escaped(note)}`).join('\n')]
      : []),
  ];
  return `${blocks.join('\n\n')}\n`;
}

function fileBlocks(report: PlanReport, file: string): string[] {
  const units = report.units.filter((unit) => unit.file === file);
  const refused = report.files.find((each) => each.file === file)?.refused;
  return [
    `## ${code(file)}`,
    ...(refused === undefined ? [] : [`**Not written:** ${escaped(refused)}`]),
    ...(units.length === 0
      ? []
      : [table(['Line', 'Unit', 'Becomes', 'Outcome', 'Why'], units.map(unitRow))]),
  ];
}

function unitRow({ line, kind, unit, becomes, outcome, reasons, refused }: UnitReport): string[] {
  const why = [
    ...(refused === undefined ? [] : [escaped(refused)]),
    ...reasons.map(({ rule, message, url }) => `${link(rule, url)}: ${escaped(message)}`),
  ];
  const to = becomes === undefined ? '' : code(becomes);
  return [String(line), `${kind} ${code(unit)}`, to, OUTCOME_WORDS[outcome], why.join('<br>')];
}

function taskItem({ rule, message, url, places }: Task): string {
  const where = places.map(({ file, line }) => code(`${file}:${line}`)).join(', ');
  return `- [ ] ${link(rule, url)}: ${escaped(message)} (${where})`;
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
