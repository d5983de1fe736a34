import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/call.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import { pipFlags, run, withoutModal } from '../dockerfile/packages.ts';
import { shellJoin } from '../dockerfile/shell.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `pip_install("torch")` → the requirement, or `RUN python -m pip install torch` where pip is given more than packages. */
export function layer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, 'image-pip-install');
  const packages = withoutModal(args.rest());
  const flags = pipFlags(args);
  const reasons = args.finish();
  if (packages.length === 0) return { requirements: [], dockerfile: [], reasons };
  return {
    ...(flags === undefined && { requirements: packages }),
    dockerfile: [run('python -m pip install', shellJoin(packages), flags)],
    reasons,
  };
}
