import type { Place, PlanReport, PlanRow, UnitReason, UnitReport } from './report.ts';

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
    const key = keyOf(reason);
    const row = rows.get(key) ?? { ...reason, lines: [] };
    row.lines.push(file === undefined ? String(line) : `${file}:${line}`);
    rows.set(key, row);
  }
  return [...rows.values()].toSorted((a, b) => Number(isForPerson(b)) - Number(isForPerson(a)));
}

/** A reason that many units share. */
export interface SharedReason {
  readonly rule: string;
  readonly message: string;
  readonly url?: string;
  readonly places: readonly Place[];
}

/** From so many units on a reason is said once for all of them. */
const MANY = 4;

/** What is said once for many units: what asks for a person has a list of its own, and stands at each. */
export function sharedReasons({ units }: PlanReport): SharedReason[] {
  const found = new Map<string, SharedReason & { places: Place[] }>();
  for (const { unit, file, line, reasons } of units) {
    const own = new Map(reasons.filter((one) => !isForPerson(one)).map((one) => [keyOf(one), one]));
    for (const [key, { rule, message, url }] of own) {
      const shared = found.get(key) ?? { rule, message, ...(url !== undefined && { url }), places: [] }; // prettier-ignore
      shared.places.push({ unit, file, line });
      found.set(key, shared);
    }
  }
  return [...found.values()].filter(({ places }) => places.length >= MANY);
}

/** The report without the reasons that are said once, at the units that have them. */
export function withoutShared(report: PlanReport, shared: readonly SharedReason[]): PlanReport {
  if (shared.length === 0) return report;
  const told = new Set(shared.map(keyOf));
  const units = report.units.map((unit) => ({
    ...unit,
    reasons: unit.reasons.filter((reason) => isForPerson(reason) || !told.has(keyOf(reason))),
  }));
  return { ...report, units };
}

function keyOf({ rule, message }: Pick<UnitReason, 'rule' | 'message'>): string {
  return `${rule}\n${message}`;
}

/** Whether a reason asks for a person. */
export function isForPerson({ verdict }: Pick<UnitReason, 'verdict'>): boolean {
  return verdict === 'manual' || verdict === 'no-equivalent';
}
