import { imagePart } from '../dockerfile/image-part.ts';
import { moduleLayers } from '../dockerfile/module-layers.ts';
import { mountLayers } from '../dockerfile/mount-layers.ts';
import type { Part, UnitContext } from '../part.ts';

export { looseObject as call } from '../dockerfile/loose.ts';

/** `mounts=` of a unit: part of its image, where it has one. */
export function setting(context: UnitContext): Part {
  if (context.unit.settings.has('image')) return {};
  const brought = mountLayers(context);
  return imagePart(context, [...brought, ...moduleLayers(context, brought)]);
}
