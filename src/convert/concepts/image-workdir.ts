import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import type { Place } from '../written/place.ts';
import { joined } from '../dockerfile/template.ts';
import { quotedLine } from '../dockerfile/words.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `workdir("/app")` → `WORKDIR /app`. */
export function layer(call: LayerCall, place: Place): ImageLayer {
  const args = new Arguments(call, 'image-workdir', place);
  const path = args.line('path', 0);
  const lines = path === undefined ? [] : [joined('WORKDIR ', quotedLine(path))];
  return { dockerfile: lines, reasons: args.finish() };
}
