import type { Condition } from '../../program/image.ts';
import type { CompoundStmt } from '../../python/syntax.ts';
import { isUnknown, type Unknown } from '../../python/place.ts';
import type { Place } from '../written/place.ts';
import { writtenAt, type Hole } from '../written/write.ts';
import { openList } from './open-text.ts';
import type { Item } from './template.ts';

/** What decides whether a layer is there, as it is written at the place of the image. */
export type Guard =
  | { readonly kind: 'if'; readonly test: Hole; readonly holds: boolean }
  | {
      readonly kind: 'each';
      readonly target: string;
      readonly items: Hole;
      readonly loop: CompoundStmt;
    };

/** A layer, and what it is there for. */
interface Guarded {
  readonly within?: readonly Guard[];
}

/** Layers in their order, parted by what decides about them. */
export type Tree<T> =
  | { readonly kind: 'leaf'; readonly layer: T }
  | {
      readonly kind: 'if';
      readonly test: Hole;
      readonly then: readonly Tree<T>[];
      readonly otherwise: readonly Tree<T>[];
    }
  | {
      readonly kind: 'each';
      readonly target: string;
      readonly items: Hole;
      readonly inside: readonly Tree<T>[];
    };

/** The conditions of a layer for a place, and the place inside its loops. */
export function guardsOf(
  conditions: readonly Condition[],
  outer: Place,
): { readonly guards: readonly Guard[]; readonly place: Place } | Unknown {
  const guards: Guard[] = [];
  let place = outer;
  for (const condition of conditions) {
    if (condition.kind === 'other') return { unknown: 'decided step by step' };
    const hole =
      condition.kind === 'if' ? writtenAt(condition.test, place) : openList(condition.items, place);
    if (isUnknown(hole)) return hole;
    if (condition.kind === 'if') {
      guards.push({ kind: 'if', test: hole, holds: condition.holds });
      continue;
    }
    const target = condition.stmt.clauses[0]?.targets[0];
    if (target?.kind !== 'name') return { unknown: 'decided step by step' };
    guards.push({ kind: 'each', target: target.id, items: hole, loop: condition.stmt });
    place = { ...place, loops: [...(place.loops ?? []), target.span] };
  }
  return { guards, place };
}

/** Puts layers that the same decides together. */
export function treeOf<T extends Guarded>(layers: readonly T[], depth = 0): readonly Tree<T>[] {
  const [first, ...rest] = layers;
  if (!first) return [];
  const guard = first.within?.[depth];
  if (!guard) return [{ kind: 'leaf', layer: first }, ...treeOf(rest, depth)];
  const same = leading(layers, (layer) => isSame(layer.within?.[depth], guard));
  const behind = layers.slice(same.length);
  const inside = treeOf(same, depth + 1);
  if (guard.kind === 'each')
    return [
      { kind: 'each', target: guard.target, items: guard.items, inside },
      ...treeOf(behind, depth),
    ];
  const opposite = { ...guard, holds: !guard.holds };
  const other = leading(behind, (layer) => isSame(layer.within?.[depth], opposite));
  const otherwise = treeOf(other, depth + 1);
  const [yes, no] = guard.holds ? [inside, otherwise] : [otherwise, inside];
  const chosen = { kind: 'if', test: guard.test, then: yes, otherwise: no } as const;
  return [chosen, ...treeOf(behind.slice(other.length), depth)];
}

/** The lines of a tree. */
export function treeItems<T>(
  trees: readonly Tree<T>[],
  linesOf: (layer: T) => readonly Item[],
): Item[] {
  return trees.flatMap((tree): readonly Item[] => {
    if (tree.kind === 'leaf') return linesOf(tree.layer);
    if (tree.kind === 'each') {
      const { target, items, inside } = tree;
      const lines = treeItems(inside, linesOf);
      return lines.length === 0 ? [] : [{ kind: 'repeated', target, items, lines }];
    }
    const { test } = tree;
    const then = treeItems(tree.then, linesOf);
    const otherwise = treeItems(tree.otherwise, linesOf);
    return then.length + otherwise.length === 0 ? [] : [{ kind: 'chosen', test, then, otherwise }];
  });
}

/** The layers of an image whose base is chosen, once as if the choice is made for it and once against it. */
export function sides<T extends Guarded>(
  layers: readonly T[],
):
  | { readonly test: Hole; readonly then: readonly T[]; readonly otherwise: readonly T[] }
  | undefined {
  const guard = layers[0]?.within?.[0];
  if (guard?.kind !== 'if') return undefined;
  const side = (holds: boolean): readonly T[] =>
    layers.flatMap((layer) => {
      const [own, ...rest] = layer.within ?? [];
      const isAbout = isSame(own, { ...guard, holds }) || isSame(own, { ...guard, holds: !holds });
      if (!own || !isAbout || own.kind !== 'if') return [layer];
      return own.holds === holds ? [{ ...layer, within: rest }] : [];
    });
  return { test: guard.test, then: side(true), otherwise: side(false) };
}

function isSame(a: Guard | undefined, b: Guard): boolean {
  if (a?.kind !== b.kind) return false;
  if (a.kind === 'if' && b.kind === 'if') return a.holds === b.holds && a.test.code === b.test.code;
  if (a.kind !== 'each' || b.kind !== 'each') return false;
  // Two loops over one list are one behind the other.
  return a.loop === b.loop && a.items.code === b.items.code;
}

function leading<T>(items: readonly T[], holds: (item: T) => boolean): readonly T[] {
  const end = items.findIndex((item) => !holds(item));
  return end < 0 ? items : items.slice(0, end);
}
