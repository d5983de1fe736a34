import { additionsTo, allOf, waysOn } from '../../python/alternatives.ts';
import { textOf } from '../../python/constant.ts';
import { constantAt } from '../../python/constants.ts';
import { externalName } from '../../python/external.ts';
import { deeper, type Located } from '../../python/place.ts';
import { bindingsOf } from '../../python/scopes.ts';
import type { CallExpr, Expr, NameExpr } from '../../python/syntax.ts';

type Texts = readonly string[] | undefined;

/**
 * Every key that a dict may have, whatever the environment decides: of its display, `**rest`, comprehensions and `d[key] = …`, through
 * helpers of the tree. Nothing where one of them is not known.
 */
export function possibleKeys(from: Located): Texts {
  const at = deeper(from);
  if (!at) return undefined;
  const { expr, names, scope } = at;
  const inside = (inner: Expr): Located => ({ ...at, expr: inner });
  switch (expr.kind) {
    case 'dict':
      return union(
        expr.entries.map(({ key, value }) =>
          key ? possibleTexts(inside(key)) : possibleKeys(inside(value)),
        ),
      );
    case 'binary':
      if (expr.op !== '|') break;
      return union([possibleKeys(inside(expr.left)), possibleKeys(inside(expr.right))]);
    case 'comprehension': {
      const [key, value] = expr.element;
      const inner = { ...at, scope: names.scopes.inside(expr) };
      return key && value && possibleTexts({ ...inner, expr: key });
    }
    case 'call':
      if (externalName(names, expr.func, scope) === 'dict') return keysOfDict(at, expr);
      break;
    case 'name':
      return union([keysBehind(at), keysAdded(at, expr)]);
    default:
  }
  return isNone(expr) ? [] : keysBehind(at);
}

function union(parts: readonly Texts[]): Texts {
  const all = parts.length === 0 ? [] : allOf(parts);
  return all && [...new Set(all)];
}

function keysBehind(at: Located): Texts {
  return allOf(waysOn(at)?.map(possibleKeys));
}

function keysOfDict(at: Located, { args }: CallExpr): Texts {
  return union(
    args.map(({ name, star, value }) => {
      if (name !== undefined) return [name];
      return star === '*' ? undefined : possibleKeys({ ...at, expr: value });
    }),
  );
}

/** `payload[key] = …`, `payload.update(more)`. */
function keysAdded(at: Located, expr: NameExpr): Texts {
  return union(
    additionsTo(at, expr).map(({ adds, at: added }) => {
      if (adds === 'key') return possibleTexts(added);
      return adds === 'all' ? possibleKeys(added) : undefined;
    }),
  );
}

/** Every text that an expression may be: a constant, or what a loop goes through. */
function possibleTexts(from: Located): Texts {
  const at = deeper(from);
  if (!at) return undefined;
  const text = textOf(constantAt(at));
  if (text !== undefined) return [text];
  const { expr, scope } = at;
  if (expr.kind !== 'name') return undefined;
  return allOf(
    bindingsOf(expr.id, scope, expr.span.start).map(({ how }) => {
      if (how.kind === 'assign') return possibleTexts({ ...at, scope, expr: how.value });
      if (how.kind !== 'each') return undefined;
      return itemTexts({ ...at, scope: how.scope, expr: how.iterable }, how.path);
    }),
  );
}

/** The texts in a list, or at a place of each of its tuples. */
function itemTexts(from: Located, path: readonly number[]): Texts {
  const at = deeper(from);
  if (!at) return undefined;
  const { expr, names, scope } = at;
  const items = (inner: Expr): Texts => itemTexts({ ...at, expr: inner }, path);
  const behind = (): Texts => allOf(waysOn(at)?.map((one) => itemTexts(one, path)));
  switch (expr.kind) {
    case 'list':
    case 'tuple':
    case 'set':
      return union(
        expr.items.map((item) =>
          item.kind === 'starred' && item.value
            ? items(item.value)
            : textsInside({ ...at, expr: item }, path),
        ),
      );
    case 'dict':
      return path.length === 0 ? possibleKeys(at) : undefined;
    case 'comprehension': {
      const [element, second] = expr.element;
      const inner = { ...at, scope: names.scopes.inside(expr) };
      return element && !second ? textsInside({ ...inner, expr: element }, path) : undefined;
    }
    case 'binary':
      return expr.op === '+' ? union([items(expr.left), items(expr.right)]) : behind();
    case 'name':
      return union([behind(), ...additionsTo(at, expr).map((one) => textsAdded(one.at, one.adds))]);
    case 'call': {
      const [first] = expr.args;
      if (/^(?:list|tuple|set|sorted)$/.test(externalName(names, expr.func, scope) ?? ''))
        return first ? items(first.value) : [];
      const { func } = expr;
      if (func.kind !== 'attribute' || !/^(?:items|keys)$/.test(func.attr)) return behind();
      const isKey = func.attr === 'keys' ? path.length === 0 : path.length === 1 && path[0] === 0;
      return isKey ? possibleKeys({ ...at, expr: func.value }) : undefined;
    }
    default:
      return behind();
  }
}

function textsAdded(added: Located, adds: 'key' | 'item' | 'all'): Texts {
  if (adds === 'all') return itemTexts(added, []);
  return adds === 'item' ? possibleTexts(added) : undefined;
}

function textsInside(at: Located, path: readonly number[]): Texts {
  const [place, ...rest] = path;
  if (place === undefined) return possibleTexts(at);
  const { expr } = at;
  const item = expr.kind === 'tuple' || expr.kind === 'list' ? expr.items[place] : undefined;
  return item && textsInside({ ...at, expr: item }, rest);
}

function isNone(expr: Expr): boolean {
  return expr.kind === 'constant' && expr.value === null;
}
