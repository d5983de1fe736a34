import type { RuledLayer } from '../dockerfile/ruled.ts';
import type { FalSetting } from '../part.ts';
import { allLines, type Remarks } from './remarks.ts';

/** What the user says of an image that becomes plain settings. */
export interface PlainRemarks {
  /** Of each step that brings packages, and of those without a setting that stand before it. */
  readonly packages: ReadonlyMap<RuledLayer, Remarks>;
  /** Of local files and modules. */
  readonly files: readonly string[];
  /** Of the whole image. */
  readonly home: readonly string[];
}

/** Divides what the user says of the steps of an image among the settings that they become. */
export function plainRemarks(layers: readonly RuledLayer[]): PlainRemarks {
  const packages = new Map<RuledLayer, Remarks>();
  const files: string[] = [];
  let waiting: readonly string[] = [];
  for (const layer of layers) {
    const { remarks, requirements = [] } = layer;
    if (requirements.length > 0) {
      const { above = [], words = [], below = [] } = remarks ?? {};
      packages.set(layer, { above: [...waiting, ...above], words, below });
      waiting = [];
    } else if ((layer.files ?? []).length > 0) files.push(...allLines(remarks));
    else waiting = [...waiting, ...allLines(remarks)];
  }
  const [last] = [...packages.keys()].toReversed();
  const end = last && packages.get(last);
  if (last && end) packages.set(last, { ...end, below: [...end.below, ...waiting] });
  const home = layers.flatMap(({ remarks }) => remarks?.home ?? []);
  return { packages, files, home: last ? home : [...home, ...waiting] };
}

/** Settings with comments above the first of them that has one of the names. */
export function withAbove(
  settings: readonly FalSetting[],
  lines: readonly string[],
  names: readonly string[],
): FalSetting[] {
  const at = settings.findIndex(({ name }) => names.includes(name));
  if (lines.length === 0 || at < 0) return [...settings];
  return settings.map((setting, i) =>
    i === at ? { ...setting, above: [...(setting.above ?? []), ...lines] } : setting,
  );
}
