import type { Rule } from '../../model/rule.ts';
import { readImage, type LayerCall } from '../../program/image.ts';
import type { Names } from '../../python/names.ts';
import type { CallExpr, Expr } from '../../python/syntax.ts';
import type { Use } from '../../python/uses.ts';

/** What the images of a file come to: lists of packages and files, or a Dockerfile. */
export interface ImageForms {
  readonly layers: ReadonlyMap<CallExpr, ImageForm>;
  /** By the value of `image=`. */
  readonly values: ReadonlyMap<Expr, ImageForm>;
}

export type ImageForm = 'lists' | 'dockerfile';

/** Layers that lists can say. */
const LISTED = /\.(?:debian_slim|(?:uv_)?pip_install|add_local_(?:file|dir|python_source))$/;
/** What of those only a Dockerfile can say. */
const FLAGS = /^(?:ignore|index_url|extra_index_url|extra_options|find_links|pre|requirements|groups)$/; // prettier-ignore

const forms = new WeakMap<Names, ImageForms>();

/** The images that units of a file ask for, read once. */
export function imageForms(names: Names, uses: readonly Use[]): ImageForms {
  const known = forms.get(names) ?? readForms(names, uses);
  forms.set(names, known);
  return known;
}

function readForms(names: Names, uses: readonly Use[]): ImageForms {
  const layers = new Map<CallExpr, ImageForm>();
  const values = new Map<Expr, ImageForm>();
  for (const { keyword, scope } of uses) {
    if (keyword?.name !== 'image') continue;
    const { value } = keyword.argument;
    const image = readImage(names, value, scope);
    if (!image.known || image.layers.length === 0) continue;
    const form = image.layers.every(isListed) ? 'lists' : 'dockerfile';
    values.set(value, form);
    // Of two images that share a layer, one may be a Dockerfile.
    for (const { call } of image.layers)
      if (layers.get(call) !== 'dockerfile') layers.set(call, form);
  }
  return { layers, values };
}

function isListed({ symbol, keywords }: LayerCall): boolean {
  return LISTED.test(symbol.name) && ![...keywords.keys()].some((name) => FLAGS.test(name));
}

/** What a layer, or `image=`, becomes in its very image, where the cell of its row says what it is in another. */
export function imageAdvice(use: Use, rule: Rule, found: ImageForms): string | undefined {
  const { keyword, call, symbol } = use;
  if (keyword) {
    const isList = keyword.name === 'image' && found.values.get(keyword.argument.value) === 'lists';
    return isList ? '`requirements = [...]`' : undefined;
  }
  const form = call && found.layers.get(call);
  if (form === 'dockerfile') {
    if (/^`requirements\b/.test(rule.fal)) return '`RUN python -m pip install ...`';
    return /^`(?:app_files|local_python_modules)\b/.test(rule.fal) ? '`COPY ...`' : undefined;
  }
  if (form !== 'lists' || !symbol.name.endsWith('.debian_slim')) return undefined;
  return call?.args.length === 0 ? '–' : '`python_version = …`';
}
