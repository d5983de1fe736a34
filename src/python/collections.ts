import type { Constant } from './constant.ts';
import { whyUnknown } from './constant.ts';
import { constantAt } from './constants.ts';
import { externalName } from './external.ts';
import { behind } from './follow.ts';
import { isUnknown, type Frame, type Located, type Unknown } from './place.ts';
import type { Binding, Scope } from './scopes.ts';
import type { ComprehensionExpr, Expr, Param } from './syntax.ts';
import { truthOf } from './constant.ts';

/** One entry of a dict. */
export interface Entry {
  readonly key: Located;
  readonly value: Located;
}

const SAME_ITEMS = new Set(['list', 'tuple']);

/** The items of a list or tuple, through names, `*rest`, `+`, `list(…)` and comprehensions over what is known. */
export function itemsAt(at: Located): readonly Located[] | Unknown {
  const here = behind(at);
  if (isUnknown(here)) return here;
  const { expr } = here;
  const inside = (inner: Expr): Located => ({ ...here, expr: inner });
  switch (expr.kind) {
    case 'list':
    case 'tuple':
    case 'set':
      return joined(
        expr.items.map((item) =>
          item.kind === 'starred' && item.value ? itemsAt(inside(item.value)) : [inside(item)],
        ),
      );
    case 'binary':
      if (expr.op !== '+') break;
      return joined([itemsAt(inside(expr.left)), itemsAt(inside(expr.right))]);
    case 'comprehension': {
      const [element, second] = expr.element;
      if (!element || second) break;
      const frames = framesOf(here, expr);
      if (isUnknown(frames)) return frames;
      const scope = here.names.scopes.inside(expr);
      return frames.map((frame) => ({ ...here, scope, frame, expr: element }));
    }
    case 'call': {
      const [argument, second] = expr.args;
      const name = externalName(here.names, expr.func, here.scope) ?? '';
      if (argument?.star === '' && !second && SAME_ITEMS.has(name)) {
        const items = itemsAt(inside(argument.value));
        if (!isUnknown(items)) return items;
      }
      break;
    }
    default:
  }
  return literalItems(here);
}

/** Items of what has no display of its own: `range(3)`, `"a b".split()`, `NAMES.items()`. */
function literalItems(at: Located): readonly Located[] | Unknown {
  const constant = constantAt(at);
  if (constant.kind !== 'list') return why(constant);
  return constant.items.map((item) => ({ ...at, expr: literalOf(item, at.expr) }));
}

function why(constant: Constant): Unknown {
  return { unknown: whyUnknown(constant) ?? 'made when the program runs' };
}

/** An expression for a constant; what is not known stays so. */
function literalOf(constant: Constant, { span }: Expr): Expr {
  switch (constant.kind) {
    case 'value': {
      const { value, float = false } = constant;
      if (typeof value === 'string') return { kind: 'string', value, pieces: [], span };
      if (typeof value === 'number') return { kind: 'number', value, float, span };
      return { kind: 'constant', value, span };
    }
    case 'list':
      return {
        kind: 'list',
        items: constant.items.map((item) => literalOf(item, { kind: 'broken', span })),
        span,
      };
    default:
      return { kind: 'broken', span };
  }
}

/** The entries of a dict, through names, `**rest`, `|`, `dict(…)` and comprehensions; of equal keys all are there, the last counts. */
export function entriesAt(at: Located): readonly Entry[] | Unknown {
  const here = behind(at);
  if (isUnknown(here)) return here;
  const { expr } = here;
  const inside = (inner: Expr): Located => ({ ...here, expr: inner });
  switch (expr.kind) {
    case 'dict':
      return joined(
        expr.entries.map(({ key, value }) =>
          key ? [{ key: inside(key), value: inside(value) }] : entriesAt(inside(value)),
        ),
      );
    case 'binary':
      if (expr.op !== '|') break;
      return joined([entriesAt(inside(expr.left)), entriesAt(inside(expr.right))]);
    case 'comprehension': {
      const [key, value] = expr.element;
      if (!key || !value) break;
      const frames = framesOf(here, expr);
      if (isUnknown(frames)) return frames;
      const scope = here.names.scopes.inside(expr);
      const read = (frame: Frame, of: Expr): Located => ({ ...here, scope, frame, expr: of });
      return frames.map((frame) => ({ key: read(frame, key), value: read(frame, value) }));
    }
    case 'call':
      if (externalName(here.names, expr.func, here.scope) !== 'dict') break;
      return joined(
        expr.args.map(({ name, star, value }) => {
          if (name !== undefined) {
            const key: Expr = { kind: 'string', value: name, pieces: [], span: value.span };
            return [{ key: inside(key), value: inside(value) }];
          }
          return star === '*' ? why(constantAt(here)) : entriesAt(inside(value));
        }),
      );
    default:
  }
  return why(constantAt(here));
}

function joined<T>(parts: readonly (readonly T[] | Unknown)[]): readonly T[] | Unknown {
  const all: T[] = [];
  for (const part of parts) {
    if (isUnknown(part)) return part;
    all.push(...part);
  }
  return all;
}

/** What the variables of a comprehension stand for, each time around. */
function framesOf(at: Located, expr: ComprehensionExpr): readonly Frame[] | Unknown {
  const scope = at.names.scopes.inside(expr);
  let frames: readonly Frame[] = [at.frame ?? new Map()];
  for (const [i, { target, iterable, conditions, async }] of expr.clauses.entries()) {
    if (async) return { unknown: 'worked out when the program runs' };
    const next: Frame[] = [];
    for (const frame of frames) {
      const around = i === 0 ? { ...at, expr: iterable } : { ...at, scope, frame, expr: iterable };
      const turns = turnsOf(around, target, scope, frame);
      if (isUnknown(turns)) return turns;
      for (const turn of turns) {
        const held = conditions.map((test) =>
          truthOf(constantAt({ ...at, scope, frame: turn, expr: test })),
        );
        if (held.includes(undefined) && !held.includes(false))
          return { unknown: 'decided when the program runs' };
        if (!held.includes(false)) next.push(turn);
      }
    }
    frames = next;
  }
  return frames;
}

/** The frames of a loop, one for each item that its target takes. */
export function turnsOf(
  iterable: Located,
  target: Expr,
  scope: Scope,
  frame: Frame,
): readonly Frame[] | Unknown {
  const items = itemsAt(iterable);
  if (isUnknown(items)) return items;
  const frames: Frame[] = [];
  for (const item of items) {
    const turn = new Map<Param | Binding, Located>(frame);
    if (!unpack(target, item, scope, turn)) return { unknown: 'unpacked when the program runs' };
    frames.push(turn);
  }
  return frames;
}

function unpack(
  target: Expr,
  item: Located,
  scope: Scope,
  into: Map<Param | Binding, Located>,
): boolean {
  if (target.kind === 'name') {
    const binding = scope.bindings
      .get(target.id)
      ?.find(({ span }) => span.start === target.span.start);
    if (binding) into.set(binding, item);
    return binding !== undefined;
  }
  if (target.kind !== 'tuple' && target.kind !== 'list') return false;
  const parts = itemsAt(item);
  if (isUnknown(parts) || parts.length !== target.items.length) return false;
  return target.items.every((one, i) => {
    const part = parts[i];
    return part !== undefined && unpack(one, part, scope, into);
  });
}
