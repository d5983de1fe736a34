import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import { argumentOf } from '../dockerfile/call.ts';
import type { ImageLayer, LocalFile } from '../dockerfile/layer.ts';
import type { Place } from '../written/place.ts';
import { copyFile } from '../dockerfile/local.ts';
import { localFile } from '../dockerfile/files.ts';
import { run } from '../dockerfile/packages.ts';
import { shellWords } from '../dockerfile/words.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `micromamba_install("cudatoolkit", channels=["conda-forge"])` → `RUN micromamba install …`. */
export function layer(call: LayerCall, place: Place): ImageLayer {
  const args = new Arguments(call, 'image-micromamba-install', place);
  const packages = args.words();
  const channels = args.texts('channels') ?? [];
  const spec = argumentOf(call, 'spec_file') && specFile(call, args);
  const reasons = args.finish();
  if (packages.length === 0 && !spec) return { dockerfile: [], reasons };
  const install = run(
    'micromamba install',
    shellWords(packages),
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
