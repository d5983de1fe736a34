import type { LayerCall } from '../program/image.ts';
import { Arguments } from './dockerfile/call.ts';
import type { ImageLayer } from './dockerfile/layer.ts';

/** `from_scratch()` → `FROM scratch`, which has nothing that fal could start. */
export function layer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, 'image-from-scratch');
  args.manual('`FROM scratch` holds no Python and no `curl`, which fal needs: choose a base that does');
  return { dockerfile: ['FROM scratch'], reasons: args.finish() };
}
