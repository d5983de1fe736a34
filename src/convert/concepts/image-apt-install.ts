import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/call.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import { run } from '../dockerfile/packages.ts';
import { shellJoin } from '../dockerfile/shell.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `apt_install("ffmpeg")` → `RUN apt-get update && apt-get install -y ffmpeg`. */
export function layer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, 'image-apt-install');
  const packages = args.rest();
  const reasons = args.finish();
  if (packages.length === 0) return { requirements: [], dockerfile: [], reasons };
  const install = run('apt-get update && apt-get install -y', shellJoin(packages));
  return { dockerfile: [install], reasons };
}
