import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import type { Place } from '../written/place.ts';
import { run } from '../dockerfile/packages.ts';
import { shellWords, unlessEmpty } from '../dockerfile/words.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `apt_install("ffmpeg")` → `RUN apt-get update && apt-get install -y ffmpeg`. */
export function layer(call: LayerCall, place: Place): ImageLayer {
  const args = new Arguments(call, 'image-apt-install', place);
  const packages = args.words();
  const reasons = args.finish();
  if (packages.length === 0) return { requirements: [], dockerfile: [], reasons };
  const install = run('apt-get update && apt-get install -y', shellWords(packages));
  return { dockerfile: unlessEmpty(packages, [install]), reasons };
}
