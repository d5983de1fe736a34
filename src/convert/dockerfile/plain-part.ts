import { lateReason } from '../modules/late.ts';
import { hasEndpointClass } from '../naming.ts';
import type { FalSetting, Need, Part, Style, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import type { Reason } from '../plan.ts';
import { appFiles } from './app-files.ts';
import { treeOf, type Tree } from './conditions.ts';
import { pythonString } from '../settings/literals.ts';
import { listOf } from './literal.ts';
import { movedPart } from './moved-files.ts';
import { seriesOf } from './python.ts';
import { about, type RuledLayer } from './ruled.ts';
import { surroundingsOf } from './surroundings.ts';
import type { Word } from './words.ts';
import {
  isSaid,
  mergedSaid,
  saidLines,
  saidList,
  saidOf,
  UNSAID,
  type Said,
} from '../remarks/of-packages.ts';
import { plainRemarks, withAbove, type PlainRemarks } from '../remarks/of-settings.ts';

const LINE = 88;
const APART =
  'fal uploads files of one folder, and these have none in common whose name is known: set `app_files_context_dir` and the paths to match';
/** fal installs its own choice of these beside the requirements of every app. */
const PINNED_BY_FAL = /^(fastapi|pydantic)\s*(?:\[[^\]]*\])?\s*===?/i;

/** fal's own environment: packages and local files. */
export function plainPart(context: UnitContext, layers: readonly RuledLayer[]): Part {
  const { style, unit } = context;
  const room = roomFor(context);
  const remarks = plainRemarks(layers);
  const words = packagesOf(treeOf(layers), style.quote, remarks);
  const python = layers[0]?.python;
  const files = layers.flatMap((layer) => layer.files ?? []);
  const local = appFiles(files, surroundingsOf(context), style, room);
  const settings: FalSetting[] = [...local.settings];
  if (words.length > 0) {
    settings.push({ name: 'requirements', value: listText(words, style, room('requirements')) });
  }
  if (python?.asked) {
    settings.push({
      name: 'python_version',
      value: pythonString(seriesOf(python.version), style.quote),
    });
  }
  const adder = layers.find((layer) => (layer.files?.length ?? 0) > 0);
  const moved = adder ? local.moved.map((change) => movedPart(context, adder, change)) : [];
  const isApp = unit.kind === 'class' || hasEndpointClass(unit);
  const pinned = isApp ? layers.flatMap(pinnedReasons) : [];
  const apart = adder && local.apart ? [about(adder, 'manual', APART)] : [];
  const lost = local.lost.map((name) =>
    lateReason(unit, context.rule.id, { name, span: unit.stmt.nameSpan }),
  );
  const needs: Need[] = [
    ...(local.usesPath ? [{ module: 'pathlib', name: 'Path' }] : []),
    ...words.flatMap((word) => word.needs),
  ];
  const described = withAbove(
    withAbove(settings, remarks.files, ['app_files', 'local_python_modules']),
    remarks.home,
    ['requirements', 'app_files', 'local_python_modules'],
  );
  const reasons = [...pinned, ...apart, ...lost];
  return mergeParts([...moved, { settings: described, needs, reasons }]);
}

/** An item of `requirements`, as Python. */
interface Package {
  readonly code: string;
  readonly said: Said;
  readonly needs: readonly Need[];
}

/** On one line where it fits and nothing is said of its items. */
function listText(packages: readonly Package[], { indent }: Style, room: number): string {
  const items = new Map<string, Said>();
  for (const { code, said } of packages) items.set(code, mergedSaid(items.get(code), said));
  if (![...items.values()].some(isSaid)) return listOf([...items.keys()], indent, room);
  return saidList(
    [...items].map(([code, said]) => ({ code, said })),
    indent,
  );
}

function packagesOf(
  trees: readonly Tree<RuledLayer>[],
  quote: Style['quote'],
  remarks: PlainRemarks,
): Package[] {
  return trees.flatMap((tree): Package[] => {
    if (tree.kind === 'leaf') return packagesOfLayer(tree.layer, quote, remarks);
    // A layer of a loop has no `requirements`.
    if (tree.kind === 'each') return [];
    const sides = [tree.then, tree.otherwise].map((side) => packagesOf(side, quote, remarks));
    const [yes, no] = sides.map((side) => `[${side.map(({ code }) => code).join(', ')}]`);
    if (sides.every(({ length }) => length === 0)) return [];
    const needs = [...tree.test.needs, ...sides.flat().flatMap((one) => one.needs)];
    const said = { above: sides.flat().flatMap((one) => saidLines(one.said)), below: [] };
    return [{ code: `*(${yes} if ${tree.test.code} else ${no})`, needs, said }];
  });
}

function packagesOfLayer(
  layer: RuledLayer,
  quote: Style['quote'],
  { packages }: PlainRemarks,
): Package[] {
  const words = layer.requirements ?? [];
  const said = saidOf(words, packages.get(layer));
  return words.map((word, i) => ({ ...packageOf(word, quote), said: said[i] ?? UNSAID }));
}

function packageOf(word: Word, quote: Style['quote']): Omit<Package, 'said'> {
  if (typeof word === 'string') return { code: pythonString(word, quote), needs: [] };
  const { code, needs } = word.code;
  if (word.kind === 'text') return { code, needs };
  const isAtom = /^[[(]/.test(code) || !/ (?:if|or|and|for) /.test(code);
  return { code: `*${isAtom ? code : `(${code})`}`, needs };
}

/** Columns that are left for a value behind the name of a setting. */
function roomFor({ unit, style }: UnitContext): (name: string) => number {
  const around = unit.kind === 'class' ? ' = '.length : '=,'.length;
  return (name) => LINE - style.indent.length - name.length - around;
}

function pinnedReasons(layer: RuledLayer): Reason[] {
  return (layer.requirements ?? []).flatMap((text) => {
    const name = typeof text === 'string' ? PINNED_BY_FAL.exec(text)?.[1] : undefined;
    if (name === undefined || typeof text !== 'string') return [];
    const message = `fal installs the \`${name}\` of the machine that deploys: \`${text}\` has to be the same version`;
    return [about(layer, 'rewrite-unsafe', message)];
  });
}
