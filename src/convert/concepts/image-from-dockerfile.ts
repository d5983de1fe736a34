import type { LayerCall } from '../../program/image.ts';
import { textOf } from '../../python/constant.ts';
import { Arguments } from '../dockerfile/arguments.ts';
import { argumentExpr, argumentOf } from '../dockerfile/call.ts';
import { buildContext, ignorePatterns } from '../dockerfile/context.ts';
import type { ImageLayer } from '../dockerfile/layer.ts';
import { localArgument } from '../dockerfile/local.ts';
import { addPython, askedPython } from '../dockerfile/python.ts';

export { looseLayer as call } from '../dockerfile/loose.ts';

/** `from_dockerfile("Dockerfile")` → `ContainerImage.from_dockerfile("Dockerfile")`. */
export function layer(call: LayerCall): ImageLayer {
  const args = new Arguments(call, 'image-from-dockerfile');
  const expr = argumentExpr(call.call, 'path', 0);
  const folded = argumentOf(call, 'path', 0);
  const text = folded && textOf(folded);
  args.taken('path');
  const place = localArgument(call, 'path', 0);
  const context = buildContext(call, args);
  const ignore = ignorePatterns(call, args);
  const python = askedPython(args, 'add_python');
  if (!expr) args.manual('The path of `from_dockerfile` is missing: write it');
  if (python.asked) {
    args.unsafe(
      `\`add_python="${python.version}"\` copies a Python of Modal's: the added lines install the same kind with uv, maybe in another patch version`,
    );
  }
  return {
    ...(python.asked && { python }),
    ...(expr && {
      userFile: {
        expr,
        names: call.names,
        ...(text !== undefined && { text }),
        ...('path' in place && { place }),
      },
    }),
    dockerfile: python.asked ? addPython(python.version) : [],
    ...context,
    ...(ignore && { ignore }),
    reasons: args.finish(),
  };
}
