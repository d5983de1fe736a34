import { SCRIPT } from './html-script.ts';
import { STYLE } from './html-style.ts';
import { code, list, rich, ruleLink, section, spot, table, text, unitNames } from './html-text.ts';
import { unitTable, whyCell } from './html-units.ts';
import { blockersOf, callersOf, defaultsOf, secretsOf, volumesOf } from './needs.ts';
import {
  OUTCOME_WORDS,
  OUTCOMES,
  plural,
  tasksOf,
  totalsOf,
  totalsSentence,
  workByRule,
  type PlanReport,
  type Totals,
} from './report.ts';
import { stepsOf } from './steps.ts';
import { bodyWords, callNotes, falCallWords, modalCallWords, secretWords } from './words.ts';

/** Nothing comes from anywhere else, whatever a name in the program holds. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

/** The plan of a migration as one page that needs no other file. */
export function planHtml(report: PlanReport): string {
  const totals = totalsOf(report);
  const body = [
    '<header><h1>From Modal to fal</h1>',
    `<p>${text(totalsSentence(totals, report.run))}</p></header>`,
    '<main>',
    ...sizes(totals),
    `<div class="first"><div>${blockers(report)}${work(report)}</div>${steps(report)}</div>`,
    unitTable(report),
    section('Left for a person', tasks(report)),
    section('Secrets', secrets(report)),
    section('Volumes', volumes(report)),
    section('Callers', callers(report)),
    section('Defaults that differ', defaults(report)),
    section('Around the programs', others(report)),
    section('Files, in an order that works', files(report)),
    section('Notes', list(report.notes.map(rich))),
    '</main>',
    `<footer><p><small>${text(`${report.tool.name} ${report.tool.version}`)}</small></p></footer>`,
    `<script>${SCRIPT}</script>`,
  ];
  return [
    '<!doctype html>',
    '<html lang="en"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${POLICY}">`,
    `<title>From Modal to fal</title><style>${STYLE}</style></head><body>`,
    ...body.filter((part) => part !== ''),
    '</body></html>',
    '',
  ].join('\n');
}

/** How large it is: a bar and a number an outcome. */
function sizes(totals: Totals): string[] {
  const { outcomes, units } = totals;
  const parts = OUTCOMES.filter((outcome) => outcomes[outcome] > 0);
  const bar = parts.map(
    (outcome) => `<span class="${outcome}" style="flex:${outcomes[outcome]}"></span>`,
  );
  const cards = OUTCOMES.map(
    (outcome) =>
      `<li class="${outcome}" data-outcome="${outcome}"><b>${outcomes[outcome]}</b><span>${OUTCOME_WORDS[outcome]}</span></li>`,
  );
  return [
    ...(units === 0 ? [] : [`<div class="bar" aria-hidden="true">${bar.join('')}</div>`]),
    `<ul class="totals">${cards.join('')}</ul>`,
  ];
}

function blockers(report: PlanReport): string {
  const items = blockersOf(report).map(({ why, places }) => {
    const units = places.map(
      (place) => `${code(place.unit)} <small>${text(`${place.file}:${place.line}`)}</small>`,
    );
    return `${rich(why)}${list(units)}`;
  });
  return section('Stays on Modal', list(items));
}

function steps(report: PlanReport): string {
  const items = stepsOf(report).map(({ title, says, commands }) => {
    const told = says.map((sentence) => `<p>${rich(sentence)}</p>`).join('');
    const shell = commands.length === 0 ? '' : `<pre>${commands.map(text).join('\n')}</pre>`;
    return `<h3>${rich(title)}</h3>${told}${shell}`;
  });
  return section('What to do, in this order', list(items, 'ol'));
}

/** What most of the hand work is about. */
function work(report: PlanReport): string {
  const items = workByRule(report).map(
    ({ rule, url, count }) => `${ruleLink(rule, url)} ${text(plural(count, 'place'))}`,
  );
  const more = items.length > WORK ? [plural(items.length - WORK, 'more rule')] : [];
  return section('Most for a person', list([...items.slice(0, WORK), ...more]));
}

const WORK = 8;

function tasks(report: PlanReport): string {
  const items = tasksOf(report).map(({ rule, message, url, places }) => {
    return `${ruleLink(rule, url)} ${rich(message)} (${places.map(spot).join(', ')})`;
  });
  return list(items);
}

function secrets(report: PlanReport): string {
  const rows = secretsOf(report).map((need) => [
    need.variables.length > 0 ? need.variables.map(code).join(', ') : 'not known',
    rich(secretWords(need)) +
      (need.sure || need.variables.length === 0 ? '' : ', read by the code'),
    unitNames(need.places),
  ]);
  return table(['Variables', 'From', 'Units'], rows);
}

function volumes(report: PlanReport): string {
  const rows = volumesOf(report).map(({ name, to, places }) => [
    code(name),
    code(to),
    unitNames(places),
  ]);
  return table(['Volume', 'On fal', 'Units'], rows);
}

function callers(report: PlanReport): string {
  const rows = callersOf(report).map((caller) => {
    const { name, place, modal, fal } = caller;
    const shape = fal.body && fal.body.length > 0 ? code(bodyWords(fal)) : text(bodyWords(fal));
    return [
      `${code(name)}<br><small>${text(`${place.file}:${place.line}`)}</small>`,
      code(modalCallWords(modal)),
      code(falCallWords(fal)),
      shape,
      rich(callNotes(caller).join(', ')),
    ];
  });
  return table(['Endpoint', 'Was', 'Now', 'Arguments', 'Mind'], rows);
}

function defaults(report: PlanReport): string {
  return list(
    defaultsOf(report).map(
      ({ text: words, places }) => `${rich(words)} <small>(${unitNames(places)})</small>`,
    ),
  );
}

function others(report: PlanReport): string {
  const rows = report.others.map((row) => [
    code(row.file),
    text(row.kind),
    `<span class="${row.outcome}">${OUTCOME_WORDS[row.outcome]}</span>`,
    whyCell(row),
  ]);
  return table(['File', 'What', 'Outcome', 'Why'], rows);
}

function files({ files: all, run }: PlanReport): string {
  const items = all.map(({ file, changed, refused }) => {
    const state = changed ? (run.done ? 'changed' : 'to change') : 'stays as it is';
    const why = refused === undefined ? '' : `: <strong>not written</strong>, ${rich(refused)}`;
    return `${code(file)} <small>${state}</small>${why}`;
  });
  return list(items, 'ol');
}
