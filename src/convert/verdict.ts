import type { Rule, Verdict } from '../model/rule.ts';
import type { Plan, Reason } from './plan.ts';

const ORDER: readonly Verdict[] = ['rewrite', 'rewrite-unsafe', 'manual', 'no-equivalent'];

/** The weakest of several verdicts: what they come to together. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce(
    (worst, next) => (ORDER.indexOf(next) > ORDER.indexOf(worst) ? next : worst),
    'rewrite',
  );
}

/** What the rule itself says of an occurrence that no transform knows: its reason, or what its row has for it. */
export function ruleReason(rule: Rule, span: Reason['span'], shown = rule.modal): Reason {
  const verdict: Verdict = rule.verdict === 'no-equivalent' ? 'no-equivalent' : 'manual';
  const message =
    rule.verdict !== 'rewrite' && rule.reason !== undefined
      ? rule.reason
      : `${shown} is not read where it stands: write ${rule.fal} in its place, as ${rule.url} shows`;
  return { rule: rule.id, verdict, message, span };
}

/** What rules and reasons come to. */
export function judged(
  rules: ReadonlySet<Rule>,
  reasons: readonly Reason[],
): Pick<Plan, 'applicability' | 'rules' | 'reasons'> {
  const verdict = worstVerdict([
    ...[...rules].map(ceiling),
    ...reasons.map((reason) => reason.verdict),
  ]);
  return {
    applicability:
      verdict === 'rewrite' ? 'safe' : verdict === 'rewrite-unsafe' ? 'unsafe' : 'manual',
    rules: [
      ...new Set([...[...rules].map(({ id }) => id), ...reasons.map(({ rule }) => rule)]),
    ].sort(),
    reasons,
  };
}

/** A rule that is manual as a whole spoke through its reasons already. */
function ceiling({ verdict }: Rule): Verdict {
  return verdict === 'rewrite-unsafe' ? 'rewrite-unsafe' : 'rewrite';
}
