import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import { execForm } from '../dockerfile/shell.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `cmd(["serve"])` → `CMD ["serve"]`. */
export function layer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, 'image-cmd');
  const words = args.texts('cmd', 0);
  const lines = words ? [`CMD ${execForm(words)}`] : [];
  return { dockerfile: lines, reasons: args.finish() };
}
