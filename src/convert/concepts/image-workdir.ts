import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/call.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import { shellQuote } from '../dockerfile/shell.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `workdir("/app")` → `WORKDIR /app`. */
export function layer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, 'image-workdir');
  const path = args.text('path', 0);
  const lines = path === undefined ? [] : [`WORKDIR ${shellQuote(path)}`];
  return { dockerfile: lines, reasons: args.finish() };
}
