import type { Rule, ValueRow } from '../model/rule.ts';

const VERDICTS: Record<Rule['verdict'], string> = {
  rewrite: 'rewrite: converted, means the same',
  'rewrite-unsafe': 'rewrite-unsafe: converted, may behave differently',
  manual: 'manual: seen and marked, a person changes it',
  'no-equivalent': 'no equivalent on fal',
};

/** A rule for a person; of the values that it tells apart, all or the one that was asked for. */
export function explained(rule: Rule, value?: string): string {
  const { id, modal, fal, notes, verdict, reason, values, url, docs } = rule;
  const rows: [string, string | undefined][] = [
    ['Modal', modal],
    ['fal', values ? undefined : fal],
    ['verdict', values ? undefined : VERDICTS[verdict]],
    ['why', reason],
    ['notes', notes === '' ? undefined : notes],
    ...valueRows(values ?? [], value),
    ['page', url],
    ['Modal docs', docs.modal],
    ['fal docs', docs.fal],
  ];
  const shown = rows.flatMap(([name, text]) => {
    return text === undefined ? [] : [`  ${name.padEnd(10)}  ${text}`];
  });
  return [id, ...shown, ''].join('\n');
}

const NEARNESS: Record<ValueRow['verdict'], string> = {
  rewrite: 'the same',
  'rewrite-unsafe': 'near',
  manual: 'nearest',
};

/** What a value becomes, one a line. */
function valueRows(values: readonly ValueRow[], asked: string | undefined): [string, string][] {
  const [word = '', count] = asked?.split(':', 2) ?? [];
  const chosen = values.filter(
    (row) =>
      asked === undefined ||
      row.values.includes(word) ||
      (count !== undefined && row.values.some((one) => one.startsWith(':'))),
  );
  const cells = chosen.map(({ values: names, fal, notes, verdict }) => {
    const setting = `${fal.name} = ${typeof fal.value === 'string' ? `"${fal.value}"` : fal.value}`;
    return [names.join(', '), setting, NEARNESS[verdict], notes] as const;
  });
  const width = (column: 0 | 1 | 2): number =>
    Math.max(0, ...cells.map((row) => row[column].length));
  return cells.map(([names, setting, nearness, notes], index) => [
    index === 0 ? (asked === undefined ? 'values' : 'value') : '',
    `${names.padEnd(width(0))}  ${setting.padEnd(width(1))}  ${nearness.padEnd(width(2))}  ${notes}`,
  ]);
}
