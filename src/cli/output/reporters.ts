import { OWN_RULES } from '../../lint/own-rules.ts';
import { defaultSeverity } from '../../lint/config.ts';
import { ruleHelp } from '../../lint/messages.ts';
import type { RuleSet } from '../../model/rule-set.ts';
import type { CheckReport, Failure, Findings, RuleInfo, Tool } from '../../report/check-report.ts';
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

/** Findings in a format, in pieces to write one after the other; its code is loaded when it is asked for. */
export async function render(
  format: string,
  report: CheckReport,
  colour: boolean,
): Promise<Iterable<string>> {
  switch (format) {
    case 'concise': {
      const { concise } = await import('../../report/concise.ts');
      return inPieces(report, (part) => concise(part, colour));
    }
    case 'json':
      return [(await import('../../report/json.ts')).json(report)];
    case 'github': {
      const { github } = await import('../../report/github.ts');
      return inPieces(report, github);
    }
    case 'sarif':
      return [(await import('../../report/sarif.ts')).sarif(report)];
    default: {
      const { full } = await import('../../report/full.ts');
      return inPieces(report, (part) => full(part, colour));
    }
  }
}

const PIECE = 1 << 16;

/** The text of a report that is nothing but that of its findings: a long one is never in memory as a whole. */
function* inPieces(
  { diagnostics, sourceOf }: CheckReport,
  textOf: (part: Findings) => string,
): Generator<string> {
  let piece = '';
  for (let start = 0, end = 0; start < diagnostics.length; start = end) {
    while (diagnostics[end]?.file === diagnostics[start]?.file && end < diagnostics.length) end++;
    piece += textOf({ diagnostics: diagnostics.slice(start, end), sourceOf });
    if (piece.length < PIECE) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}

/** Says on which files the program itself failed. */
export function tellFailures(failures: readonly Failure[]): void {
  for (const { file, message } of failures) {
    err(
      `modal-lint failed on ${file}: ${message}\nThis is a bug of modal-lint; its other findings stand.\n`,
    );
  }
}
