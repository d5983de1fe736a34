import type { LayerCall } from '../../program/image.ts';
import { textOf, whyUnknown } from '../../python/constant.ts';
import { Arguments, argumentOf } from '../dockerfile/call.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import { shellQuote } from '../dockerfile/shell.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `env({"A": "b c"})` → `ENV A='b c'`. The quotes keep `$PATH` as it stands, as they do on Modal. */
export function layer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, 'image-env');
  const vars = argumentOf(call, 'vars', 0);
  args.taken('vars');
  if (vars?.kind !== 'dict') {
    args.manual(
      `The variables of \`env\` are ${vars ? (whyUnknown(vars) ?? 'no dict') : 'missing'}: write \`ENV\` lines for them`,
    );
    return { dockerfile: [], reasons: args.finish() };
  }
  const lines = vars.entries.flatMap(({ key, value }) => {
    const name = textOf(key);
    const text = textOf(value);
    if (name !== undefined && text !== undefined) return [`ENV ${name}=${shellQuote(text)}`];
    const what = name === undefined ? 'A name in `env`' : `\`${name}\` of \`env\``;
    args.manual(
      `${what} is ${whyUnknown(key) ?? whyUnknown(value) ?? 'no string'}: write an \`ENV\` line for it`,
    );
    return [];
  });
  return { dockerfile: lines, reasons: args.finish() };
}
