import type { Rule } from '../model/rule.ts';
import { findAddresses } from '../text/addresses.ts';
import type { TableDraft } from './draft.ts';
import { addressMessage, ruleHelp } from './messages.ts';

/** The addresses of Modal's that a text names, where a rule is about those. */
export function addressDrafts(source: string, rules: readonly Rule[]): TableDraft[] {
  const addresses = findAddresses(source);
  const rule = addresses.length > 0 ? addressRule(rules) : undefined;
  if (!rule) return [];
  const { id, url, verdict } = rule;
  return addresses.map(({ text, span }) => {
    const message = addressMessage(text, rule);
    return { rule: id, message, help: ruleHelp(rule), url, verdict, span, symbol: 'modal.run' };
  });
}

/** The rule that is about addresses. */
export function addressRule(rules: readonly Rule[]): Rule | undefined {
  return rules.find(({ matches }) => matches.some(({ role }) => role === 'address'));
}
