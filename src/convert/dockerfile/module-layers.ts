import { lateModules } from '../modules/late.ts';
import type { UnitContext } from '../part.ts';
import type { RuledLayer } from './ruled.ts';
import type { ImageLayer, LocalFile } from './layer.ts';
import { copyFile } from './local.ts';

/** The modules that a unit imports while it runs, as a layer behind those that bring its other files. */
export function moduleLayers(context: UnitContext, layers: readonly ImageLayer[]): RuledLayer[] {
  const { unit, rule } = context;
  const brought = layers.flatMap((layer) => layer.files ?? []);
  const isPlain = layers.every(({ requirements }) => requirements !== undefined);
  const files = lateModules(context).files.filter(
    ({ path }) => !brought.some((file) => brings(file, path, isPlain)),
  );
  if (files.length === 0) return [];
  const dockerfile = files.map(copyFile);
  return [{ requirements: [], dockerfile, files, rule: rule.id, span: unit.stmt.nameSpan }];
}

/** Whether a file or folder that the program names holds a module; without a Dockerfile, modules that it names are pickled. */
function brings({ path, module }: LocalFile, wanted: string, isPlain: boolean): boolean {
  if (module !== undefined && isPlain) return false;
  return path === '.' || wanted === path || wanted.startsWith(`${path}/`);
}
