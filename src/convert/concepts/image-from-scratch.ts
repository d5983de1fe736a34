import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** An empty image has nothing that fal could start. */
export function layer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, 'image-from-scratch');
  args.manual(
    '`from_scratch` starts without Python and `curl`, which fal needs: write a Dockerfile on a base that has both',
  );
  return { dockerfile: [], reasons: args.finish() };
}
