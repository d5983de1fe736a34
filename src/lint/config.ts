import type { Severity } from '../model/diagnostic.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { Verdict } from '../model/rule.ts';
import { OWN_RULES } from './own-rules.ts';

/** Which rules report, and how loudly. */
export interface LintConfig {
  /** Rule ids, topics or `all`; absent: every rule. */
  readonly select?: readonly string[];
  readonly ignore: readonly string[];
  /** By rule id. */
  readonly severity: ReadonlyMap<string, Severity>;
}

export const DEFAULT_CONFIG: LintConfig = { ignore: [], severity: new Map() };

/** What `select` and `ignore` may name: every rule id, every topic, and `all`. */
export function selectors(ruleSet: RuleSet): Set<string> {
  const names = new Set(['all', ...OWN_RULES.map(({ id }) => id)]);
  for (const { id, topic } of ruleSet.rules) names.add(id).add(topic);
  return names;
}

/** The ids of the rules that report under a configuration. */
export function enabledRules(ruleSet: RuleSet, { select, ignore }: LintConfig): Set<string> {
  const named = (list: readonly string[], id: string, topic?: string): boolean =>
    list.includes('all') || list.includes(id) || (topic !== undefined && list.includes(topic));
  const enabled = new Set<string>();
  for (const { id, topic } of ruleSet.rules) {
    if (!named(ignore, id, topic) && (!select || named(select, id, topic))) enabled.add(id);
  }
  for (const { id, always } of OWN_RULES) {
    if (ignore.includes(id) || (ignore.includes('all') && !always)) continue;
    if (always || !select || named(select, id)) enabled.add(id);
  }
  return enabled;
}

/** How loudly a concept reports where the configuration says nothing. */
export function defaultSeverity(verdict: Verdict): Severity {
  return verdict === 'rewrite' || verdict === 'rewrite-unsafe' ? 'error' : 'warning';
}
