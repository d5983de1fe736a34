import type { Severity } from '../model/diagnostic.ts';
import type { RuleSet } from '../model/rule-set.ts';
import type { Rule, Verdict } from '../model/rule.ts';
import { OWN_RULES } from './own-rules.ts';

/** Which rules report, and how loudly. */
export interface LintConfig {
  /** Selectors; absent: every rule. */
  readonly select?: readonly string[];
  readonly ignore: readonly string[];
  /** By selector; the narrower one counts. */
  readonly severity: ReadonlyMap<string, Severity>;
}

export const DEFAULT_CONFIG: LintConfig = { ignore: [], severity: new Map() };

/** What `select`, `ignore` and `severity` may name: every rule id, every topic, a rule of a topic, and `all`. */
export function selectors(ruleSet: RuleSet): Set<string> {
  const names = new Set(['all', ...OWN_RULES.map(({ id }) => id)]);
  for (const rule of ruleSet.rules) for (const name of selectorsOf(rule)) names.add(name);
  return names;
}

/** The selectors that mean a rule, the widest first. A topic with a rule of its own name means the whole topic. */
function selectorsOf({ id, topic }: Pick<Rule, 'id' | 'topic'>): string[] {
  const own = `${topic}/${id}`;
  return id === topic ? ['all', topic, own] : ['all', topic, id, own];
}

/** The ids of the rules that report under a configuration. */
export function enabledRules(ruleSet: RuleSet, { select, ignore }: LintConfig): Set<string> {
  const enabled = new Set<string>();
  const all = !select && ignore.length === 0;
  for (const rule of ruleSet.rules) {
    if (all) {
      enabled.add(rule.id);
      continue;
    }
    const names = selectorsOf(rule);
    const named = (list: readonly string[]): boolean => names.some((name) => list.includes(name));
    if (!named(ignore) && (!select || named(select))) enabled.add(rule.id);
  }
  for (const { id, always } of OWN_RULES) {
    if (ignore.includes(id) || (ignore.includes('all') && !always)) continue;
    if (always || !select || select.includes('all') || select.includes(id)) enabled.add(id);
  }
  return enabled;
}

/** How loudly each rule reports under a configuration. */
export function severities(ruleSet: RuleSet, { severity }: LintConfig): Map<string, Severity> {
  const found = new Map<string, Severity>();
  for (const rule of ruleSet.rules) {
    found.set(rule.id, chosenSeverity(rule, severity) ?? defaultSeverity(rule.verdict));
  }
  for (const own of OWN_RULES) {
    found.set(own.id, severity.get(own.id) ?? severity.get('all') ?? own.severity);
  }
  return found;
}

function chosenSeverity(rule: Rule, severity: ReadonlyMap<string, Severity>): Severity | undefined {
  if (severity.size === 0) return undefined;
  return severity.get(selectorsOf(rule).findLast((name) => severity.has(name)) ?? '');
}

/** How loudly a concept reports where the configuration says nothing. */
export function defaultSeverity(verdict: Verdict): Severity {
  return verdict === 'rewrite' || verdict === 'rewrite-unsafe' ? 'error' : 'warning';
}
