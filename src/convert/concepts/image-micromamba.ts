import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import { askedPython } from '../dockerfile/python.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `micromamba(python_version="3.11")` → the micromamba image of Modal's builder, with conda's Python first on the path. */
export function layer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, 'image-micromamba');
  const python = askedPython(args, 'python_version', 0);
  args.unsafe(
    'On fal nothing activates the conda environment when a runner starts: only `PATH` names it, so variables that its packages set on activation are missing',
  );
  return {
    base: 'micromamba',
    python,
    dockerfile: [
      'FROM mambaorg/micromamba:2.1.1-debian12-slim',
      // Modal builds and runs as root, whatever the image says.
      'USER root',
      'SHELL ["/usr/local/bin/_dockerfile_shell.sh"]',
      'ENV MAMBA_DOCKERFILE_ACTIVATE=1 PATH=/opt/conda/bin:$PATH',
      `RUN micromamba install -n base -y python=${python.version} pip -c conda-forge`,
    ],
    reasons: args.finish(),
  };
}
