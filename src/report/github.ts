import type { Severity } from '../model/diagnostic.ts';
import type { Findings } from './check-report.ts';

const COMMANDS: Record<Severity, string> = { error: 'error', warning: 'warning', info: 'notice' };

/** Workflow commands: GitHub shows each finding beside its line. */
export function github({ diagnostics }: Pick<Findings, 'diagnostics'>): string {
  return diagnostics
    .map(({ file, start, end, rule, severity, message }) => {
      const properties = {
        title: `modal-lint (${rule})`,
        file,
        line: start.line,
        endLine: end.line,
        col: start.column,
        endColumn: end.column,
      };
      const list = Object.entries(properties).map(([key, value]) => `${key}=${property(value)}`);
      return `::${COMMANDS[severity]} ${list.join(',')}::${data(message)}\n`;
    })
    .join('');
}

function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function property(value: string | number): string {
  return data(String(value)).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
