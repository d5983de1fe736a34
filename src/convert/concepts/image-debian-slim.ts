import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import { askedPython, DEBIAN } from '../dockerfile/python.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `debian_slim(python_version="3.12")` → `FROM python:3.12-slim-bookworm`. */
export function layer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, 'image-debian-slim');
  const python = askedPython(args, 'python_version', 0);
  return {
    base: 'debian',
    python,
    requirements: [],
    dockerfile: [`FROM python:${python.version}-slim-${DEBIAN}`],
    reasons: args.finish(),
  };
}
