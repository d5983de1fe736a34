import type { Constant } from '../python/constant.ts';
import type { Names } from '../python/names.ts';
import type { Frame, Located } from '../python/place.ts';
import type { Scope } from '../python/scopes.ts';
import type { SdkSymbol } from '../python/sdk.ts';
import type { CallExpr, CompoundStmt, Expr } from '../python/syntax.ts';
import { ImageReader } from './image-reader.ts';

/** One call of an image's chain: `pip_install("torch")`, in order from the base. */
export interface LayerCall {
  /** `modal.Image.pip_install`, `modal.Image.debian_slim` … */
  readonly symbol: SdkSymbol;
  readonly call: CallExpr;
  readonly names: Names;
  readonly scope: Scope;
  /** What the helper functions and loops around it are run with. */
  readonly frame?: Frame;
  /** Positional arguments, `*list` spread where the list is known. */
  readonly args: readonly Constant[];
  /** Keyword arguments by today's names. */
  readonly keywords: ReadonlyMap<string, Constant>;
  /** `**kwargs`, or a `*args` that is not known: why. */
  readonly unknown?: string;
  /** The `if` or `for` that decides whether the layer is there, where nobody knows: as it is spelled. */
  readonly when?: string;
  /** The same as expressions, outermost first. */
  readonly conditions?: readonly Condition[];
}

/** What decides whether a layer is there. */
export type Condition =
  | { readonly kind: 'if'; readonly test: Located; readonly holds: boolean }
  /** Once for each item. */
  | { readonly kind: 'each'; readonly stmt: CompoundStmt; readonly items: Located }
  /** Nothing that an expression can say. */
  | { readonly kind: 'other' };

/** How an image is made. */
export type ImageChain =
  /** Every call from the base on; none for `None`, Modal's default image. */
  | { readonly known: true; readonly layers: readonly LayerCall[] }
  /** `why` ends the sentence "the image is …". */
  | { readonly known: false; readonly why: string };

const known = new WeakMap<Names, WeakMap<Expr, ImageChain>>();

/** Follows the value of an `image=` argument to the calls that make it, through variables, files, loops and helper functions. */
export function readImage(names: Names, expr: Expr, scope: Scope, frame?: Frame): ImageChain {
  if (frame) return new ImageReader().read({ names, expr, scope, frame });
  const images = known.get(names) ?? new WeakMap<Expr, ImageChain>();
  known.set(names, images);
  const found = images.get(expr) ?? new ImageReader().read({ names, expr, scope });
  images.set(expr, found);
  return found;
}
