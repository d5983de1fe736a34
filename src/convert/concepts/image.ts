import { readImage } from '../../program/image.ts';
import type { Setting } from '../../program/units.ts';
import { isUnknown } from '../../python/place.ts';
import { layerSpan } from '../dockerfile/call.ts';
import { guardsOf } from '../dockerfile/conditions.ts';
import { convertLayer, imagePart, placeOf } from '../dockerfile/image-part.ts';
import { moduleLayers } from '../dockerfile/module-layers.ts';
import { mountLayers } from '../dockerfile/mount-layers.ts';
import type { RuledLayer } from '../dockerfile/ruled.ts';
import type { Part, UnitContext } from '../part.ts';
import { imageRemarks } from '../remarks/of-image.ts';

export { looseObject as call } from '../dockerfile/loose.ts';

/** `image=` of a unit, with what it mounts. */
export function setting(context: UnitContext, setting: Setting): Part {
  const { names, value, scope, argument } = setting;
  const chain = readImage(names, value, scope);
  if (!chain.known) {
    return unknown(context, argument, chain.why);
  }
  const choice = guardsOf(chain.layers[0]?.conditions ?? [], placeOf(context));
  if (isUnknown(choice)) return unknown(context, argument, 'chosen by a condition');
  const remarks = imageRemarks(context, setting, chain.layers);
  const layers = chain.layers.map((call, i): RuledLayer => {
    // A span of another file says nothing in this one.
    const span = call.names === names ? layerSpan(call) : argument.span;
    const said = remarks[i];
    return { ...convertLayer(context, call, span), ...(said && { remarks: said }) };
  });
  const brought = [...layers, ...mountLayers(context)];
  return imagePart(context, [...brought, ...moduleLayers(context, brought)]);
}

function unknown({ rule }: UnitContext, { span }: Setting['argument'], why: string): Part {
  const message = `The image is ${why}: write \`requirements\` or a \`ContainerImage\` for it`;
  return { reasons: [{ rule: rule.id, verdict: 'manual', message, span }] };
}
