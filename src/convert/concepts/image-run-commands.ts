import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/call.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `run_commands("a", "b")` → `RUN a` and `RUN b`, the text as it is. */
export function layer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, 'image-run-commands');
  const commands = args.rest();
  return { dockerfile: commands.map((command) => `RUN ${command}`), reasons: args.finish() };
}
