import type { PlanReport, PlanRow, UnitReason, UnitReport } from './report.ts';

/** What a report shows of one file. */
export interface FileRows {
  readonly file: string;
  readonly units: readonly UnitReport[];
  readonly others: readonly PlanRow[];
  /** Why its result was not written. */
  readonly refused?: string;
}

/** The files with something to tell, in the report's order. */
export function fileRows({ units, others, files }: PlanReport): FileRows[] {
  return files.flatMap(({ file, refused }) => {
    const own = units.filter((unit) => unit.file === file);
    const rest = others.filter((row) => row.file === file);
    const silent = own.length + rest.length === 0 && refused === undefined;
    return silent
      ? []
      : [{ file, units: own, others: rest, ...(refused !== undefined && { refused }) }];
  });
}

/** A reason with all the lines on which it holds. */
export interface ReasonRow extends Omit<UnitReason, 'line' | 'file'> {
  /** `12`, `other.py:3`. */
  readonly lines: readonly string[];
}

/** Reasons, what a person must do first; those that say the same are one. */
export function reasonRows(reasons: readonly UnitReason[]): ReasonRow[] {
  const rows = new Map<string, ReasonRow & { lines: string[] }>();
  for (const { file, line, ...reason } of reasons) {
    const key = `${reason.rule}\n${reason.message}`;
    const row = rows.get(key) ?? { ...reason, lines: [] };
    row.lines.push(file === undefined ? String(line) : `${file}:${line}`);
    rows.set(key, row);
  }
  return [...rows.values()].toSorted((a, b) => Number(isForPerson(b)) - Number(isForPerson(a)));
}

/** Whether a reason asks for a person. */
export function isForPerson({ verdict }: Pick<UnitReason, 'verdict'>): boolean {
  return verdict === 'manual' || verdict === 'no-equivalent';
}
