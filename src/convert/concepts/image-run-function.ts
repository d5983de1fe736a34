import type { LayerCall } from '../../program/image.ts';
import { argumentExpr, layerReason } from '../dockerfile/call.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import { joined } from '../dockerfile/template.ts';
import { listed } from '../settings/literals.ts';
import { ranBy } from '../startup/starts.ts';
import type { BuildStep } from '../startup/build-step.ts';
import type { Need } from '../part.ts';
import type { Place } from '../written/place.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/**
 * `run_function(download)` runs Python while the image is built: so does a `RUN` line with the function's source. What it leaves in
 * the cache of Hugging Face is not found there by a runner, so such a function is called when the unit starts.
 */
export function layer(call: LayerCall, place: Place): ImageLayer {
  const { startup, step } = ranBy(call, place);
  if (step) return stepLayer(call, step);
  // What becomes of the call depends on the unit that calls it.
  if (startup) return { requirements: [], dockerfile: [] };
  const expr = argumentExpr(call.call, 'raw_f', 0);
  const name = expr?.kind === 'name' ? expr.id : 'the function';
  const message = `fal runs no Python function while it builds an image: call \`${name}\` from \`setup\`, and keep what it downloads under \`/data\``;
  const reasons = [layerReason(call, 'image-run-function', 'manual', message)];
  return { requirements: [], dockerfile: [], reasons };
}

/** The exec form of `RUN`, with the variables that the build takes from secrets. */
function stepLayer(call: LayerCall, { name, module, secrets }: BuildStep): ImageLayer {
  const code = `json.dumps(["python", "-c", ${name}])`;
  const needs: Need[] = [{ module: 'json' }, ...(module === undefined ? [] : [{ module, name }])];
  const mounts = secrets.map((key) => `--mount=type=secret,id=${key},env=${key} `).join('');
  const dockerfile = [joined(`RUN ${mounts}`, { code, needs })];
  if (secrets.length === 0) return { dockerfile };
  const message = `\`secrets=\` of \`run_function\`: a build on fal has no secrets of the account, so ${listed(secrets)} ${secrets.length > 1 ? 'come' : 'comes'} from the environment of the machine that deploys`;
  const reasons = [layerReason(call, 'image-run-function', 'rewrite-unsafe', message)];
  return { dockerfile, secrets, reasons };
}
