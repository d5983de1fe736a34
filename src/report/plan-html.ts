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

const STYLE = `
:root { color-scheme: light dark; --line: #8884; --soft: #8881; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 72rem; margin: 2rem auto; padding: 0 1rem; }
code { font: 0.9em ui-monospace, monospace; background: var(--soft); padding: 0 0.2em; border-radius: 3px; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { text-align: left; vertical-align: top; padding: 0.4rem 0.6rem; border-bottom: 1px solid var(--line); }
.totals { display: flex; flex-wrap: wrap; gap: 1rem; padding: 0; list-style: none; }
.totals li { border: 1px solid var(--line); border-radius: 6px; padding: 0.5rem 1rem; }
.totals b { display: block; font-size: 1.6rem; }
.safe { border-left: 4px solid #2a9d4b; } .unsafe { border-left: 4px solid #d39e00; }
.manual { border-left: 4px solid #d9772b; } .left { border-left: 4px solid #c0392b; }
.scroll { overflow-x: auto; }
`;

/** The plan of a migration as one page that needs no other file. */
export function planHtml(report: PlanReport): string {
  const totals = totalsOf(report);
  const tasks = tasksOf(report);
  const cards = OUTCOMES.map(
    (outcome) =>
      `<li class="${outcome}" data-outcome="${outcome}"><b>${totals.outcomes[outcome]}</b>${OUTCOME_WORDS[outcome]}</li>`,
  );
  const body = [
    '<h1>From Modal to fal</h1>',
    `<p>${text(totalsSentence(totals))}</p>`,
    `<ul class="totals">${cards.join('')}</ul>`,
    ...(tasks.length > 0
      ? ['<h2>Left for a person</h2>', `<ul>${tasks.map(task).join('')}</ul>`]
      : []),
    ...filesInOrder(report).map((file) => fileSection(report, file)),
    ...(report.notes.length > 0
      ? [
          '<h2>Notes</h2>',
          `<ul>${report.notes.map((note) => `<li>${rich(note)}</li>`).join('')}</ul>`,
        ]
      : []),
    `<p><small>${text(`${report.tool.name} ${report.tool.version}`)}</small></p>`,
  ];
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>From Modal to fal</title><style>${STYLE}</style></head><body>`,
    ...body,
    '</body></html>',
    '',
  ].join('\n');
}

function fileSection(report: PlanReport, file: string): string {
  const units = report.units.filter((unit) => unit.file === file);
  const refused = report.files.find((each) => each.file === file)?.refused;
  const rows = units.map(unitRow).join('\n');
  const head = '<tr><th>Line</th><th>Unit</th><th>Becomes</th><th>Outcome</th><th>Why</th></tr>';
  return [
    `<section><h2><code>${text(file)}</code></h2>`,
    ...(refused === undefined ? [] : [`<p><strong>Not written:</strong> ${rich(refused)}</p>`]),
    ...(units.length === 0 ? [] : [`<div class="scroll"><table>${head}\n${rows}</table></div>`]),
    '</section>',
  ].join('\n');
}

function unitRow(unit: UnitReport): string {
  const { line, kind, becomes, outcome, reasons, refused } = unit;
  const why = [
    ...(refused === undefined ? [] : [rich(refused)]),
    ...reasons.map(({ rule, message, url }) => `${link(rule, url)}: ${rich(message)}`),
  ];
  const cells = [
    String(line),
    `${text(kind)} <code>${text(unit.unit)}</code>`,
    becomes === undefined ? '' : `<code>${text(becomes)}</code>`,
    OUTCOME_WORDS[outcome],
    why.join('<br>'),
  ];
  return `<tr class="${outcome}">${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

function task({ rule, message, url, places }: Task): string {
  const where = places
    .map(({ file, line }) => `<code>${text(`${file}:${line}`)}</code>`)
    .join(', ');
  return `<li>${link(rule, url)}: ${rich(message)} (${where})</li>`;
}

function link(rule: string, url: string | undefined): string {
  const name = `<code>${text(rule)}</code>`;
  return url !== undefined && /^https?:/.test(url) ? `<a href="${text(url)}">${name}</a>` : name;
}

/** Text with its code spans. */
function rich(message: string): string {
  return message
    .split(/`([^`]*)`/)
    .map((part, index) => (index % 2 === 1 ? `<code>${text(part)}</code>` : text(part)))
    .join('');
}

function text(raw: string): string {
  const signs: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return oneLine(raw).replace(/[&<>"]/g, (sign) => signs[sign] ?? sign);
}
