import type { Applicability } from '../../model/diagnostic.ts';
import type { UnitOutlook } from '../../model/outlook.ts';
import type { Verdict } from '../../model/rule.ts';
import type { Tool } from '../check-report.ts';

/** What a migration does, or would do, to each unit of a program. */
export interface PlanReport {
  readonly tool: Tool;
  readonly run: RunInfo;
  /** Functions, classes and entrypoints: by file in an order that works, then by place. */
  readonly units: readonly UnitReport[];
  /** What belongs to no unit, a row a file: calls of deployed functions, commands, requirement lines. */
  readonly others: readonly PlanRow[];
  /** In an order that works: a file comes after those that it imports, and texts after programs. */
  readonly files: readonly FileReport[];
  /** Addresses of Modal's that the files name as they are then. */
  readonly addresses: readonly OldAddress[];
  /** What holds for the whole program, once. */
  readonly notes: readonly string[];
}

export interface RunInfo {
  /** Whether files were written: `migrate`, and not `report` or `--diff`. */
  readonly done: boolean;
  /** The paths of the command line, as a shell takes them. */
  readonly paths: string;
  /** Flags of the command line that decide what the result is, as a shell takes them. */
  readonly flags?: string;
  /** The fal user or team that owns the apps, where it is known. */
  readonly owner?: string;
}

/** An address of something that Modal serves, where a text names it. */
export interface OldAddress {
  readonly file: string;
  readonly line: number;
  /** The host with its scheme; what may be secret around it is left out. */
  readonly address: string;
  /** Its address on fal, where the unit behind it is one of these. */
  readonly now?: string;
}

/** What becomes of one thing, and why. */
export interface PlanRow {
  readonly unit: string;
  readonly kind: string;
  readonly file: string;
  readonly line: number;
  readonly becomes?: string;
  readonly outcome: Outcome;
  readonly reasons: readonly UnitReason[];
  /** Why it stays on Modal. */
  readonly refused?: string;
}

export interface UnitReport extends PlanRow, UnitOutlook {}

/** How far a unit gets: converted as it is, converted with a change in behaviour, converted with marks, or not at all. */
export type Outcome = Applicability | 'left';

export const OUTCOMES: readonly Outcome[] = ['safe', 'unsafe', 'manual', 'left'];

/** Outcomes in words, for people. */
export const OUTCOME_WORDS: Record<Outcome, string> = {
  safe: 'converts',
  unsafe: 'converts, may behave differently',
  manual: 'converts with marks for a person',
  left: 'stays on Modal',
};

export interface UnitReason {
  readonly rule: string;
  readonly verdict: Verdict;
  readonly message: string;
  /** Where it is about another file than the unit's own. */
  readonly file?: string;
  readonly line: number;
  readonly url?: string;
}

export interface FileReport {
  readonly file: string;
  readonly changed: boolean;
  /** Why the result for this file was taken back or not written. */
  readonly refused?: string;
}

export interface Totals {
  readonly units: number;
  readonly outcomes: Readonly<Record<Outcome, number>>;
  /** Files with something in them that a conversion is about. */
  readonly files: number;
  readonly filesChanged: number;
  readonly filesRefused: number;
  /** Files with calls, commands or requirement lines outside of units. */
  readonly others: number;
  /** Things that a person has to do. */
  readonly tasks: number;
}

/** One thing that a person has to do, once for all units that need it. */
export interface Task {
  readonly rule: string;
  readonly message: string;
  readonly url?: string;
  readonly places: readonly Place[];
}

export interface Place {
  readonly file: string;
  readonly line: number;
  readonly unit: string;
}

/** Counts that every form of the report prints. */
export function totalsOf(report: PlanReport): Totals {
  const { units, others, files } = report;
  const outcomes = { safe: 0, unsafe: 0, manual: 0, left: 0 };
  for (const { outcome } of units) outcomes[outcome]++;
  return {
    units: units.length,
    outcomes,
    files: files.length,
    filesChanged: files.filter(({ changed }) => changed).length,
    filesRefused: files.filter(({ refused }) => refused !== undefined).length,
    others: new Set(others.map(({ file }) => file)).size,
    tasks: tasksOf(report).length,
  };
}

/** What a person has to do in the code that is converted: what is needed in most places comes first. */
export function tasksOf({ units, others }: PlanReport): Task[] {
  const tasks = new Map<string, Task & { places: Place[] }>();
  for (const { unit, file: home, outcome, reasons } of [...units, ...others]) {
    // What stays on Modal has no marks: why it stays is said once.
    if (outcome === 'left') continue;
    for (const { rule, verdict, message, file = home, line, url } of reasons) {
      if (verdict !== 'manual' && verdict !== 'no-equivalent') continue;
      const key = `${rule}\n${message}`;
      const task = tasks.get(key) ?? {
        rule,
        message,
        ...(url !== undefined && { url }),
        places: [],
      };
      task.places.push({ file, line, unit });
      tasks.set(key, task);
    }
  }
  return [...tasks.values()].toSorted((a, b) => b.places.length - a.places.length);
}

/** How many places ask for a person, by rule: most of the work comes first. */
export function workByRule(report: PlanReport): { rule: string; url?: string; count: number }[] {
  const work = new Map<string, { rule: string; url?: string; count: number }>();
  for (const { rule, url, places } of tasksOf(report)) {
    const known = work.get(rule) ?? { rule, ...(url !== undefined && { url }), count: 0 };
    work.set(rule, { ...known, count: known.count + places.length });
  }
  return [...work.values()].toSorted((a, b) => b.count - a.count);
}

/** One sentence with the counts. */
export function totalsSentence(totals: Totals, { done }: RunInfo): string {
  const { outcomes, units, files, filesChanged } = totals;
  const parts = OUTCOMES.map((outcome) => `${outcomes[outcome]} ${outcome}`);
  const change = `${plural(filesChanged, 'file')} ${done ? 'changed' : 'to change'}`;
  return `${plural(units, 'unit')} in ${plural(files, 'file')}: ${parts.join(', ')}; ${change}.`;
}

/** `1 unit`, `2 units`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
