import type { Applicability } from '../model/diagnostic.ts';
import type { Verdict } from '../model/rule.ts';
import type { Tool } from './check-report.ts';

/** What a migration does, or would do, to each unit of a program. */
export interface PlanReport {
  readonly tool: Tool;
  /** By file in an order that works, then by place. */
  readonly units: readonly UnitReport[];
  readonly files: readonly FileReport[];
  /** What holds for the whole program, once. */
  readonly notes: readonly string[];
}

export interface UnitReport {
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
  readonly files: number;
  readonly filesChanged: number;
  readonly filesRefused: number;
  /** Things that a person has to do. */
  readonly tasks: number;
}

/** One thing that a person has to do, once for all units that need it. */
export interface Task {
  readonly rule: string;
  readonly message: string;
  readonly url?: string;
  readonly places: readonly {
    readonly file: string;
    readonly line: number;
    readonly unit: string;
  }[];
}

/** Counts that every form of the report prints. */
export function totalsOf({ units, files, ...rest }: PlanReport): Totals {
  const outcomes = { safe: 0, unsafe: 0, manual: 0, left: 0 };
  for (const { outcome } of units) outcomes[outcome]++;
  return {
    units: units.length,
    outcomes,
    files: files.length,
    filesChanged: files.filter(({ changed }) => changed).length,
    filesRefused: files.filter(({ refused }) => refused !== undefined).length,
    tasks: tasksOf({ units, files, ...rest }).length,
  };
}

/** What a person has to do, in the order in which it is met. */
export function tasksOf({ units }: PlanReport): Task[] {
  const tasks = new Map<string, Task & { places: Task['places'][number][] }>();
  for (const { unit, file, reasons } of units) {
    for (const { rule, verdict, message, line, url } of reasons) {
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
  return [...tasks.values()];
}

/** One sentence with the counts. */
export function totalsSentence(totals: Totals): string {
  const { outcomes, units, files, filesChanged } = totals;
  const parts = OUTCOMES.map((outcome) => `${outcomes[outcome]} ${outcome}`);
  return `${plural(units, 'unit')} in ${plural(files, 'file')}: ${parts.join(', ')}; ${plural(filesChanged, 'file')} changed.`;
}

/** `1 unit`, `2 units`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
