import { isReadable } from './apply.ts';
import { externalName } from './external.ts';
import { behind, step } from './follow.ts';
import { mentionsOf, parentOf } from './lookup.ts';
import { deeper, isUnknown, type Located } from './place.ts';
import { bindingsOf, owner } from './scopes.ts';
import type { CallExpr, Expr, NameExpr } from './syntax.ts';
import { ownExprs, statements } from './walk.ts';

/**
 * What an expression may stand for, one step further: several where a condition, a `try` or a `return` decides between them.
 * None for what stands for itself; nothing where one of them is not known.
 */
export function waysOn(from: Located): readonly Located[] | undefined {
  const at = deeper(from);
  if (!at) return undefined;
  const next = step(at);
  if (!next) return [];
  return isUnknown(next) ? forksAt(at) : [next];
}

/** The expressions between which something decides that nobody knows. */
function forksAt(at: Located): readonly Located[] | undefined {
  const { expr } = at;
  const here = (inner: Expr): Located => ({ ...at, expr: inner });
  switch (expr.kind) {
    case 'conditional':
      return [here(expr.then), here(expr.else)];
    case 'binary':
      return expr.op === 'or' ? [here(expr.left), here(expr.right)] : undefined;
    case 'name':
      return allOf(
        bindingsOf(expr.id, at.scope, expr.span.start).map(({ how, scope }) =>
          how.kind === 'assign' || how.kind === 'augment'
            ? [{ ...at, scope, expr: how.value }]
            : undefined,
        ),
      );
    case 'call':
      return returnsAt(at, expr);
    default:
      return undefined;
  }
}

/** What the `return`s of a function of the tree give; its parameters are not known in them. */
function returnsAt(at: Located, { func }: CallExpr): readonly Located[] | undefined {
  const leaf = behind({ ...at, expr: func });
  if (isUnknown(leaf) || (leaf.expr.kind !== 'name' && leaf.expr.kind !== 'attribute'))
    return undefined;
  const value = leaf.names.valueOf(leaf.expr, leaf.scope);
  if (value.kind !== 'definition' || value.stmt.kind !== 'function') return undefined;
  const { names, stmt } = value;
  const home = names.scopeOf(stmt);
  if (!isReadable(stmt, (one) => externalName(names, one, home))) return undefined;
  const scope = names.scopes.inside(stmt);
  return [...statements(stmt.body.body)].flatMap((one) =>
    one.kind === 'return' && names.scopes.placeOf(one).scope === scope
      ? ownExprs(one).map((expr): Located => ({
          names,
          scope,
          expr,
          ...(at.walk && { walk: at.walk }),
        }))
      : [],
  );
}

/** What is put into a list, set or dict after it is made. */
export interface Addition {
  /** `d[x] = …`, `d.setdefault(x)`, `l.append(x)`: one; `d.update(x)`, `l.extend(x)`: all of another. */
  readonly adds: 'key' | 'item' | 'all';
  readonly at: Located;
}

const ADDING: Readonly<Record<string, Addition['adds']>> = {
  append: 'item',
  add: 'item',
  insert: 'item',
  extend: 'all',
  update: 'all',
  setdefault: 'key',
};

/** What statements put into the list or dict that a name holds, wherever they stand. */
export function additionsTo(at: Located, { id }: NameExpr): readonly Addition[] {
  const { names } = at;
  const home = owner(id, at.scope);
  return mentionsOf(names, id).flatMap(({ expr, scope }): Addition[] => {
    const around = owner(id, scope) === home ? parentOf(names, expr) : undefined;
    const inside = (inner: Expr): Located => ({ ...at, scope, expr: inner });
    if (around?.kind === 'subscript')
      return around.value === expr && names.isTarget(around)
        ? [{ adds: 'key', at: inside(around.index) }]
        : [];
    const call = around?.kind === 'attribute' ? parentOf(names, around) : undefined;
    if (around?.kind !== 'attribute' || call?.kind !== 'call' || call.func !== around) return [];
    const adds = ADDING[around.attr];
    const given = around.attr === 'insert' ? call.args.slice(1) : call.args;
    return (adds === 'all' ? given : given.slice(0, 1)).flatMap(({ name, value }): Addition[] => {
      if (!adds) return [];
      if (name === undefined) return [{ adds, at: inside(value) }];
      // `d.update(key=value)`
      return [
        { adds: 'key', at: inside({ kind: 'string', value: name, pieces: [], span: value.span }) },
      ];
    });
  });
}

/** All parts in one list; nothing where one of them is nothing, or there is none. */
export function allOf<T>(
  parts: readonly (readonly T[] | undefined)[] | undefined,
): readonly T[] | undefined {
  if (!parts || parts.length === 0) return undefined;
  return parts.every((part) => part !== undefined) ? parts.flat() : undefined;
}
