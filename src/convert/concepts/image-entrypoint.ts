import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import { execForm } from '../dockerfile/shell.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `entrypoint([])` → `ENTRYPOINT []`. */
export function layer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, 'image-entrypoint');
  const words = args.texts('entrypoint_commands', 0);
  const lines = words ? [`ENTRYPOINT ${execForm(words)}`] : [];
  return { dockerfile: lines, reasons: args.finish() };
}
