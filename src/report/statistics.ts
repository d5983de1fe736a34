import { countByRule, type CheckReport } from './check-report.ts';

/** How often each rule was found, for a person. */
export function statistics({ diagnostics, rules }: CheckReport): string {
  const counts = countByRule(diagnostics);
  const summaries = new Map(rules.map(({ id, summary }) => [id, summary]));
  const digits = String(counts[0]?.[1] ?? 0).length;
  const longest = Math.max(0, ...counts.map(([rule]) => rule.length));
  return counts
    .map(([rule, count]) => {
      const line = `${String(count).padStart(digits)}  ${rule.padEnd(longest)}  ${summaries.get(rule) ?? ''}`;
      return `${line.trimEnd()}\n`;
    })
    .join('');
}
