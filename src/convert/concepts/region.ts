import { textOf, textsOf, whyUnknown } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Setting } from '../../program/units.ts';
import type { Part, UnitContext } from '../part.ts';
import { isUnset } from '../settings/dropped.ts';
import { listed, pythonStrings } from '../settings/literals.ts';
import { only, reason, written } from '../settings/reasons.ts';

/** Regions that fal takes, in the order in which a list names them. */
export const FAL_REGIONS = ['us-west', 'us-central', 'us-east', 'eu-north', 'eu-west'] as const;

/** `region="us-east"` → `regions = ["us-east"]`; `us` and `eu` mean all regions there. */
export function setting(context: UnitContext, setting: Setting): Part {
  if (isUnset(setting)) return {};
  const constant = constantOf(setting.names, setting.value, setting.scope);
  const text = textOf(constant);
  const wanted = text === undefined ? textsOf(constant) : [text];
  if (!wanted) {
    const why = whyUnknown(constant) ?? 'no region';
    const message = `\`${written(setting)}\` is ${why}: write the \`regions\` that it stands for`;
    return only(context, setting, 'manual', message);
  }
  const found = wanted.map((name) => ({ name, regions: regionsOf(name) }));
  const none = found.filter(({ regions }) => regions.length === 0).map(({ name }) => name);
  const regions = [...new Set(found.flatMap((one) => one.regions))];
  if (regions.length === 0) {
    const message = `fal has no runners in ${listed(none)}: choose \`regions\` among ${listed(FAL_REGIONS)}`;
    return only(context, setting, 'no-equivalent', message);
  }
  const settings = [{ name: 'regions', value: pythonStrings(regions, context.style.quote) }];
  const wider = wanted.filter((name) => isNarrower(name));
  const reasons = [
    ...(none.length > 0 ? [`fal has no runners in ${listed(none)}, so they are left out`] : []),
    ...(wider.length > 0 ? [`${listed(wider)} is wider on fal: ${listed(regions)}`] : []),
  ].map((message) => reason(context, 'rewrite-unsafe', message, setting.value.span));
  return { settings, reasons };
}

function regionsOf(name: string): readonly string[] {
  const inside = FAL_REGIONS.filter((region) => region.startsWith(`${name}-`));
  return inside.length > 0
    ? inside
    : FAL_REGIONS.filter((region) => region === name || name.startsWith(`${region}-`));
}

/** A region of one cloud, as `us-east-1`, of which fal knows only the part of the world. */
function isNarrower(name: string): boolean {
  return FAL_REGIONS.some((region) => name.startsWith(`${region}-`));
}
