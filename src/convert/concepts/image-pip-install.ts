import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import type { Place } from '../written/place.ts';
import { pipFlags, run, withoutModal } from '../dockerfile/packages.ts';
import { shellWords, unlessEmpty } from '../dockerfile/words.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `pip_install("torch")` → the requirement, or `RUN python -m pip install torch` where pip is given more than packages. */
export function layer(call: LayerCall, place: Place): ImageLayer {
  const args = new Arguments(call, 'image-pip-install', place);
  const packages = withoutModal(args.words());
  const flags = pipFlags(args);
  const reasons = args.finish();
  if (packages.length === 0) return { requirements: [], dockerfile: [], reasons };
  const install = run('python -m pip install', shellWords(packages), flags);
  return {
    ...(flags === undefined && { requirements: packages }),
    dockerfile: unlessEmpty(packages, [install]),
    reasons,
  };
}
