import { OWN_RULES } from '../../lint/own-rules.ts';
import { defaultSeverity } from '../../lint/config.ts';
import { ruleHelp } from '../../lint/messages.ts';
import type { RuleSet } from '../../model/rule-set.ts';
import type { CheckReport, Failure, RuleInfo, Tool } from '../../report/check-report.ts';
import { packageVersion } from '../rules-file.ts';
import { err } from './terminal.ts';

/** What reports say of this program. */
export function toolOf({ homepage }: RuleSet): Tool {
  return { name: 'modal-lint', version: packageVersion(), homepage };
}

/** Every rule as reports describe it: the table's in their order, then the linter's own. */
export function ruleInfos({ rules }: RuleSet): RuleInfo[] {
  const concepts = rules.map((rule): RuleInfo => {
    const { id, modal, url, topic, verdict } = rule;
    const severity = defaultSeverity(verdict);
    return { id, summary: modal, severity, help: ruleHelp(rule), url, tags: [topic, verdict] };
  });
  const own = OWN_RULES.map(({ id, summary, severity }): RuleInfo => {
    return { id, summary, severity, tags: ['modal-lint'] };
  });
  return [...concepts, ...own];
}

/** Findings in a format; its code is loaded when it is asked for. */
export async function render(
  format: string,
  report: CheckReport,
  colour: boolean,
): Promise<string> {
  switch (format) {
    case 'concise':
      return (await import('../../report/concise.ts')).concise(report, colour);
    case 'json':
      return (await import('../../report/json.ts')).json(report);
    case 'github':
      return (await import('../../report/github.ts')).github(report);
    case 'sarif':
      return (await import('../../report/sarif.ts')).sarif(report);
    default:
      return (await import('../../report/full.ts')).full(report, colour);
  }
}

/** Says on which files the program itself failed. */
export function tellFailures(failures: readonly Failure[]): void {
  for (const { file, message } of failures) {
    err(
      `modal-lint failed on ${file}: ${message}\nThis is a bug of modal-lint; its other findings stand.\n`,
    );
  }
}
