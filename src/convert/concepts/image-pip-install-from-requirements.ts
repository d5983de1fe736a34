import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import { localFile } from '../dockerfile/files.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import type { Place } from '../written/place.ts';
import { copyFile } from '../dockerfile/local.ts';
import { pipFlags, run } from '../dockerfile/packages.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

const REMOTE = '/.requirements.txt';

/** `pip_install_from_requirements("requirements.txt")` → `COPY` of the file and `RUN python -m pip install -r`. */
export function layer(call: LayerCall, place: Place): ImageLayer {
  const args = new Arguments(call, 'image-pip-install-from-requirements', place);
  const file = localFile(call, args, 'requirements_txt', 0, () => REMOTE);
  const flags = pipFlags(args, 1);
  const reasons = args.finish();
  if (!file) return { dockerfile: [], reasons };
  const install = run('python -m pip install -r', REMOTE, flags);
  return { dockerfile: [copyFile(file), install], files: [file], reasons };
}
