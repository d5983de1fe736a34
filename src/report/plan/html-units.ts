import { code, list, rich, ruleLink, text } from './html-text.ts';
import {
  OUTCOME_WORDS,
  OUTCOMES,
  type PlanReport,
  type PlanRow,
  type UnitReport,
} from './report.ts';
import { isForPerson, reasonRows } from './rows.ts';
import { falMachineWords, modalMachineWords } from './words.ts';

const HEAD = ['Unit', 'Becomes', 'Outcome', 'Machine', 'Why'];

/** The table of all units, with what searches and sorts it. */
export function unitTable({ units }: PlanReport): string {
  if (units.length === 0) return '';
  return [
    '<section><h2>Units, in an order that works</h2>',
    tools(),
    '<div class="scroll"><table class="units">',
    `<thead><tr>${HEAD.map((title) => `<th scope="col">${title}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...units.map(row),
    '</tbody></table></div></section>',
  ].join('\n');
}

function tools(): string {
  const options = OUTCOMES.map(
    (outcome) => `<option value="${outcome}">${OUTCOME_WORDS[outcome]}</option>`,
  );
  return [
    '<div class="tools" hidden>',
    '<input type="search" placeholder="Search units, files, reasons" aria-label="Search units">',
    `<select aria-label="Outcome"><option value="">every outcome</option>${options.join('')}</select>`,
    '<output></output></div>',
  ].join('');
}

function row(unit: UnitReport, index: number): string {
  const { kind, file, line, becomes, target, outcome, machine } = unit;
  const app = target?.app === undefined ? '' : `<br>${code(target.app)}`;
  const host = machine
    ? `<span class="dim">Modal</span> ${rich(modalMachineWords(machine.modal))}<br><span class="dim">fal</span> ${rich(falMachineWords(machine.fal))}`
    : '';
  const cells = [
    // Sorting by the first column gives the order of the move back.
    `<td data-sort="${index}">${text(kind)} <span class="unit">${code(unit.unit)}</span><br><small>${text(`${file}:${line}`)}</small></td>`,
    `<td>${becomes === undefined ? '' : code(becomes)}${app}</td>`,
    `<td class="${outcome}" data-sort="${OUTCOMES.indexOf(outcome)}">${OUTCOME_WORDS[outcome]}</td>`,
    `<td>${host}</td>`,
    `<td>${whyCell(unit)}</td>`,
  ];
  return `<tr data-outcome="${outcome}">${cells.join('')}</tr>`;
}

/** Why a row is what it is. */
export function whyCell({ refused, reasons }: PlanRow): string {
  const rows = reasonRows(reasons).map((reason) => {
    const { rule, url, message, lines } = reason;
    const sign = isForPerson(reason) ? '<span class="mark" title="for a person">!</span> ' : '';
    return `${sign}${ruleLink(rule, url)} ${rich(message)} <small>(line ${text(lines.join(', '))})</small>`;
  });
  return list([...(refused === undefined ? [] : [`<strong>${rich(refused)}</strong>`]), ...rows]);
}
