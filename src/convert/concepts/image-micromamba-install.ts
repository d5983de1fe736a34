import type { LayerCall } from '../../program/image.ts';
import { Arguments, argumentOf } from '../dockerfile/call.ts';
import type { ImageLayer, LocalFile } from '../dockerfile/layer.ts';
import { copyFile } from '../dockerfile/local.ts';
import { localFile } from '../dockerfile/files.ts';
import { run } from '../dockerfile/packages.ts';
import { shellJoin } from '../dockerfile/shell.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `micromamba_install("cudatoolkit", channels=["conda-forge"])` → `RUN micromamba install …`. */
export function layer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, 'image-micromamba-install');
  const packages = args.rest();
  const channels = args.texts('channels') ?? [];
  const spec = argumentOf(call, 'spec_file') && specFile(call, args);
  const reasons = args.finish();
  if (packages.length === 0 && !spec) return { dockerfile: [], reasons };
  const install = run(
    'micromamba install',
    shellJoin(packages),
    spec && `-f ${spec.to} -n base`,
    ...channels.map((channel) => `-c ${channel}`),
    '--yes',
  );
  return {
    dockerfile: [...(spec ? [copyFile(spec)] : []), install],
    files: spec ? [spec] : [],
    reasons,
  };
}

function specFile(call: LayerCall, args: Arguments): LocalFile | undefined {
  return localFile(call, args, 'spec_file', undefined, (name) => `/${name}`);
}
