import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import { argumentOf } from '../dockerfile/call.ts';
import { ignorePatterns } from '../dockerfile/context.ts';
import { localFile } from '../dockerfile/files.ts';
import type { ImageLayer, LocalFile } from '../dockerfile/layer.ts';
import { copyFile } from '../dockerfile/local.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `add_local_dir("assets", "/root/assets")` → a `COPY` line, or `app_files` where there is no Dockerfile. */
export function layer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, 'image-add-local-dir');
  // When a folder is added, at the start or into the image, makes no difference on fal.
  args.taken('copy');
  const to = args.text('remote_path', 1) ?? (argumentOf(call, 'remote_path', 1) ? undefined : './');
  const found = localFile(call, args, 'local_path', 0, () => to ?? '');
  const ignore = ignorePatterns(call, args) ?? [];
  const reasons = args.finish();
  if (!found || to === undefined) return { requirements: [], dockerfile: [], reasons };
  const file: LocalFile = { ...found, kind: 'dir', ignore };
  return {
    // `app_files_ignore` takes regular expressions, `dockerignore` the same patterns.
    ...(ignore.length === 0 && { requirements: [] }),
    dockerfile: [copyFile(file)],
    files: [file],
    reasons,
  };
}
