import { enabledRules, severities, type LintConfig } from '../lint/config.ts';
import type { Diagnostic } from '../model/diagnostic.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { Problem } from './files/walk.ts';

const rule = 'unreadable-file';
const START = { line: 1, column: 1 };

/** Why a file whose expressions are nested thousands deep, which no person writes, is not read. */
export const TOO_DEEP = 'The file is nested too deeply to be read; split or exclude it.';

/** Whether a file has used up the call stack. */
export function isTooDeep(error: unknown): boolean {
  return error instanceof RangeError && error.message.includes('call stack');
}

/** Files that could not be read, as findings. */
export function problemDiagnostics(
  problems: readonly Problem[],
  ruleSet: RuleSet,
  configFor: (path: string) => LintConfig,
): Diagnostic[] {
  return problems.flatMap(({ path, message }) => {
    const config = configFor(path);
    if (!enabledRules(ruleSet, config).has(rule)) return [];
    const severity = severities(ruleSet, config).get(rule) ?? 'error';
    const span = { start: 0, end: 0 };
    return [{ rule, severity, message, file: path, span, start: START, end: START }];
  });
}
