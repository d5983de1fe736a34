import type { LayerCall } from '../../program/image.ts';
import type { Names } from '../../python/names.ts';
import type { Arguments } from './arguments.ts';
import { methodOf } from './call.ts';
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

/** Where a module lies: beside the file that names it, or above. Its path is '' where the tree does not hold it. */
export function moduleFile(
  names: Names,
  module: string,
  folder = '/root',
  opened = names.open(module, 0),
): LocalFile {
  const to = `${folder}/${module.replaceAll('.', '/')}`;
  const found = opened?.file ?? (isOwn(names, module) ? names.file : '');
  const inner = found.endsWith('/__init__.py')
    ? found.slice(0, -'/__init__.py'.length)
    : found === ''
      ? names.openFolder(module)
      : undefined;
  return inner === undefined
    ? { kind: 'file', path: found, to: `${to}.py`, from: 'tree', module }
    : { kind: 'dir', path: inner, to: `${to}/`, from: 'tree', module };
}

/** Whether a file is the module itself: no file imports itself. */
function isOwn({ file }: Names, module: string): boolean {
  const path = module.replaceAll('.', '/');
  return [`${path}.py`, `${path}/__init__.py`].some(
    (own) => file === own || file.endsWith(`/${own}`),
  );
}
