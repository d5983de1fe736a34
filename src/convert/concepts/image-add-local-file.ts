import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import { argumentOf } from '../dockerfile/call.ts';
import { localFile } from '../dockerfile/files.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import { copyFile } from '../dockerfile/local.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `add_local_file("a.json", "/root/a.json")` → a `COPY` line, or `app_files` where there is no Dockerfile. */
export function layer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, 'image-add-local-file');
  // When a file is added, at the start or into the image, makes no difference on fal.
  args.taken('copy');
  const to = args.text('remote_path', 1) ?? (argumentOf(call, 'remote_path', 1) ? undefined : './');
  const file = localFile(call, args, 'local_path', 0, () => to ?? '');
  const reasons = args.finish();
  if (!file || to === undefined) return { requirements: [], dockerfile: [], reasons };
  return { requirements: [], dockerfile: [copyFile(file)], files: [file], reasons };
}
