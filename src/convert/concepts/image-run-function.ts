import type { LayerCall } from '../../program/image.ts';
import { argumentExpr, layerReason } from '../dockerfile/call.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `run_function(download)` runs Python in a Modal container while the image is built: there is no line for it. */
export function layer(call: LayerCall): ImageLayer {
  const rule = 'image-run-function';
  const expr = argumentExpr(call.call, 'raw_f', 0);
  const name = expr?.kind === 'name' ? expr.id : 'the function';
  const message = `fal runs no Python function while it builds an image: call \`${name}\` from \`setup\`, and keep what it downloads under \`/data\``;
  const reasons = [layerReason(call, rule, 'manual', message)];
  return { requirements: [], dockerfile: [], reasons };
}
