import type { Need, Part, Style, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import type { Unit } from '../../program/units.ts';
import { cacheVariables } from '../mounts/caches.ts';
import { imageLinks, linkLine } from '../mounts/links.ts';
import { isUnder, rewriteMountPath, type PathChange } from '../mounts/mounts.ts';
import { mountsOf } from '../mounts/read-mounts.ts';
import { sides, treeItems, treeOf } from './conditions.ts';
import { containerReasons, pinnedReasons, uploadReasons } from './container-reasons.ts';
import type { LocalFile } from './layer.ts';
import { copyFile } from './local.ts';
import { imageLines } from './platform.ts';
import { fitsBlock } from './literal.ts';
import { dockerfileText, newRow, type Spot } from './python-text.ts';
import { about, type RuledLayer } from './ruled.ts';
import { notedLayers, woven } from '../remarks/of-lines.ts';
import {
  holesOf,
  isLine,
  joined,
  knownText,
  linesOf,
  mapLines,
  simplified,
  type Item,
  type Line,
} from './template.ts';
import { surroundingsOf } from './surroundings.ts';
import { buildSecrets, uploadOf } from './upload.ts';
import { userPath } from './user-file.ts';

/** An image of its own: one Dockerfile, or the user's with lines added to it. */
export function containerPart(context: UnitContext, given: readonly RuledLayer[]): Part {
  const { layers, left } = notedLayers(given);
  const [base] = layers;
  if (!base) return {};
  const { style } = context;
  const chosen = (base.within?.length ?? 0) > 0;
  const user = chosen ? undefined : base.userFile && userPath(context, base.userFile);
  if (user === undefined && !hasBase(layers))
    return { reasons: base.userFile ? [pathReason(base)] : [] };
  const upload = uploadOf(layers, surroundingsOf(context), style);
  const secrets = buildSecrets(layers, style);
  const keywords = [...upload.keywords, ...secrets.keywords];
  const mounts = mountsOf(context.unit);
  const image = simplified(wholeImage(placedLayers(layers, upload.paths)));
  const moved = mapLines(image, (line) => [
    // What a running container reads; while an image is built, no volume is mounted.
    isRead(line) ? movedLine(line, mounts) : line,
  ]);
  const links = linkLines(context, base, linesOf(moved));
  const bare = user !== undefined && layers.every(({ dockerfile }) => dockerfile.length === 0);
  const items = woven([...(bare ? [] : moved), ...cacheLines(context.unit), ...links]);
  const alone = bare && links.length === 0;
  const value = alone
    ? `ContainerImage.from_dockerfile(${[user, ...keywords].join(', ')})`
    : containerText(user, items, keywords, style);
  const needs: Need[] = [
    { module: 'fal.container', name: 'ContainerImage' },
    ...secrets.needs,
    ...holesOf(items).flatMap((hole) => hole.needs),
  ];
  if (upload.usesPath || user?.startsWith('Path(__file__)') || (user !== undefined && !alone))
    needs.push({ module: 'pathlib', name: 'Path' });
  return {
    settings: [{ name: 'image', value, verbatim: true, ...(left.length > 0 && { above: left }) }],
    needs,
    reasons: [
      ...containerReasons(base, bare),
      ...pinnedReasons(base, linesOf(items).map(knownText)),
      ...uploadReasons(base, layers, upload),
      ...readReasons(context, base),
      ...mountReasons(base, items, mounts),
    ],
  };
}

/** Where a volume is that libraries look for, said last: what is fetched while the image is built lands in the image. */
function cacheLines(unit: Unit): Line[] {
  return cacheVariables(unit).map(([key, value]) => `ENV ${key}=${value}`);
}

/** Old paths of volumes that something may use unseen lead to their directories; relative ones start in `/root`, as on Modal. */
function linkLines(context: UnitContext, base: RuledLayer, lines: readonly Line[]): Line[] {
  const links = imageLinks(context);
  const asks = lines.some((line) => /^\s*WORKDIR\s/i.test(knownText(line)));
  const isHome = base.base === 'debian' && !asks;
  const home = isHome && links.some(({ mount }) => isUnder(mount.path, '/root'));
  return [...(home ? ['WORKDIR /root'] : []), ...links.map(linkLine)];
}

/** Whether every way to make the image begins with a `FROM` line. */
function hasBase(layers: readonly RuledLayer[]): boolean {
  const choice = sides(layers);
  if (choice) return hasBase(choice.then) && hasBase(choice.otherwise);
  const [head] = linesOf(layers[0]?.dockerfile ?? []);
  return head !== undefined && knownText(head).startsWith('FROM ');
}

/** The lines of an image; of one whose base is chosen, those of both sides. */
function wholeImage(layers: readonly RuledLayer[]): Item[] {
  const choice = sides(layers);
  if (!choice) {
    const items = treeItems(treeOf(layers), ({ dockerfile }) => dockerfile);
    return imageLines(layers, items);
  }
  const { test } = choice;
  const [then, otherwise] = [wholeImage(choice.then), wholeImage(choice.otherwise)];
  const both = sharedEnd(then, otherwise);
  const own = (items: readonly Item[]): Item[] => items.slice(0, items.length - both.length);
  return [{ kind: 'chosen', test, then: own(then), otherwise: own(otherwise) }, ...both];
}

/** The items with which both sides end. */
function sharedEnd(a: readonly Item[], b: readonly Item[]): readonly Item[] {
  const texts = b.map((item) => JSON.stringify(item)).toReversed();
  const differs = a.toReversed().findIndex((item, i) => JSON.stringify(item) !== texts[i]);
  return differs < 0 ? a : a.slice(a.length - differs);
}

/** Whether a line says something to the container when it runs. */
function isRead(line: Line): boolean {
  return /^(?:ENV|WORKDIR|CMD|ENTRYPOINT)\s/.test(knownText(line));
}

/** A line whose paths follow their volumes, in the texts of its holes too. */
function movedLine(line: Line, mounts: readonly PathChange[]): Line {
  const moved = (text: string): string => rewriteMountPath(text, mounts);
  if (typeof line === 'string') return moved(line);
  return joined(
    ...line.map((piece) =>
      typeof piece === 'string' ? moved(piece) : { ...piece, code: moved(piece.code) },
    ),
  );
}

/** A hole that gives a path of a volume, though its expression does not say so. */
function mountReasons(
  base: RuledLayer,
  items: readonly Item[],
  mounts: readonly PathChange[],
): Reason[] {
  const holes = linesOf(items)
    .filter(isRead)
    .flatMap((line) => holesOf([line]));
  return holes.flatMap(({ code, usual = '' }) => {
    const mount = mounts.find(({ path, to }) => path !== to && isUnder(usual, path));
    if (!mount || code.includes(mount.to)) return [];
    const message = `\`${code}\` may name a path under \`${mount.path}\`, which is \`${mount.to}\` on fal: see that the image says so`;
    return [about(base, 'manual', message)];
  });
}

function containerText(
  user: string | undefined,
  items: readonly Item[],
  keywords: readonly string[],
  style: Style,
): string {
  const spot: Spot = { style, depth: 2 };
  const head = 'ContainerImage.from_dockerfile_str(';
  const own = dockerfileText(items, spot);
  const text = user === undefined ? own : `${readText(user)} + ${own}`;
  // A single block of lines needs no rows of its own.
  if (items.every((item) => isLine(item) && fitsBlock(item)))
    return `${head}${[text, ...keywords].join(', ')})`;
  const rows = [text, ...keywords].join(`,${newRow(spot)}`);
  const end = keywords.length > 0 ? ',' : '';
  return `${head}${newRow(spot)}${rows}${end}${newRow({ style, depth: 1 })})`;
}

/** Layers whose `COPY` lines start from the folder that all of them share. */
function placedLayers(
  layers: readonly RuledLayer[],
  paths: ReadonlyMap<LocalFile, string>,
): readonly RuledLayer[] {
  return layers.map((layer) => {
    const moved = new Map(
      layer.files?.map((file) => {
        const path = paths.get(file) ?? file.path;
        return [copyFile(file), copyFile({ ...file, path })];
      }),
    );
    const dockerfile = mapLines(layer.dockerfile, (line) => [
      typeof line === 'string' ? (moved.get(line) ?? line) : line,
    ]);
    return { ...layer, dockerfile };
  });
}

/** A path that is made of `/` is one already. */
function readText(user: string): string {
  const path = user.startsWith('Path(__file__)') ? `(${user})` : `Path(${user})`;
  return `${path}.read_text()`;
}

/** Modal reads a Dockerfile when it builds the image, fal's class when it is made. */
function readReasons({ file }: UnitContext, base: RuledLayer): Reason[] {
  if (base.userFile?.place?.from !== 'cwd' || !file.path.includes('/')) return [];
  const message =
    'fal reads the Dockerfile when this file is imported, by a path that starts where the shell stands: `Path(__file__).parent` holds everywhere';
  return [about(base, 'rewrite-unsafe', message)];
}

function pathReason(base: RuledLayer): Reason {
  const message =
    'The path of the Dockerfile is not known here: write `image = ContainerImage.from_dockerfile(...)`';
  return about(base, 'manual', message);
}
