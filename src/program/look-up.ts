import { textOf } from '../python/constant.ts';
import { constantAt } from '../python/constants.ts';
import { behind, follow } from '../python/follow.ts';
import { attributeAt } from '../python/lookup.ts';
import type { Names } from '../python/names.ts';
import { isUnknown, type Frame, type Located, type Unknown } from '../python/place.ts';
import type { Scope } from '../python/scopes.ts';
import type { CallExpr, Expr } from '../python/syntax.ts';
import type { Use } from '../python/uses.ts';
import { appObject } from './app-object.ts';
import type { Unit } from './units.ts';

/** `modal.Function.from_name("app", "f")`, and where it stands. */
export interface LookUp {
  readonly call: CallExpr;
  readonly names: Names;
  readonly scope: Scope;
  /** What the helper that holds it was called with. */
  readonly frame?: Frame;
}

const MAX_STEPS = 8;
const FROM_NAME = /^modal\.(?:Cls|Function)\.from_name$/;

/** The look-up behind the object on which something is asked for. */
function lookUpBehind({ receiver }: Pick<Use, 'receiver'>): LookUp | undefined {
  let origin = receiver?.object?.origin ?? receiver?.origin;
  for (let depth = 0; origin && depth < MAX_STEPS; depth++) {
    const { names, scope, expr } = origin;
    if (expr.kind !== 'call') return undefined;
    const symbol = names.symbolOf(expr.func, scope)?.symbol.name ?? '';
    if (FROM_NAME.test(symbol)) return { call: expr, names, scope };
    const inner = names.valueOf(
      expr.func.kind === 'attribute' && symbol !== '' ? expr.func.value : expr.func,
      scope,
    );
    origin = inner.kind === 'instance' ? inner.origin : undefined;
  }
  return undefined;
}

/** What a look-up names by position or keyword, where it is known; `tag` is what the name of a class was called before 1.0. */
export function nameIn(
  { call, ...at }: LookUp,
  index: number,
  keywords: readonly string[],
): string | undefined {
  const positional = call.args[index];
  const argument =
    call.args.find(({ name }) => name !== undefined && keywords.includes(name)) ??
    (positional?.name === undefined && positional?.star === '' ? positional : undefined);
  if (!argument) return undefined;
  const place = { ...at, expr: argument.value };
  return textOf(constantAt(place)) ?? nameOfApp(follow(place));
}

/** `app.name`. */
function nameOfApp({ names, scope, expr }: Located): string | undefined {
  if (expr.kind !== 'attribute') return undefined;
  if (names.symbolOf(expr, scope)?.symbol.name !== 'modal.App.name') return undefined;
  const app = appObject({ names, scope, expr: expr.value });
  return app && textOf(app.name);
}

/** What a look-up finds: the name of an App, and that of a function, a class, or one of its methods. */
export interface Sought {
  readonly app: string;
  readonly name: string;
  readonly method?: string;
}

/** What `f.remote(…)` calls, where `f` was looked up as a function by names that are known. */
export function soughtBy(names: Names, use: Use): Sought | undefined {
  const found = lookUpOf(names, use);
  return found && symbolOf(found) === 'modal.Function.from_name' ? sought(found) : undefined;
}

/** The class that `Model().m.remote(…)` calls, where it was looked up by names that are known. */
export function classSoughtBy(names: Names, use: Use): Sought | undefined {
  const found = lookUpOf(names, use);
  return found && symbolOf(found) === 'modal.Cls.from_name' ? sought(found) : undefined;
}

/** The look-up behind a call, in a helper with what that is told to look up. */
export function lookUpOf(names: Names, use: Use): LookUp | undefined {
  const plain = lookUpBehind(use);
  if (!plain || sought(plain)) return plain;
  return lookUpThrough(names, use) ?? plain;
}

function symbolOf({ call, names, scope }: LookUp): string | undefined {
  return names.symbolOf(call.func, scope)?.symbol.name;
}

function sought(found: LookUp): Sought | undefined {
  const app = nameIn(found, 0, ['app_name']);
  const [name, method] = nameIn(found, 1, ['name', 'tag'])?.split('.') ?? [];
  if (app === undefined || name === undefined) return undefined;
  return { app, name, ...(method !== undefined && { method }) };
}

/** `get_function("f")`, or `get_class("Model")().m`, of a helper that looks up what it is told to. */
function lookUpThrough(names: Names, use: Use): LookUp | undefined {
  const target = targetOf(names, use);
  let at: Located | undefined = target && { names, scope: use.scope, expr: target };
  for (let depth = 0; at && depth < MAX_STEPS; depth++) {
    const leaf: Located | Unknown = behind(at);
    if (isUnknown(leaf)) return undefined;
    const { expr, walk: _walk, ...place } = leaf;
    if (expr.kind === 'attribute') at = { ...place, expr: expr.value };
    else if (expr.kind !== 'call') return undefined;
    else {
      const found = { ...place, call: expr };
      if (FROM_NAME.test(symbolOf(found) ?? '')) return found;
      at = { ...place, expr: expr.func };
    }
  }
  return undefined;
}

/** `f` of `f.remote(…)`, `f.remote.aio(…)`, and of `f.remote` that is handed on. */
function targetOf(names: Names, { call, aio, span }: Use): Expr | undefined {
  const mention = call ? call.func : attributeAt(names, span)?.expr;
  const verb = aio && mention?.kind === 'attribute' ? mention.value : mention;
  return verb?.kind === 'attribute' ? verb.value : undefined;
}

/** The unit that has a name on Modal, in an App of that name: of several, the one of the file that looks for it. */
export function unitSought(
  units: readonly Unit[],
  { app, name }: Pick<Sought, 'app' | 'name'>,
  from: Names,
): Unit | undefined {
  const found = units.filter(
    (unit) =>
      unit.kind !== 'entrypoint' &&
      nameOnModal(unit) === name &&
      unit.app !== undefined &&
      textOf(unit.app.name) === app,
  );
  const [only, second] = found;
  if (!second) return only;
  const [here, other] = found.filter(({ file }) => file.names === from);
  return other ? undefined : here;
}

/** The function's own, unless `name=` says another. */
function nameOnModal({ name, settings }: Unit): string | undefined {
  const given = settings.get('name');
  if (!given) return name;
  return textOf(constantAt({ names: given.names, scope: given.scope, expr: given.value }));
}
