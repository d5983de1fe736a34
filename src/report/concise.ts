import type { Findings } from './check-report.ts';
import { severityStyle } from './full.ts';
import { oneLine, styleOf } from './style.ts';

/** One line a finding: `file:line:column: severity[rule] message`. */
export function concise({ diagnostics }: Pick<Findings, 'diagnostics'>, colour: boolean): string {
  const style = styleOf(colour);
  return diagnostics
    .map(({ file, start, rule, severity, message }) => {
      const place = style.bold(`${oneLine(file)}:${start.line}:${start.column}`);
      const kind = severityStyle(severity, style)(`${severity}[${rule}]`);
      return `${place}: ${kind} ${oneLine(message)}\n`;
    })
    .join('');
}
