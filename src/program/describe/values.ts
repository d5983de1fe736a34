import {
  isDict,
  isList,
  isUnknown,
  type Data,
  type EntryData,
  type Fact,
} from '../../model/program-data.ts';
import { whyUnknown, type Constant } from '../../python/constant.ts';
import { constantAt } from '../../python/constants.ts';
import { externalName } from '../../python/external.ts';
import type { CallExpr, ComprehensionExpr, Expr } from '../../python/syntax.ts';
import { entriesAt, itemsAt } from '../../python/collections.ts';
import { step } from '../../python/follow.ts';
import { isUnknown as isOpen, type Located } from '../../python/place.ts';
import { isSecretName, withoutTokens } from './hide.ts';

/** Says what an object of the SDK is; nothing for what is none. */
export type ObjectReader = (at: Located) => Data | undefined;

const MAX_DEPTH = 40;

/** How sure a value is. */
export function sureOf(value: Data): Fact {
  const whys = [...new Set(unknownsIn(value))];
  const why = whys.join('; ');
  if (whys.length === 0) return { sure: 'known', value };
  return isUnknown(value) ? { sure: 'unknown', why } : { sure: 'partly', value, why };
}

/** A value with everything in it: constants, lists and dicts of them, objects of the SDK. */
export function dataOf(at: Located, objects: ObjectReader, depth = 0): Data {
  if (depth > MAX_DEPTH) return { unknown: 'too deep to follow' };
  const constant = constantAt(at);
  const why = whyUnknown(constant);
  if (why === undefined) return plain(constant);
  return new Reader(at, objects, depth).read() ?? { unknown: why };
}

/** One step into an expression that is no plain constant. */
class Reader {
  private readonly at: Located;
  private readonly objects: ObjectReader;
  private readonly depth: number;

  constructor(at: Located, objects: ObjectReader, depth: number) {
    this.at = at;
    this.objects = objects;
    this.depth = depth;
  }

  read(): Data | undefined {
    const object = this.objects(this.at);
    if (object !== undefined) return object;
    const { expr } = this.at;
    switch (expr.kind) {
      case 'list':
      case 'tuple':
      case 'set':
        return this.items(expr.items);
      case 'dict':
        return this.entries(expr.entries);
      case 'binary':
        if (expr.op === 'or' || expr.op === 'and') return this.followed();
        return this.joined(expr.op, this.inner(expr.left), this.inner(expr.right));
      case 'comprehension':
        return this.comprehension(expr);
      case 'call':
        return this.builtin(expr) ?? this.followed();
      case 'await':
        return expr.value && this.inner(expr.value);
      default:
        return this.followed();
    }
  }

  private inner(expr: Expr): Data {
    return dataOf({ ...this.at, expr }, this.objects, this.depth + 1);
  }

  private followed(): Data | undefined {
    const next = step(this.at);
    if (!next || isOpen(next)) return undefined;
    return dataOf(next, this.objects, this.depth + 1);
  }

  private comprehension({ element: [, second] }: ComprehensionExpr): Data | undefined {
    const read = (at: Located): Data => dataOf(at, this.objects, this.depth + 1);
    if (!second) {
      const items = itemsAt(this.at);
      return isOpen(items) ? undefined : items.map(read);
    }
    const entries = entriesAt(this.at);
    if (isOpen(entries)) return undefined;
    return { dict: entries.map(({ key, value }) => entry(read(key), read(value))) };
  }

  private items(items: readonly Expr[]): Data {
    const found: Data[] = [];
    for (const item of items) {
      if (item.kind !== 'starred' || !item.value) found.push(this.inner(item));
      else {
        const rest = this.inner(item.value);
        found.push(...(isList(rest) ? rest : [several(rest, 'no list')]));
      }
    }
    return found;
  }

  private entries(entries: readonly { readonly key?: Expr; readonly value: Expr }[]): Data {
    const found: EntryData[] = [];
    for (const { key, value } of entries) {
      const inner = this.inner(value);
      if (key) found.push(entry(this.inner(key), inner));
      else if (isDict(inner)) found.push(...inner.dict);
      else {
        const rest = several(inner, 'no dict');
        found.push({ key: rest, value: rest });
      }
    }
    return { dict: found };
  }

  private joined(op: string, left: Data, right: Data): Data | undefined {
    if (op === '+' && isList(left) && isList(right)) return [...left, ...right];
    if (op !== '|' || !isDict(left) || !isDict(right)) return undefined;
    return { dict: [...left.dict, ...right.dict] };
  }

  /** `list(x)`, `dict(x, name=value)`. */
  private builtin({ func, args }: CallExpr): Data | undefined {
    const name = externalName(this.at.names, func, this.at.scope) ?? '';
    const [first, second] = args;
    if (['list', 'tuple', 'set'].includes(name) && first?.star === '' && !second) {
      const inner = this.inner(first.value);
      return isList(inner) ? inner : undefined;
    }
    if (name !== 'dict') return undefined;
    const parts = args.map((arg) =>
      arg.name === undefined
        ? this.inner(arg.value)
        : { dict: [entry(arg.name, this.inner(arg.value))] },
    );
    return parts.every(isDict) ? { dict: parts.flatMap(({ dict }) => dict) } : undefined;
  }
}

function entry(key: Data, value: Data): EntryData {
  const secret = typeof key === 'string' && typeof value === 'string' && isSecretName(key);
  return { key, value: secret ? { hidden: true } : value };
}

function plain(constant: Constant): Data {
  switch (constant.kind) {
    case 'path':
      return constant.value;
    case 'value':
      return typeof constant.value === 'string' ? withoutTokens(constant.value) : constant.value;
    case 'list':
      return constant.items.map(plain);
    case 'dict':
      return {
        dict: constant.entries.map(({ key, value }) => entry(plain(key), plain(value))),
      };
    case 'unknown':
      return { unknown: constant.why };
  }
}

/** Items or entries of which nobody knows how many there are. */
export function several(value: Data, otherwise: string): Data {
  return { unknown: isUnknown(value) ? value.unknown : otherwise, several: true };
}

function unknownsIn(value: Data): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if (isList(value)) return value.flatMap(unknownsIn);
  if (isUnknown(value)) return [value.unknown];
  if (isDict(value))
    return value.dict.flatMap((each) => [...unknownsIn(each.key), ...unknownsIn(each.value)]);
  if (!('arguments' in value)) return [];
  return Object.values(value.arguments).flatMap((fact) =>
    fact.sure === 'known' ? [] : [fact.why],
  );
}
