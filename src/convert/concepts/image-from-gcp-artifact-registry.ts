import type { LayerCall } from '../../program/image.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import type { Place } from '../written/place.ts';
import { registryLayer } from '../dockerfile/registry.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `from_gcp_artifact_registry(tag, secret)` → `FROM tag`; the credentials are for a person. */
export function layer(call: LayerCall, place: Place): ImageLayer {
  return registryLayer(call, 'image-from-gcp-artifact-registry', place);
}
