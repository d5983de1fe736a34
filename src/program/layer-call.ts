import type { Constant } from '../python/constant.ts';
import { constantAt } from '../python/constants.ts';
import type { Located } from '../python/place.ts';
import type { SdkSymbol } from '../python/sdk.ts';
import type { CallExpr } from '../python/syntax.ts';
import type { LayerCall } from './image.ts';

/** One call of a chain with its arguments, as far as they are known. */
export function layerCall(at: Located, symbol: SdkSymbol, call: CallExpr): LayerCall {
  const { names, scope, frame } = at;
  const args: Constant[] = [];
  const keywords = new Map<string, Constant>();
  const keyword = (name: string): string => names.sdk.keyword(symbol.name, name);
  let why: string | undefined;
  for (const { name, star, value } of call.args) {
    const folded = constantAt({ ...at, expr: value });
    if (star === '') {
      if (name === undefined) args.push(folded);
      else keywords.set(keyword(name), folded);
    } else if (star === '*' && folded.kind === 'list') args.push(...folded.items);
    else if (star === '**' && folded.kind === 'dict') {
      for (const { key, value: inner } of folded.entries) {
        if (key.kind === 'value') keywords.set(keyword(String(key.value)), inner);
      }
    } else why ??= folded.kind === 'unknown' ? folded.why : 'no list';
  }
  return {
    symbol,
    call,
    names,
    scope,
    ...(frame && { frame }),
    args,
    keywords,
    ...(why !== undefined && { unknown: why }),
  };
}
