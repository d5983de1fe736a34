import { tasksOf, totalsOf, type PlanReport } from './plan-report.ts';

/** Version of the form that plan.schema.json describes. */
const VERSION = 1;

/** The plan of a migration for programs, as plan.schema.json describes it. */
export function planJson(report: PlanReport): string {
  const { tool, units, files, notes } = report;
  const totals = totalsOf(report);
  const document = { version: VERSION, tool, totals, units, tasks: tasksOf(report), files, notes };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
