import type { Report } from './message.ts';
import { resolveCell } from './modal-cell.ts';
import { didYouMean, nearest } from '../text/nearest.ts';
import type { RawSection } from './sections.ts';
import type { MappingTable, Row } from './table.ts';
import type { Vocabulary } from './vocabulary.ts';

/** Rows and headings that no heading and no row has taken yet. */
interface Rest {
  readonly rows: Set<Row>;
  readonly sections: Set<RawSection>;
}

/** Finds each row's section by its heading, and reports rows and headings that stand alone. */
export function pairSections(
  sections: readonly RawSection[],
  table: MappingTable,
  modal: Vocabulary,
  report: Report,
): ReadonlyMap<Row, RawSection> {
  const pairs = new Map<Row, RawSection>();
  const { rows, broken } = table;
  if (sections.length === 0 || rows.length + broken.length === 0) return pairs;
  const rest = pairByTitle(sections, rows, pairs, report);
  for (const section of rest.sections) {
    const title = likelyTitle(section, rest, broken);
    const row = [...rest.rows].find((one) => one.modal.text === title);
    if (title !== undefined && broken.includes(title)) continue; // reported with its row
    if (row) {
      pairs.set(row, section);
      rest.rows.delete(row);
    }
    // Where the cell is wrong the heading need not be: the cell is reported.
    if (row && !isResolved(row, modal)) continue;
    const end =
      title === undefined ? '; write a row, or a heading in words' : didYouMean(bare(title));
    const message = `No row has the Modal cell ${section.title}${end}`;
    report('section-without-row', section.place, message);
  }
  for (const { modal: cell } of rest.rows) {
    const message = `The row ${cell.text} has no section; write \`## …\` with the cell as heading`;
    report('row-without-section', cell.place, message);
  }
  return pairs;
}

function pairByTitle(
  sections: readonly RawSection[],
  rows: readonly Row[],
  pairs: Map<Row, RawSection>,
  report: Report,
): Rest {
  const rest: Rest = { rows: new Set(), sections: new Set() };
  const byTitle = new Map<string, RawSection>();
  for (const section of sections) {
    const isRow = rows.some(({ modal }) => modal.text === section.title);
    const first = byTitle.get(section.title);
    if (isRow && first) {
      const message = `${section.title} has a section on line ${first.place.line}; keep one of them`;
      report('section-twice', section.place, message);
    } else if (isRow) byTitle.set(section.title, section);
    else if (section.isCode) rest.sections.add(section);
  }
  const seen = new Set<string>();
  for (const row of rows) {
    const { text } = row.modal;
    const section = byTitle.get(text);
    if (section && !seen.has(text)) pairs.set(row, section);
    if (!section) rest.rows.add(row);
    seen.add(text);
  }
  return rest;
}

/** The row that a heading means: the nearest, or the only one that is left for the only heading. */
function likelyTitle(
  { title }: RawSection,
  { rows, sections }: Rest,
  broken: readonly string[],
): string | undefined {
  const titles = [...[...rows].map(({ modal }) => modal.text), ...broken];
  const [only, ...more] = titles;
  if (titles.includes(title)) return title;
  return nearest(title, titles) ?? (sections.size === 1 && more.length === 0 ? only : undefined);
}

function isResolved({ modal: { codes } }: Row, modal: Vocabulary): boolean {
  return codes.length > 0 && codes.every(({ text }) => 'matches' in resolveCell(text, modal));
}

function bare(title: string): string {
  return title.replace(/^`([^`]*)`$/, '$1');
}
