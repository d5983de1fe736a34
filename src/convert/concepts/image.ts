import { readImage } from '../../program/image.ts';
import type { Setting } from '../../program/units.ts';
import { layerSpan } from '../dockerfile/call.ts';
import { convertLayer, imagePart } from '../dockerfile/image-part.ts';
import { moduleLayers } from '../dockerfile/module-layers.ts';
import { mountLayers } from '../dockerfile/mount-layers.ts';
import type { Part, UnitContext } from '../part.ts';

export { looseObject as call } from '../dockerfile/loose.ts';

/** `image=` of a unit, with what it mounts. */
export function setting(context: UnitContext, { names, value, scope, argument }: Setting): Part {
  const chain = readImage(names, value, scope);
  if (!chain.known) {
    const message = `The image is ${chain.why}: write \`requirements\` or a \`ContainerImage\` for it`;
    return {
      reasons: [{ rule: context.rule.id, verdict: 'manual', message, span: argument.span }],
    };
  }
  const layers = chain.layers.map((call) => {
    // A span of another file says nothing in this one.
    const span = call.names === names ? layerSpan(call) : argument.span;
    return convertLayer(context, call, span);
  });
  const brought = [...layers, ...mountLayers(context)];
  return imagePart(context, [...brought, ...moduleLayers(context, brought)]);
}
