import { countByRule, type CheckReport } from './check-report.ts';

/** Version of the form that check.schema.json describes. */
const VERSION = 1;

/** Findings for programs, as check.schema.json describes them. */
export function json(report: CheckReport): string {
  const { tool, diagnostics, failures, filesChecked, fingerprintOf } = report;
  const document = {
    version: VERSION,
    tool,
    diagnostics: diagnostics.map((diagnostic) => ({
      ...diagnostic,
      fingerprint: fingerprintOf(diagnostic),
    })),
    failures,
    summary: {
      files: filesChecked,
      findings: diagnostics.length,
      rules: Object.fromEntries(countByRule(diagnostics)),
    },
  };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}
