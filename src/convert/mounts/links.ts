import { readImage, type LayerCall } from '../../program/image.ts';
import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Unit } from '../../program/units.ts';
import { onceAUnit } from '../once.ts';
import type { UnitContext } from '../part.ts';
import { cacheVariablesOf } from './caches.ts';
import { namesBelow, mayUse, startsProcess } from './clues.ts';
import { isUnder } from './mounts.ts';
import { isInImage, isNamed, regionsOf } from './named.ts';
import type { Region } from './paths.ts';
import { mountsOf, type Mount } from './read-mounts.ts';

/** Why a mount's own path has to lead to its directory, too. */
type Cause =
  /** The code names no path there: a library does, another language, or whoever calls. */
  | 'unseen'
  /** A path that starts where Modal runs code leads there. */
  | 'relative'
  /** Another program runs, with paths of its own. */
  | 'process';

/** A mount whose old path something may use that is not rewritten. */
export interface Link {
  readonly mount: Mount;
  readonly cause: Cause;
  /** Why it cannot be a link: the end of a sentence. */
  readonly obstacle?: string;
}

/** Where Modal runs code. */
const HOME = '/root';

/** The mounts of a unit whose old paths have to work: what uses them is not seen whole. */
export const linksOf = onceAUnit(readLinks);

/** What the image makes links of, those before others that lie in them. */
export function imageLinks(context: UnitContext): readonly Link[] {
  return linksOf(context)
    .filter(({ obstacle }) => obstacle === undefined)
    .toSorted((a, b) => a.mount.path.localeCompare(b.mount.path));
}

/** Whether a list of packages is not enough for a unit: where its code runs, only an image says. */
export function needsImage(context: UnitContext): boolean {
  return imageLinks(context).some(({ cause }) => cause !== 'process');
}

/**
 * A link hides what an image has at its path, as a mount does. It leads nowhere while the image is built, and `/data` is there when it runs.
 */
export function linkLine({ mount: { path, to } }: Link): string {
  const parent = path.slice(0, path.lastIndexOf('/')) || '/';
  const made = parent === '/' || parent === HOME ? '' : `mkdir -p ${parent} && `;
  return `RUN ${made}rm -rf ${path} && ln -s ${to} ${path}`;
}

function readLinks(context: UnitContext): Link[] {
  const { unit } = context;
  const mounts = mountsOf(unit).filter(({ path, to }) => path !== to);
  if (mounts.length === 0) return [];
  const chain = imageOf(unit);
  // An image that is not known has a mark.
  if (chain === 'unknown') return [];
  const regions = regionsOf(context);
  const folder = workdirOf(chain ?? []);
  const starts = chain !== undefined && regions.some(startsProcess);
  const found = mounts.flatMap((mount): Link[] => {
    if (cacheVariablesOf(unit, mount).length > 0) return [];
    const cause = causeOf(context, mount, { regions, folder, starts });
    return cause ? [{ mount, cause }] : [];
  });
  return found.flatMap((link): Link[] => {
    const obstacle = obstacleOf(link, found, chain !== undefined);
    // What another program does is a possibility, and so is what uses a path that no code looks for.
    if (obstacle !== undefined && link.cause === 'process') return [];
    if (link.cause === 'unseen' && !regions.some((one) => mayUse(one, link.mount.path))) return [];
    return [obstacle === undefined ? link : { ...link, obstacle }];
  });
}

interface Clues {
  readonly regions: readonly Region[];
  readonly folder: string;
  readonly starts: boolean;
}

function causeOf(
  context: UnitContext,
  mount: Mount,
  { regions, folder, starts }: Clues,
): Cause | undefined {
  if (isUnder(mount.path, folder) && mount.path !== folder) {
    const below = mount.path.slice(folder.length + 1);
    if (regions.some((region) => namesBelow(region, below))) return 'relative';
  }
  if (!isNamed(context, mount, regions) && !isInImage(context, mount)) return 'unseen';
  return starts ? 'process' : undefined;
}

function obstacleOf(
  { mount: { path } }: Link,
  all: readonly Link[],
  hasImage: boolean,
): string | undefined {
  if (isUnder(path, '/data')) return 'it lies under `/data`, which fal mounts itself';
  const outer = all.find(({ mount }) => mount.path !== path && isUnder(path, mount.path));
  if (outer) return `it lies inside of \`${outer.mount.path}\`, which is one`;
  return hasImage ? undefined : 'the unit has no image';
}

/** The layers of a unit's image; none where the unit has no image. */
function imageOf({ settings }: Unit): readonly LayerCall[] | 'unknown' | undefined {
  const setting = settings.get('image');
  if (!setting) return undefined;
  const chain = readImage(setting.names, setting.value, setting.scope);
  return chain.known ? chain.layers : 'unknown';
}

/** Where Modal runs the code of an image. */
function workdirOf(layers: readonly LayerCall[]): string {
  const last = layers.findLast(({ symbol }) => symbol.name === 'modal.Image.workdir');
  const [argument] = last?.call.args ?? [];
  const text = last && argument && textOf(constantOf(last.names, argument.value, last.scope));
  return text?.startsWith('/') ? text.replace(/(?<=.)\/+$/, '') : HOME;
}
