import { blockersOf, defaultsOf, secretsOf, volumesOf } from './needs.ts';
import { tasksOf, totalsOf, type PlanReport } from './report.ts';
import { stepsOf } from './steps.ts';

/** Version of the form that plan.schema.json describes. */
const VERSION = 1;

/** The plan of a migration for programs, as plan.schema.json describes it. */
export function planJson(report: PlanReport): string {
  const { tool, run, units, others, files, addresses, notes } = report;
  const document = {
    version: VERSION,
    tool,
    run,
    totals: totalsOf(report),
    blockers: blockersOf(report),
    steps: stepsOf(report),
    units,
    others,
    tasks: tasksOf(report),
    secrets: secretsOf(report),
    volumes: volumesOf(report),
    defaults: defaultsOf(report),
    files,
    addresses,
    notes,
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
