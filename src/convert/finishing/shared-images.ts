import type { Edit, Span } from '../../model/span.ts';
import type { Unit } from '../../program/units.ts';
import { mentionsOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import type { Expr, Stmt } from '../../python/syntax.ts';
import { contains } from '../../python/walk.ts';
import { editedText } from '../apply.ts';
import { falUnits, type FalUnit } from '../fal-units.ts';
import { indentOf } from '../layout.ts';
import { outdented } from '../margin.ts';
import type { FalSetting } from '../part.ts';
import { aboveComment } from '../remarks/above.ts';
import type { Maker } from './cleanup.ts';
import { settingEdit } from './setting-edit.ts';

/** What images became, with the names that they had: from the text of a converted image to `image`. */
export type ImageNames = ReadonlyMap<string, string>;

/** The converted image of a unit with the variable that held Modal's: `image = modal.Image…` at the top of its file. */
export function imageName(
  unit: Unit,
  settings: readonly FalSetting[],
): readonly [text: string, name: string] | undefined {
  const modal = unit.settings.get('image');
  const fal = settings.find(({ name }) => name === 'image');
  if (!fal || modal?.value.kind !== 'name' || modal.names !== unit.file.names) return undefined;
  return [fal.value, modal.value.id];
}

/** Images that go back to where the program had them. */
export interface SharedImages {
  readonly edits: readonly Edit[];
  /** Statements that hold them: they stay, though the Modal object is gone. */
  readonly kept: ReadonlySet<Stmt>;
}

/**
 * Each unit was given its image as text. Where the Modal object had a name, so does the fal one, at the same place: several units share
 * it, and the comments around it stay where they are. One that came from another file stands above the first of several units.
 * `inner` are edits of the same text that may lie inside of images, `exported` the names that other files read.
 */
export function sharedImages(
  names: Names,
  dead: readonly Maker[],
  images: ImageNames,
  inner: readonly Edit[],
  exported: ReadonlySet<string>,
): SharedImages {
  const { source } = names.module;
  const groups = new Map<string, Placed[]>();
  for (const unit of falUnits(names)) {
    const expr = unit.settings.get('image');
    const name = expr && images.get(source.slice(expr.span.start, expr.span.end));
    if (expr && name !== undefined && !isHidden(unit, name))
      groups.set(name, [...(groups.get(name) ?? []), { unit, expr }]);
  }
  const edits: Edit[] = [];
  const kept = new Set<Stmt>();
  for (const [name, group] of groups) {
    const same = largest(source, group);
    const home = homeOf(names, name, dead);
    const at = home ? home.span : placeAbove(names, name, same, exported);
    if (!at || same.some(({ unit }) => unit.stmt.span.start < at.end)) continue;
    if (home) kept.add(home);
    const text = `${name} = ${imageText(source, same, inner)}`;
    edits.push({ span: at, text: home ? text : `${text}\n\n\n` });
    edits.push(...same.map((one) => settingEdit(names, one, name)));
  }
  const free = inner.filter(({ span }) => !edits.some((edit) => contains(edit.span, span)));
  return { edits: [...edits, ...free], kept };
}

interface Placed {
  readonly unit: FalUnit;
  readonly expr: Expr;
}

/** Inside of a class, a name may mean one of its members. */
function isHidden({ kind, scope }: FalUnit, name: string): boolean {
  return kind === 'app' && name !== 'image' && scope.bindings.has(name);
}

/** The units whose images are the same to the letter: paths of volumes may make them differ. */
function largest(source: string, group: readonly Placed[]): readonly Placed[] {
  const byText = new Map<string, Placed[]>();
  for (const one of group) {
    const text = source.slice(one.expr.span.start, one.expr.span.end);
    byText.set(text, [...(byText.get(text) ?? []), one]);
  }
  return [...byText.values()].reduce((a, b) => (b.length > a.length ? b : a), []);
}

/** The last statement that made the Modal object, where all that made it goes. */
function homeOf(names: Names, name: string, dead: readonly Maker[]): Stmt | undefined {
  const bindings = names.scopes.module.bindings.get(name) ?? [];
  const makers = bindings.map((binding) => dead.find((maker) => maker.binding === binding)?.stmt);
  const last = makers.at(-1);
  if (makers.includes(undefined) || last?.kind !== 'assign') return undefined;
  const isSimple = last.targets.length === 1 && last.targets[0]?.kind === 'name';
  return isSimple && names.module.body.includes(last) ? last : undefined;
}

/** Where an image can stand that several units had from another file: above the first, if nothing else has its name then. */
function placeAbove(
  names: Names,
  name: string,
  [first, ...others]: readonly Placed[],
  exported: ReadonlySet<string>,
): Span | undefined {
  const { body, source } = names.module;
  const bindings = names.scopes.module.bindings.get(name) ?? [];
  const isFree =
    bindings.every(({ how }) => how.kind === 'import-from') &&
    mentionsOf(names, name).length === 0 &&
    !exported.has(name);
  if (!first || others.length === 0 || !isFree || !body.includes(first.unit.stmt)) return undefined;
  return aboveComment(source, first.unit.stmt.span);
}

function imageText(source: string, group: readonly Placed[], inner: readonly Edit[]): string {
  const texts = group.map(({ expr: { span } }) =>
    outdented(editedText(source, span, inner), indentOf(source, span.start)),
  );
  // What one of them needs besides is in the image of all.
  return texts.reduce((a, b) => (b.length > a.length ? b : a));
}
