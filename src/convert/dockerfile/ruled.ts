import type { Verdict } from '../../model/rule.ts';
import type { Span } from '../../model/span.ts';
import type { Reason } from '../plan.ts';
import type { Guard } from './conditions.ts';
import type { Remarks } from '../remarks/remarks.ts';
import type { ImageLayer } from './layer.ts';

/** A layer of the chain with the rule that speaks for it, and the place to point at. */
export interface RuledLayer extends ImageLayer {
  readonly rule: string;
  readonly span: Span;
  /** What decides whether it is there, outermost first. */
  readonly within?: readonly Guard[];
  readonly remarks?: Remarks;
}

/** A reason about a layer. */
export function about({ rule, span }: RuledLayer, verdict: Verdict, message: string): Reason {
  return { rule, verdict, message, span };
}
