import type { Rule } from '../model/rule.ts';
import type { TextLanguage } from '../text/language.ts';
import { requirementsIn } from '../text/requirements-in.ts';
import type { Draft } from './draft.ts';
import { requirementMessage, ruleHelp } from './messages.ts';

/** What of a text requires Modal's package, where a rule is about that. */
export function requirementDrafts(
  source: string,
  path: string,
  language: TextLanguage,
  rules: readonly Rule[],
): Draft[] {
  const rule = rules.find(({ matches }) => matches.some(({ role }) => role === 'requirement'));
  if (!rule) return [];
  const { id, url, verdict } = rule;
  const help = ruleHelp(rule);
  return requirementsIn(source, path, language).map(({ name, span, trouble }) => {
    const message = requirementMessage(name, trouble, rule);
    return { rule: id, message, help, url, verdict, span, symbol: name };
  });
}
