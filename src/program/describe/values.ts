import {
  isDict,
  isList,
  isUnknown,
  type Data,
  type EntryData,
  type Fact,
} from '../../model/program-data.ts';
import { constantOf, externalName, whyUnknown, type Constant } from '../../python/constants.ts';
import type { CallExpr, Expr } from '../../python/syntax.ts';
import type { Origin } from '../../python/values.ts';
import { follow, isChanged } from './follow.ts';
import { isSecretName, withoutTokens } from './hide.ts';

/** Says what an object of the SDK is; nothing for what is none. */
export type ObjectReader = (at: Origin) => Data | undefined;

const MAX_DEPTH = 40;

/** What is known of an expression's value. */
export function factOf(at: Origin, objects: ObjectReader): Fact {
  return sureOf(dataOf(at, objects));
}

/** How sure a value is. */
export function sureOf(value: Data): Fact {
  const whys = [...new Set(unknownsIn(value))];
  const why = whys.join('; ');
  if (whys.length === 0) return { sure: 'known', value };
  return isUnknown(value) ? { sure: 'unknown', why } : { sure: 'partly', value, why };
}

/** A value with everything in it: constants, lists and dicts of them, objects of the SDK. */
export function dataOf(at: Origin, objects: ObjectReader, depth = 0): Data {
  if (depth > MAX_DEPTH) return { unknown: 'too deep to follow' };
  const constant = constantOf(at.names, at.expr, at.scope);
  const why = whyUnknown(constant);
  if (why === undefined) return plain(constant);
  return new Reader(at, objects, depth).read() ?? { unknown: why };
}

/** One step into an expression that is no plain constant. */
class Reader {
  private readonly at: Origin;
  private readonly objects: ObjectReader;
  private readonly depth: number;

  constructor(at: Origin, objects: ObjectReader, depth: number) {
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
        return this.joined(expr.op, this.inner(expr.left), this.inner(expr.right));
      case 'call':
        return this.builtin(expr);
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
    const next = follow(this.at);
    if (!next || isChanged(this.at, next)) return undefined;
    return dataOf(next, this.objects, this.depth + 1);
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
