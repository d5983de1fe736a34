import type { ProgramData } from '../../model/program-data.ts';
import type { Tool } from '../check-report.ts';

/** Version of the form that inspect.schema.json describes. */
const VERSION = 1;

/** A program as data, as inspect.schema.json describes it. */
export function inspectJson(program: ProgramData, tool: Tool): string {
  return `${JSON.stringify({ version: VERSION, tool, ...program }, undefined, 2)}\n`;
}
