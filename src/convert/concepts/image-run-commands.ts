import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import { needsNoGpu } from '../dockerfile/gpu-steps.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import { lineEach } from '../dockerfile/words.ts';
import type { Place } from '../written/place.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `run_commands("a", "b")` → `RUN a` and `RUN b`, the text as it is. */
export function layer(call: LayerCall, place: Place): ImageLayer {
  const args = new Arguments(call, 'image-run-commands', place);
  const commands = args.words();
  if (commands.every(needsNoGpu)) args.needNoGpu();
  return { dockerfile: lineEach('RUN ', commands, 'command'), reasons: args.finish() };
}
