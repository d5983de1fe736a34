import type { LayerCall } from '../../program/image.ts';
import { argumentExpr, layerReason } from '../dockerfile/call.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import { startupOf } from '../startup/build-function.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `run_function(download)` runs Python in a Modal container while the image is built: the unit calls it when it starts. */
export function layer(call: LayerCall): ImageLayer {
  // What becomes of the call depends on the unit that calls it.
  if (startupOf(call)) return { requirements: [], dockerfile: [] };
  const expr = argumentExpr(call.call, 'raw_f', 0);
  const name = expr?.kind === 'name' ? expr.id : 'the function';
  const message = `fal runs no Python function while it builds an image: call \`${name}\` from \`setup\`, and keep what it downloads under \`/data\``;
  const reasons = [layerReason(call, 'image-run-function', 'manual', message)];
  return { requirements: [], dockerfile: [], reasons };
}
