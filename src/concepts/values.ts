import type { Table, TableRow } from 'mdast';
import type { ValueRow, ValueSetting, Verdict } from '../model/rule.ts';
import { checkFalCell } from './fal-cell.ts';
import { placeOf, plainText, readCell, within } from './markdown.ts';
import type { Report } from './message.ts';
import type { RawSection } from './sections.ts';
import type { Cell, CodeSpan } from './topic.ts';
import { assignment, verdictOf } from './verdict.ts';
import type { FalVocabulary } from './vocabulary.ts';

const HEADER = ['Value', 'fal', 'Notes', 'Verdict'];

/** Reads the table `| Value | fal | Notes | Verdict |` of a section: what the values of its keyword become, one by one. */
export function readValues(
  { body, title }: RawSection,
  source: string,
  fal: FalVocabulary,
  report: Report,
): ValueRow[] {
  const seen = new Map<string, number>();
  const tables = body.filter((node) => node.type === 'table').filter(isValues);
  return tables.flatMap(({ children: [, ...rows] }) =>
    rows.flatMap((row): ValueRow[] => {
      const cells = cellsOf(row, source, report);
      if (!cells) return [];
      const values = valuesIn(cells[0], title, report);
      checkTwice(values, seen, report);
      const setting = settingIn(cells[1], fal, report);
      const verdict = verdictIn(cells[3], report);
      if (!setting || !verdict || values.length === 0) return [];
      return [{ values: values.map(({ text }) => text), fal: setting, notes: cells[2].text, verdict }]; // prettier-ignore
    }),
  );
}

function isValues({ children: [head] }: Table): boolean {
  const words = (head?.children ?? []).map((cell) => plainText(cell.children));
  return words.length === HEADER.length && HEADER.every((word, index) => words[index] === word);
}

function cellsOf(
  row: TableRow,
  source: string,
  report: Report,
): [Cell, Cell, Cell, Cell] | undefined {
  const [value, fal, notes, verdict, ...more] = row.children.map((cell) => readCell(cell, source));
  if (value && fal && notes && verdict && more.length === 0) return [value, fal, notes, verdict];
  const message = `The row has ${row.children.length} cells, and the header ${HEADER.length}`;
  report('value-row', placeOf(row), `${message}; write one cell a column`);
  return undefined;
}

interface Value {
  /** In capitals. */
  readonly text: string;
  readonly code: CodeSpan;
}

function valuesIn({ text, codes, place }: Cell, title: string, report: Report): Value[] {
  if (codes.length === 0) {
    const message = `The Value cell ${text || 'is empty and'} holds no code; write the keyword with its value in backticks`;
    report('value-unreadable', place, message);
  }
  return codes.flatMap((code) => {
    const read = assignment(code.text);
    const word = read && stringIn(read.value);
    if (!read || word === undefined || !title.includes(`\`${read.name}=`)) {
      const message = `\`${code.text}\` is no value of ${title}; write its keyword with a string behind it`;
      report('value-unreadable', code.place, message);
      return [];
    }
    return [{ text: word.toUpperCase(), code }];
  });
}

function checkTwice(values: readonly Value[], seen: Map<string, number>, report: Report): void {
  for (const { text, code } of values) {
    const line = seen.get(text);
    seen.set(text, line ?? code.place.line);
    if (line === undefined) continue;
    report(
      'value-twice',
      code.place,
      `\`${code.text}\` has a row on line ${line}; keep one of them`,
    );
  }
}

function settingIn(
  { codes: [code, ...more], place }: Cell,
  fal: FalVocabulary,
  report: Report,
): ValueSetting | undefined {
  const read = code && more.length === 0 ? assignment(code.text) : undefined;
  const value = read && (stringIn(read.value) ?? numberIn(read.value));
  if (!code || !read || value === undefined) {
    const message = 'The fal cell is no setting; write one, as `machine_type = "GPU-A100"`';
    report('value-fal', place, message);
    return undefined;
  }
  const problem = checkFalCell(code.text, fal);
  if (problem) report(problem.id, within(code, problem.start, problem.end), problem.text);
  return { name: read.name, value };
}

function verdictIn({ text, place }: Cell, report: Report): ValueRow['verdict'] | undefined {
  const verdict: Verdict | undefined = verdictOf(text);
  if (verdict !== undefined && verdict !== 'no-equivalent') return verdict;
  const message = `\`${text}\` is no verdict of a value; write \`rewrite\`, \`rewrite-unsafe\` or \`manual\``;
  report('verdict-unknown', place, message);
  return undefined;
}

function stringIn(code: string): string | undefined {
  return /^(["'])([^"'\\]+)\1$/.exec(code)?.[2];
}

function numberIn(code: string): number | undefined {
  return /^\d+$/.test(code) ? Number(code) : undefined;
}
