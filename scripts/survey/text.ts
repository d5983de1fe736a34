import {
  conceptsOf,
  isUnit,
  OUTCOMES,
  STATUSES,
  sum,
  totalsOf,
  type RepoSurvey,
  type Survey,
} from './survey.ts';

const MOST = 25;

/** A survey for people. */
export function surveyText(survey: Survey): string {
  return [
    table(
      ['repository', 'files', ...STATUSES, 'units', 'no mark', 'ms', ''],
      survey.repos.map(repoRow),
    ),
    conceptText(survey),
    mostOf('Uses that no rule owns', unownedOf(survey)),
    mostOf('What stands in the way', reasonsOf(survey)),
    troubles(survey),
    totalText(survey),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function repoRow({ name, files, units, ms, crash }: RepoSurvey): string[] {
  const status = STATUSES.map((each) => files.filter((file) => file.status === each).length);
  const own = units.filter(isUnit);
  const clean = own.filter(({ outcome }) => outcome === 'safe' || outcome === 'unsafe');
  const numbers = [files.length, ...status, own.length, clean.length, ms];
  return [name, ...numbers.map(String), crash === undefined ? '' : 'CRASH'];
}

function conceptText(survey: Survey): string {
  const rows = [...conceptsOf(survey)]
    .sort(([, a], [, b]) => b.found - a.found)
    .map(([id, { found, outcomes }]) => [
      id,
      String(found),
      ...OUTCOMES.map((name) => String(outcomes[name])),
    ]);
  return table(['concept', 'found', ...OUTCOMES], rows);
}

function unownedOf({ repos }: Survey): string[] {
  return repos.flatMap(({ unowned }) =>
    Object.entries(unowned).flatMap(([name, count]) => Array<string>(count).fill(name)),
  );
}

/** Reasons of units without the names in them, so that the same kind of thing is one line. */
function reasonsOf({ repos }: Survey): string[] {
  return repos.flatMap(({ units }) =>
    units.flatMap(({ reasons }) => [...new Set(reasons.map(withoutNames))]),
  );
}

function withoutNames(reason: string): string {
  return reason.replace(/`[^`]*`/g, '`…`');
}

function mostOf(title: string, found: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const one of found) counts.set(one, (counts.get(one) ?? 0) + 1);
  const rows = [...counts].sort(([, a], [, b]) => b - a);
  if (rows.length === 0) return '';
  const shown = rows.slice(0, MOST).map(([name, count]) => `${String(count).padStart(6)}  ${name}`);
  const more = rows.length > MOST ? [`        and ${rows.length - MOST} more kinds`] : [];
  return [`${title}:`, ...shown, ...more].join('\n');
}

function troubles({ repos }: Survey): string {
  const lines = repos.flatMap(({ name, files, crash }) => [
    ...(crash === undefined ? [] : [`${name}: crash: ${crash}`]),
    ...files.flatMap(({ file, refused, compiles, imports, error, unstable, noise }) => [
      ...(refused === undefined ? [] : [`${name}/${file}: taken back: ${refused}`]),
      ...(compiles === 'failed' ? [`${name}/${file}: does not compile: ${error ?? ''}`] : []),
      ...(imports === 'failed' ? [`${name}/${file}: does not import: ${error ?? ''}`] : []),
      ...(unstable ? [`${name}/${file}: a second run changes it`] : []),
      ...noise.map((message) => `${name}/${file}: ${message}`),
    ]),
  ]);
  return lines.length === 0 ? '' : ['Troubles:', ...lines.map((line) => `  ${line}`)].join('\n');
}

function totalText(survey: Survey): string {
  const totals = totalsOf(survey);
  const { files, statuses, units } = totals;
  const all = sum(Object.values(units));
  const clean = units.safe + units.unsafe;
  const wholes = totals.wholeImported + totals.wholeImportErrors;
  return [
    `${totals.repos} repositories, ${files} files, ${totals.ms} ms, ${totals.crashes} crashes`,
    `files: ${STATUSES.map((name) => `${statuses[name]} ${name}`).join(', ')} (whole: ${percent(statuses.whole, files)})`,
    `units: ${all}: ${OUTCOMES.map((name) => `${units[name]} ${name}`).join(', ')} (no mark: ${percent(clean, all)})`,
    `compile: ${totals.compiled} yes, ${totals.compileErrors} no`,
    `import: ${totals.imported} yes, ${totals.importErrors} no, ${totals.importErrorsBefore} as under Modal; of whole files ${percent(totals.wholeImported, wholes)}`,
    `second run changes ${totals.unstable}; findings in ${totals.noisy} whole files; ${totals.unowned} uses without a rule; ${totals.unresolved} not resolved`,
  ].join('\n');
}

function percent(part: number, all: number): string {
  return all === 0 ? '–' : `${((100 * part) / all).toFixed(1)} %`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const all = [head, ...rows];
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return all.map(line).join('\n');
}
