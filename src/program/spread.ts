import { textOf } from '../python/constant.ts';
import { constantAt } from '../python/constants.ts';
import { externalName } from '../python/external.ts';
import { follow } from '../python/follow.ts';
import type { Located } from '../python/place.ts';
import type { Argument, CallExpr, ConditionalExpr, DictExpr, Expr } from '../python/syntax.ts';
import type { Setting } from './units.ts';

/** The settings of `**common`: a dict, of which a condition may choose one of two; nothing where its keys are not known. */
export function spreadSettings(from: Located, symbol: string): Setting[] | undefined {
  const at = follow(from);
  // A value that reads the arguments of a helper means nothing outside of it.
  if (at.frame !== undefined && at.frame.size > 0) return undefined;
  const { expr } = at;
  const inside = (inner: Expr): Setting[] | undefined =>
    spreadSettings({ ...at, expr: inner }, symbol);
  switch (expr.kind) {
    case 'dict':
      return dictSettings(at, expr, symbol);
    case 'call':
      return callSettings(at, expr, symbol);
    case 'binary': {
      const sides = expr.op === '|' ? [inside(expr.left), inside(expr.right)] : [];
      return sides.length > 0 ? joined(sides) : undefined;
    }
    case 'conditional':
      return eitherSettings(at, expr, inside(expr.then), inside(expr.else));
    default:
      return undefined;
  }
}

function setting({ names, scope }: Located, symbol: string, key: string, value: Expr): Setting {
  const name = names.sdk.keyword(symbol, key);
  const argument: Argument = { name: key, star: '', value, span: value.span };
  return { name, argument, value, names, scope, inherited: false };
}

/** `{"gpu": "T4", **common}`. */
function dictSettings(at: Located, { entries }: DictExpr, symbol: string): Setting[] | undefined {
  return joined(
    entries.map(({ key, value }) => {
      const here: Located = { ...at, expr: value };
      if (!key) return spreadSettings(here, symbol);
      const name = textOf(constantAt({ ...at, expr: key }));
      return name === undefined ? undefined : [setting(at, symbol, name, value)];
    }),
  );
}

/** `dict(gpu="T4", **common)`, and the same of a class that is a `TypedDict`. */
function callSettings(at: Located, call: CallExpr, symbol: string): Setting[] | undefined {
  if (!makesDict(at, call.func)) return undefined;
  return joined(
    call.args.map(({ name, star, value }) => {
      if (star === '**') return spreadSettings({ ...at, expr: value }, symbol);
      return name === undefined ? undefined : [setting(at, symbol, name, value)];
    }),
  );
}

function makesDict({ names, scope }: Located, func: Expr): boolean {
  if (externalName(names, func, scope) === 'dict') return true;
  const value = names.valueOf(func, scope);
  if (value.kind !== 'definition' || value.stmt.kind !== 'class') return false;
  const home = value.names;
  return value.stmt.args.some((arg) =>
    /^typing(?:_extensions)?\.TypedDict$/.test(
      externalName(home, arg.value, home.scopes.module) ?? '',
    ),
  );
}

/** Of two that set the same, the later wins. */
function joined(parts: readonly (readonly Setting[] | undefined)[]): Setting[] | undefined {
  const found = new Map<string, Setting>();
  for (const part of parts) {
    if (!part) return undefined;
    for (const one of part) found.set(one.name, one);
  }
  return [...found.values()];
}

/** What both sides set alike is set; all else depends on the condition. */
function eitherSettings(
  { names }: Located,
  { test }: ConditionalExpr,
  held: readonly Setting[] | undefined,
  other: readonly Setting[] | undefined,
): Setting[] | undefined {
  if (!held || !other) return undefined;
  const when = names.module.source.slice(test.span.start, test.span.end);
  const all = [...held, ...other.filter(({ name }) => !held.some((one) => one.name === name))];
  return all.map((one) => {
    const same = [held, other].every((side) =>
      side.some((each) => each.name === one.name && textIn(each) === textIn(one)),
    );
    return same ? one : { ...one, when };
  });
}

function textIn({ names, value }: Setting): string {
  return names.module.source.slice(value.span.start, value.span.end);
}
