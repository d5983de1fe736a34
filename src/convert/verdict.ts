import type { Verdict } from '../model/rule.ts';

const ORDER: readonly Verdict[] = ['rewrite', 'rewrite-unsafe', 'manual', 'no-equivalent'];

/** The weakest of several verdicts: what they come to together. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return verdicts.reduce(
    (worst, next) => (ORDER.indexOf(next) > ORDER.indexOf(worst) ? next : worst),
    'rewrite',
  );
}
