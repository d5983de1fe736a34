import type { Verdict } from '../../model/rule.ts';
import type { Span } from '../../model/span.ts';
import type { LayerCall } from '../../program/image.ts';
import type { Constant } from '../../python/constant.ts';
import type { CallExpr, Expr } from '../../python/syntax.ts';
import type { Reason } from '../plan.ts';

/** `pip_install` of `modal.Image.pip_install`. */
export function methodOf({ symbol }: LayerCall): string {
  return symbol.name.slice(symbol.name.lastIndexOf('.') + 1);
}

/** The call as the program spells it, without what stands before it in the chain. */
export function layerSpan({ call }: LayerCall): Span {
  const { func, span } = call;
  return { start: func.kind === 'attribute' ? func.attrSpan.start : span.start, end: span.end };
}

/** A reason about a layer. */
export function layerReason(
  call: LayerCall,
  rule: string,
  verdict: Verdict,
  message: string,
): Reason {
  return { rule, verdict, message, span: layerSpan(call) };
}

/** An argument by its name, or by its place among the positional ones; `None` is none. */
export function argumentOf(call: LayerCall, name: string, place?: number): Constant | undefined {
  const found = call.keywords.get(name) ?? (place === undefined ? undefined : call.args[place]);
  return found?.kind === 'value' && found.value === null ? undefined : found;
}

/** The expression of an argument; none where a `*list` stands before it. */
export function argumentExpr({ args }: CallExpr, name: string, place?: number): Expr | undefined {
  const byName = args.find((arg) => arg.name === name);
  if (byName || place === undefined) return byName?.value;
  const before = args.slice(0, place + 1);
  const plain = before.every((arg) => arg.name === undefined && arg.star === '');
  return plain ? before[place]?.value : undefined;
}
