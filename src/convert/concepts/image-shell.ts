import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import { execForm } from '../dockerfile/shell.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `shell(["/bin/bash", "-c"])` → `SHELL ["/bin/bash", "-c"]`, for the `RUN` lines after it. */
export function layer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, 'image-shell');
  const words = args.texts('shell_commands', 0);
  const lines = words ? [`SHELL ${execForm(words)}`] : [];
  return { dockerfile: lines, reasons: args.finish() };
}
