import type { Root, RootContent, Table, TableRow } from 'mdast';
import { offsetsOf, placeOf, plainText, readCell, TOP } from './markdown.ts';
import type { Report } from './message.ts';
import { didYouMean, nearest } from '../text/nearest.ts';
import type { Cell } from './topic.ts';

/** The cells of one row of the mapping table. */
export interface Row {
  readonly modal: Cell;
  readonly fal: Cell;
  readonly notes: Cell;
  readonly verdict?: Cell;
}

const COLUMNS = ['Modal', 'fal', 'Notes', 'Verdict'] as const;
type Column = (typeof COLUMNS)[number];

export interface MappingTable {
  readonly node: Table;
  readonly rows: readonly Row[];
  /** Modal cells of rows that could not be read. */
  readonly broken: readonly string[];
}

/** Finds and reads the one table `Modal | fal | Notes` of a file. */
export function readTable(root: Root, source: string, report: Report): MappingTable | undefined {
  const tables = root.children.filter((node) => node.type === 'table');
  const node = tables.find(isMapping) ?? tables.find((table) => isBeforeSections(table, root));
  if (!node) {
    const message = 'The file has no table; write `| Modal | fal | Notes |` and a row a concept';
    report('table-missing', TOP, message);
    return undefined;
  }
  for (const other of tables) {
    if (other === node || !(isWhole(other) || isBeforeSections(other, root))) continue;
    const message = 'A file has one mapping table; put these rows into the first one';
    report('table-second', placeOf(other), message);
  }
  const columns = readHeader(node, source, report);
  if (!columns) return undefined;
  const body = node.children.slice(1);
  if (body.length === 0) {
    report('table-empty', placeOf(node), 'The table has no rows; write a row a concept');
  }
  const rows = body.map((row) => readRow(row, columns, source, report));
  const broken = body
    .filter((_, index) => !rows[index])
    .map(({ children: [first] }) => {
      return plainText(first?.children ?? []);
    });
  return { node, rows: rows.filter((row) => row !== undefined), broken };
}

function headerOf(table: Table): string[] {
  return (table.children[0]?.children ?? []).map((cell) => plainText(cell.children));
}

function isMapping(table: Table): boolean {
  const [modal = '', fal = ''] = headerOf(table);
  return modal === 'Modal' && fal.toLowerCase() === 'fal';
}

function isWhole(table: Table): boolean {
  return isMapping(table) && headerOf(table)[2] === 'Notes';
}

function isBeforeSections(node: RootContent, { children }: Root): boolean {
  const section = children.find((child) => child.type === 'heading' && child.depth === 2);
  return !section || offsetsOf(node).start < offsetsOf(section).start;
}

function readHeader(table: Table, source: string, report: Report): Column[] | undefined {
  const cells = (table.children[0]?.children ?? []).map((cell) => readCell(cell, source));
  const columns = cells.map(({ text }) => COLUMNS.find((column) => column === text));
  const wrong = cells.find((_, index) => {
    const expected = COLUMNS[index];
    return columns[index] === undefined || columns[index] !== expected;
  });
  if (wrong) {
    const near = nearest(wrong.text, COLUMNS);
    const message = `The column \`${wrong.text}\` is not expected here; the header is \`| Modal | fal | Notes |\`, with \`Verdict\` as a fourth where it is wanted`;
    report('table-header', wrong.place, near === wrong.text ? message : message + didYouMean(near));
    return undefined;
  }
  if (columns.length >= 3) return columns.filter((column) => column !== undefined);
  const place = placeOf(table.children[0] ?? table);
  const missing = COLUMNS.slice(columns.length, 3).map((column) => `\`${column}\``);
  report(
    'table-header',
    place,
    `The table has no column ${missing.join(', ')}; the header is \`| Modal | fal | Notes |\``,
  );
  return undefined;
}

function readRow(
  row: TableRow,
  columns: readonly Column[],
  source: string,
  report: Report,
): Row | undefined {
  const cells = row.children.map((cell) => readCell(cell, source));
  const count = `The row has ${cells.length} cells, and the header ${columns.length}`;
  if (cells.length < columns.length) {
    report('row-short', placeOf(row), `${count}; write the missing ones`);
    return undefined;
  }
  if (cells.length > columns.length) {
    report('row-long', placeOf(row), `${count}; write \`\\|\` for a bar that is no border`);
    return undefined;
  }
  const empty = cells.findIndex(({ text }) => text === '');
  const [modal, fal, notes, verdict] = cells;
  if (empty >= 0) {
    const place = cells[empty]?.place ?? TOP;
    report(
      'cell-empty',
      place,
      `The \`${columns[empty]}\` cell is empty; write \`–\` where fal has nothing`,
    );
    return undefined;
  }
  if (!modal || !fal || !notes) return undefined;
  return { modal, fal, notes, ...(verdict && { verdict }) };
}
