import type { LayerCall } from '../../program/image.ts';
import { argumentExpr, layerReason } from '../dockerfile/call.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import { joined } from '../dockerfile/template.ts';
import { startupOf } from '../startup/build-function.ts';
import { buildStepOf } from '../startup/build-step.ts';
import type { Place } from '../written/place.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/**
 * `run_function(download)` runs Python while the image is built: so does a `RUN` line with the function's source. What it leaves in
 * the cache of Hugging Face is not found there by a runner, so such a function is called when the unit starts.
 */
export function layer(call: LayerCall, place: Place): ImageLayer {
  const startup = startupOf(call);
  const step = startup?.cached ? undefined : buildStepOf(call, place);
  if (step) {
    const code = `json.dumps(["python", "-c", ${step.name}])`;
    return { dockerfile: [joined('RUN ', { code, needs: [{ module: 'json' }] })] };
  }
  // What becomes of the call depends on the unit that calls it.
  if (startup) return { requirements: [], dockerfile: [] };
  const expr = argumentExpr(call.call, 'raw_f', 0);
  const name = expr?.kind === 'name' ? expr.id : 'the function';
  const message = `fal runs no Python function while it builds an image: call \`${name}\` from \`setup\`, and keep what it downloads under \`/data\``;
  const reasons = [layerReason(call, 'image-run-function', 'manual', message)];
  return { requirements: [], dockerfile: [], reasons };
}
