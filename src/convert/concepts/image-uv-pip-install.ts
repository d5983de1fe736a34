import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import type { ImageLayer, LocalFile } from '../dockerfile/layer.ts';
import type { Place } from '../written/place.ts';
import { copyFile, localPath } from '../dockerfile/local.ts';
import { copyUv, run, UV, uvPipFlags, withoutModal } from '../dockerfile/packages.ts';
import { shellWords, unlessEmpty } from '../dockerfile/words.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `uv_pip_install("torch")` → the requirement, or the lines that install it with uv where more is asked for. */
export function layer(call: LayerCall, place: Place): ImageLayer {
  const args = new Arguments(call, 'image-uv-pip-install', place);
  const packages = withoutModal(args.words());
  const flags = uvPipFlags(args);
  const version = args.text('uv_version');
  const files = requirementFiles(args);
  const reasons = args.finish();
  const plain = flags === undefined && files.length === 0;
  if (packages.length === 0 && files.length === 0)
    return { requirements: [], dockerfile: [], reasons };
  const install = run(
    `${UV} pip install --python $(command -v python) --compile-bytecode`,
    flags,
    ...files.map(({ to }) => `--requirements ${to}`),
    shellWords(packages),
  );
  const lines = [copyUv(version), ...files.map(copyFile), install];
  return {
    ...(plain && { requirements: packages }),
    dockerfile: files.length > 0 ? lines : unlessEmpty(packages, lines),
    files,
    reasons,
  };
}

/** Files of one name in several folders are kept apart by their number. */
function requirementFiles(args: Arguments): LocalFile[] {
  const texts = args.texts('requirements') ?? [];
  return texts.flatMap((text, i) => {
    const found = localPath(text, 'cwd');
    if ('why' in found) {
      args.manual(`A file of \`requirements=\` is ${found.why}: add a \`COPY\` line for it`);
      return [];
    }
    const name = text.slice(text.lastIndexOf('/') + 1);
    return [{ ...found, kind: 'file', to: `/.uv/${i}/${name}` }];
  });
}
