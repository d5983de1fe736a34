import { whyUnknown, type Constant } from '../python/constant.ts';
import type { Frame, Located } from '../python/place.ts';
import type { Test } from '../python/flow.ts';
import { testIn } from '../python/follow.ts';
import type { Expr } from '../python/syntax.ts';
import type { Span } from '../model/span.ts';
import type { Condition, ImageChain, LayerCall } from './image.ts';

/** An image that comes of a choice. */
export interface Way {
  readonly conditions: readonly Condition[];
  readonly image: ImageChain;
}

/** The layers that all ways have in common, and behind them those of each under its conditions. */
export function together(ways: readonly Way[], when: string): ImageChain {
  const chains: {
    readonly conditions: Way['conditions'];
    readonly layers: readonly LayerCall[];
  }[] = [];
  for (const { conditions, image } of ways) {
    if (!image.known) return image;
    // Without a layer it is Modal's own image.
    if (image.layers.length === 0) return { known: false, why: 'chosen by a condition' };
    chains.push({ conditions, layers: image.layers });
  }
  const [first, ...others] = chains;
  if (!first) return { known: false, why: 'set nowhere' };
  const differs = first.layers.findIndex((layer, i) =>
    others.some(({ layers }) => !isSame(layer, layers[i])),
  );
  const shared = differs < 0 ? first.layers.length : differs;
  const rest = chains.flatMap(({ conditions, layers }) =>
    layers.slice(shared).map((layer) => conditional(layer, conditions, when)),
  );
  return { known: true, layers: [...first.layers.slice(0, shared), ...rest] };
}

export function conditional(
  layer: LayerCall,
  conditions: readonly Condition[],
  when: string,
): LayerCall {
  if (conditions.length === 0) return layer;
  return {
    ...layer,
    when: layer.when ?? when,
    conditions: [...conditions, ...(layer.conditions ?? [])],
  };
}

/** Whether two layers are one, or say the same in so many words. */
function isSame(a: LayerCall, b: LayerCall | undefined): boolean {
  if (!b || a.when !== b.when || a.conditions?.length !== b.conditions?.length) return false;
  if (a.call === b.call) return sameFrame(a.frame, b.frame);
  const known = [a, b].every(
    (one) =>
      !one.conditions && !one.unknown && [...one.args, ...one.keywords.values()].every(isKnown),
  );
  return known && a.symbol.name === b.symbol.name && wordsOf(a) === wordsOf(b);
}

/** Whether a helper was called with the same arguments. */
function sameFrame(a: Frame | undefined, b: Frame | undefined): boolean {
  if (a === b) return true;
  if (a?.size !== b?.size) return false;
  return [...(a ?? [])].every(([key, value]) => {
    const other = b?.get(key);
    return other?.expr === value.expr && sameFrame(value.frame, other.frame);
  });
}

function isKnown(constant: Constant): boolean {
  return whyUnknown(constant) === undefined;
}

function wordsOf({ args, keywords }: LayerCall): string {
  return JSON.stringify([args, [...keywords]]);
}

/** Answers what a condition comes to where an image is made: on the machine that deploys. */
export function whereDeployed(at: Located): Test {
  const test = testIn(at, at.scope);
  return (expr) => isLocal(at, expr) ?? test(expr);
}

function isLocal(at: Located, expr: Expr): boolean | undefined {
  if (expr.kind === 'unary' && expr.op === 'not' && expr.value) {
    const held = isLocal(at, expr.value);
    return held === undefined ? undefined : !held;
  }
  if (expr.kind !== 'call') return undefined;
  return at.names.symbolOf(expr.func, at.scope)?.symbol.name === 'modal.is_local' || undefined;
}

/** A piece of the program in a message. */
export function spelled({ names }: Located, { start, end }: Span): string {
  return names.module.source.slice(start, end).replace(/\s+/g, ' ');
}
