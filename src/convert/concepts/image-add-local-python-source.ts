import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import { moduleFile } from '../dockerfile/files.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
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
