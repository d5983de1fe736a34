import { readImage, type LayerCall } from '../../program/image.ts';
import type { Names } from '../../python/names.ts';
import { convertLayer } from '../dockerfile/image-part.ts';
import type { LocalFile } from '../dockerfile/layer.ts';
import { mountLayers } from '../dockerfile/mount-layers.ts';
import { folderOfPath, normalPath } from '../dockerfile/tree-path.ts';
import { lateModules } from '../modules/late.ts';
import { onceAUnit } from '../once.ts';
import type { UnitContext } from '../part.ts';
import type { Region } from './paths.ts';

/** The modules of the tree that lie on a unit's runner as files: what it imports while it runs, and what its image copies. */
export const broughtModules = onceAUnit(readBrought);

/** All of the code in them. */
export function broughtRegions(context: UnitContext): readonly Region[] {
  return broughtModules(context).map((names) => ({
    names,
    span: { start: 0, end: names.module.source.length },
    without: [],
  }));
}

function readBrought(context: UnitContext): readonly Names[] {
  const { program, unit } = context;
  const copied = copiedBy(context);
  const folder = folderOfPath(unit.file.path);
  // A file with Modal in it has units of its own.
  const files = program.files.filter(
    ({ path, names, uses }) =>
      names !== unit.file.names &&
      copied.some((file) => holds(file, folder, path)) &&
      uses.length === 0,
  );
  return [...new Set([...lateModules(context).modules, ...files.map(({ names }) => names)])];
}

/** Local files that the image of a unit takes, or its mounts. */
function copiedBy(context: UnitContext): readonly LocalFile[] {
  const { unit } = context;
  const image = unit.settings.get('image');
  const chain = image && readImage(image.names, image.value, image.scope);
  const calls: readonly LayerCall[] = chain?.known ? chain.layers : [];
  const layers = calls
    .filter(({ symbol }) => /\.(?:add_local_\w+|copy_local_\w+|copy_mount)$/.test(symbol.name))
    .map((call) => convertLayer(context, call, unit.stmt.nameSpan));
  return [...layers, ...mountLayers(context)].flatMap(({ files = [] }) => files);
}

/** Where the shell stands is not known: at the top of the tree, or beside the app. */
function holds({ path, kind, from }: LocalFile, folder: string, file: string): boolean {
  const places = from === 'cwd' ? [normalPath(path), normalPath(folder, path)] : [path];
  return places.some(
    (place) =>
      file === place || (kind === 'dir' && (place === '.' || file.startsWith(`${place}/`))),
  );
}
