import type { Constant } from '../python/constants.ts';
import type { CallExpr } from '../python/syntax.ts';
import type { SdkSymbol } from '../python/sdk.ts';
import type { Names } from '../python/names.ts';
import type { Scope } from '../python/scopes.ts';

/** One call of an image's chain: `pip_install("torch")`, in order from the base. */
export interface LayerCall {
  /** `modal.Image.pip_install`, `modal.Image.debian_slim` … */
  readonly symbol: SdkSymbol;
  readonly call: CallExpr;
  readonly names: Names;
  readonly scope: Scope;
  /** Positional arguments, `*list` spread where the list is known. */
  readonly args: readonly Constant[];
  /** Keyword arguments by today's names. */
  readonly keywords: ReadonlyMap<string, Constant>;
  /** `**kwargs`, or a `*args` that is not known: why. */
  readonly unknown?: string;
}
