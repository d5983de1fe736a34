import type { LayerCall } from '../../program/image.ts';
import type { Names } from '../../python/names.ts';
import { Arguments } from '../dockerfile/call.ts';
import type { ImageLayer, LocalFile } from '../dockerfile/layer.ts';
import { copyFile } from '../dockerfile/local.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `add_local_python_source("helpers")` → `local_python_modules`, or a `COPY` line where there is a Dockerfile. */
export function layer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, 'image-add-local-python-source');
  args.taken('copy');
  const modules = args.rest().map((module) => moduleFile(call.names, module));
  const lines = modules.filter(({ path }) => path !== '').map(copyFile);
  return { requirements: [], dockerfile: lines, files: modules, reasons: args.finish() };
}

/** Where a module lies: beside the file that names it, or above. Its path is '' where the tree does not hold it. */
function moduleFile(names: Names, module: string): LocalFile {
  const to = `/root/${module.replaceAll('.', '/')}`;
  const found = names.open(module, 0)?.file ?? '';
  const folder = names.file.split('/').slice(0, -1).join('/');
  const beside = folder !== '' && found.startsWith(`${folder}/`);
  const path = beside ? found.slice(folder.length + 1) : found;
  const where = { from: beside ? ('file' as const) : ('cwd' as const), module };
  const inner = path.endsWith('/__init__.py') ? path.slice(0, -'/__init__.py'.length) : undefined;
  return inner === undefined
    ? { kind: 'file', path, to: `${to}.py`, ...where }
    : { kind: 'dir', path: inner, to: `${to}/`, ...where };
}
