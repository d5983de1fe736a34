import type { Verdict } from '../model/rule.ts';

/** How a verdict is shown. */
export interface VerdictLabel {
  readonly label: string;
  /** What it promises, in a few words. */
  readonly meaning: string;
}

export const VERDICTS: Readonly<Record<Verdict, VerdictLabel>> = {
  rewrite: { label: 'rewrite', meaning: 'Converted; the meaning stays the same.' },
  'rewrite-unsafe': { label: 'rewrite-unsafe', meaning: 'Converted; it may behave differently.' },
  manual: { label: 'manual', meaning: 'Found and explained; a person changes it.' },
  'no-equivalent': { label: 'no equivalent', meaning: 'fal has nothing like it.' },
};

/** The badge of a verdict, which leads to its explanation. */
export function badge(verdict: Verdict): string {
  const { label, meaning } = VERDICTS[verdict];
  return `<a class="ml-badge ml-${verdict}" href="/guide/conversion/#verdicts" title="${meaning}">${label}</a>`;
}
