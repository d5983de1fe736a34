import type { LayerCall } from '../../program/image.ts';
import { methodOf, type Arguments } from './call.ts';
import type { LocalFile } from './layer.ts';
import { localArgument } from './local.ts';

/** The file that an argument names, copied to where `target` says by its base name; a manual reason where it is not known. */
export function localFile(
  call: LayerCall,
  args: Arguments,
  name: string,
  place: number | undefined,
  target: (baseName: string) => string,
): LocalFile | undefined {
  args.taken(name);
  const found = localArgument(call, name, place);
  if ('why' in found) {
    args.manual(
      `What \`${methodOf(call)}\` copies is ${found.why}: put it into the folder of the app and add a \`COPY\` line`,
    );
    return undefined;
  }
  const baseName = found.path.slice(found.path.lastIndexOf('/') + 1);
  return { ...found, kind: 'file', to: target(baseName) };
}
