import type { Span } from '../model/span.ts';
import type { Names } from '../python/names.ts';
import type { Scope } from '../python/scopes.ts';
import type { Argument, AttributeExpr, Expr, Stmt } from '../python/syntax.ts';
import { spreadSettings } from './spread.ts';
import type { AppObject, Setting, UnitDecorator } from './units.ts';

/** `x.image = value` at the top level. */
interface ImageSet {
  readonly target: AttributeExpr;
  readonly value: Expr;
  readonly span: Span;
}

/** What a unit takes from its App where it says nothing itself. */
const APP_DEFAULTS = ['image', 'secrets', 'volumes', 'mounts'];
/** Of these a unit has the App's, and its own. */
const ADDED = new Set(['secrets', 'volumes', 'mounts']);

/** What a unit is set to, by its own decorator and by its App; what cannot be read goes to `doubts`. */
export function readSettings(
  names: Names,
  main: UnitDecorator,
  scope: Scope,
  app: AppObject | undefined,
  doubts: string[],
): Map<string, Setting> {
  const symbol = main.symbol?.name ?? '';
  const settings = new Map<string, Setting>();
  const inherited = app ? appSettings(app) : [];
  const add = (setting: Setting): unknown => {
    const base = inherited.find(({ name }) => name === setting.name && ADDED.has(name));
    return settings.set(setting.name, { ...setting, ...(base && { base }) });
  };
  for (const setting of inherited) settings.set(setting.name, setting);
  for (const argument of main.call?.args ?? []) {
    if (argument.name !== undefined) {
      const name = names.sdk.keyword(symbol, argument.name);
      add({ name, argument, value: argument.value, names, scope, inherited: false });
    } else if (argument.star === '**') {
      const spread = spreadSettings({ names, scope, expr: argument.value }, symbol);
      if (spread) spread.forEach(add);
      else doubts.push(`\`${textAt(names, argument.value)}\` cannot be resolved`);
    } else doubts.push('its decorator has positional arguments');
  }
  return settings;
}

/** What the App says for all its units. */
function appSettings(app: AppObject): Setting[] {
  const { call, names, scope } = app;
  const set = (name: string, argument: Argument, at: Scope): Setting[] =>
    APP_DEFAULTS.includes(name)
      ? [{ name, argument, value: argument.value, names, scope: at, inherited: true }]
      : [];
  const said = call.args.flatMap((arg) => set(arg.name ?? '', arg, scope));
  return [...said, ...assignedSettings(app, set)];
}

/** `app.image = image`, below the App. */
function assignedSettings(
  { call, names }: AppObject,
  set: (name: string, argument: Argument, scope: Scope) => Setting[],
): Setting[] {
  const { module } = names.scopes;
  return imagesSet(names).flatMap(({ target, value, span }) => {
    const owner = names.valueOf(target.value, module);
    const isOurs = owner.kind === 'instance' && owner.origin?.expr === call;
    return isOurs ? set(target.attr, { star: '', name: target.attr, value, span }, module) : [];
  });
}

const imagesOf = new WeakMap<Names, readonly ImageSet[]>();

function imagesSet(names: Names): readonly ImageSet[] {
  const found = imagesOf.get(names) ?? names.module.body.flatMap(imageSet);
  imagesOf.set(names, found);
  return found;
}

function imageSet(stmt: Stmt): ImageSet[] {
  const [target] = stmt.kind === 'assign' && stmt.op === '=' ? stmt.targets : [];
  if (stmt.kind !== 'assign' || target?.kind !== 'attribute' || !stmt.value) return [];
  return target.attr === 'image' ? [{ target, value: stmt.value, span: stmt.span }] : [];
}

function textAt(names: Names, { span }: Expr): string {
  return names.module.source.slice(span.start, span.end).split('\n')[0] ?? '';
}
