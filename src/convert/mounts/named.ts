import type { Unit } from '../../program/units.ts';
import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import { exprsWithin } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import type { UnitContext } from '../part.ts';
import { reachOf } from '../settings/reach.ts';
import { plainVariables } from '../startup/variables.ts';
import { keyTops } from './key-constants.ts';
import { isUnder, pathMatches } from './mounts.ts';
import { pathsIn, type Region } from './paths.ts';
import { mountsOf, type Mount } from './read-mounts.ts';
import { broughtRegions } from './runner-modules.ts';
import { unitRegion } from './unit-region.ts';

/** All code of the tree that runs where a unit does. */
export function regionsOf(context: UnitContext): Region[] {
  const { program, unit } = context;
  const shared = [...reachOf(program, unit), ...keyTops(context, mountsOf(unit))];
  const regions = shared.map(({ names, stmt }) => ({ names, span: stmt.span, without: [] }));
  return [unitRegion(unit), ...regions, ...broughtRegions(context)];
}

/** Whether the code of a unit names something under a mount. */
export function isNamed(
  context: UnitContext,
  mount: Mount,
  regions: readonly Region[] = regionsOf(context),
): boolean {
  return isInVariables(context.unit, mount) || regions.some((region) => namesPath(region, mount));
}

const asked = new WeakMap<Names, Map<string, boolean>>();

/** Whether anything in a region would be rewritten if the mount moved. Units that share code ask the same of it. */
export function namesPath(region: Region, { path, computed }: Mount): boolean {
  const { names, span, without } = region;
  const key = JSON.stringify([span, without, path, computed]);
  const answers = asked.get(names) ?? new Map<string, boolean>();
  asked.set(names, answers);
  const known = answers.get(key);
  if (known !== undefined) return known;
  const { edits, unsure } = pathsIn(region, [{ path, to: '', computed }]);
  const isNamed = edits.length + unsure.length > 0;
  answers.set(key, isNamed);
  return isNamed;
}

/** Whether `env=` names something under a mount. */
function isInVariables(unit: Unit, { to }: Mount): boolean {
  return plainVariables(unit).some(
    ([, value]) => pathMatches(value, [{ path: to, to: '' }]).length > 0,
  );
}

/** Whether the image's variables name the path: `image.env({"HF_HOME": CACHE_DIR})`. */
export function isInImage({ program, unit }: UnitContext, { path }: Mount): boolean {
  const homes = new Set([unit.file.names, unit.settings.get('image')?.names]);
  return program.files.some(({ names, uses }) => {
    if (!homes.has(names)) return false;
    const calls = uses.flatMap(({ symbol, call }) =>
      symbol.name === 'modal.Image.env' && call ? [call.argsSpan] : [],
    );
    return calls
      .flatMap((span) => exprsWithin(names, span))
      .some(({ expr, scope }) => {
        const text = textOf(constantOf(names, expr, scope));
        return text !== undefined && isUnder(text, path);
      });
  });
}
