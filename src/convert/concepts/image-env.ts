import type { LayerCall } from '../../program/image.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import { variableLines } from '../dockerfile/variables.ts';
import type { Place } from '../written/place.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `env({"A": "b c"})` → `ENV A='b c'`. The quotes keep `$PATH` as it stands, as they do on Modal. */
export function layer(call: LayerCall, place: Place): ImageLayer {
  const args = new Arguments(call, 'image-env');
  const lines = variableLines(call, args, place);
  return { dockerfile: lines, reasons: args.finish() };
}
