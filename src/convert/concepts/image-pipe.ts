import type { LayerCall } from '../../program/image.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `pipe(f)` is what `f(image)` gives: its layers stand in the chain, and it has none itself. */
export function layer(_call: LayerCall): ImageLayer {
  return { requirements: [], dockerfile: [] };
}
