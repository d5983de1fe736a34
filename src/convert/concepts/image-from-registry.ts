import type { LayerCall } from '../../program/image.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import type { Place } from '../written/place.ts';
import { registryLayer } from '../dockerfile/registry.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `from_registry("nvidia/cuda:…", add_python="3.12")` → `FROM nvidia/cuda:…` and the lines that bring Python. */
export function layer(call: LayerCall, place: Place): ImageLayer {
  return registryLayer(call, 'image-from-registry', place);
}
