import { textOf, textsOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Expr } from '../../python/syntax.ts';
import type { Setting } from '../../program/units.ts';
import { keysOf } from './environment.ts';
import { itemsAt } from '../../python/collections.ts';
import { isUnknown, type Located, type Unknown } from '../../python/place.ts';

/** One secret of Modal's: a named group of variables. Values are never read. */
export interface SecretGroup {
  readonly kind: 'named' | 'dict' | 'dotenv' | 'local-environ' | 'other';
  /** With kind `named`, where it is constant. */
  readonly name?: string;
  /** The variables that it must hold, as far as the program says it. */
  readonly keys: readonly string[];
}

/** Reads `secrets=[modal.Secret.from_name("hf"), *SHARED]`, after those of the App; a single secret stands for a list of one. */
export function readSecrets(setting: Setting): readonly SecretGroup[] | Unknown {
  const own = ownSecrets(setting);
  const before = setting.base ? ownSecrets(setting.base) : [];
  if (isUnknown(own)) return own;
  return isUnknown(before) ? before : [...before, ...own];
}

function ownSecrets(setting: Setting): readonly SecretGroup[] | Unknown {
  const at = { ...setting, expr: setting.value };
  const one = groupAt(at);
  if (one) return [one];
  const items = itemsAt(at);
  if (isUnknown(items)) return items;
  return items.map((item) => groupAt(item) ?? { kind: 'other', keys: [] });
}

function groupAt({ names, scope, expr }: Located): SecretGroup | undefined {
  const value = names.valueOf(expr, scope);
  if (value.kind !== 'instance' || value.of !== 'modal.Secret') return undefined;
  const { origin } = value;
  const call = origin?.expr.kind === 'call' ? origin.expr : undefined;
  if (!origin || !call) return { kind: 'other', keys: [] };
  const here = (inner: Expr): Located => ({ ...origin, expr: inner });
  const symbol = origin.names.symbolOf(call.func, origin.scope)?.symbol.name;
  const first = call.args.find(({ name, star }) => name === undefined && star === '')?.value;
  const keyword = (...of: string[]): Expr | undefined =>
    call.args.find(({ name }) => name !== undefined && of.includes(name))?.value;
  switch (symbol) {
    case 'modal.Secret.from_name': {
      const name = textAt(first ?? keyword('name', 'label'), here);
      const keys = textsAt(keyword('required_keys'), here);
      return { kind: 'named', keys, ...(name !== undefined && { name }) };
    }
    case 'modal.Secret.from_dict': {
      const dict = first ?? keyword('env_dict');
      return { kind: 'dict', keys: dict ? keysOf(here(dict)) : [] };
    }
    case 'modal.Secret.from_local_environ':
      return { kind: 'local-environ', keys: textsAt(first ?? keyword('env_keys'), here) };
    case 'modal.Secret.from_dotenv':
      return { kind: 'dotenv', keys: [] };
    default:
      return { kind: 'other', keys: [] };
  }
}

function textAt(expr: Expr | undefined, here: (expr: Expr) => Located): string | undefined {
  return expr && textOf(constantAt(here(expr)));
}

function textsAt(expr: Expr | undefined, here: (expr: Expr) => Located): readonly string[] {
  return (expr && textsOf(constantAt(here(expr)))) ?? [];
}

function constantAt({ names, scope, expr }: Located): ReturnType<typeof constantOf> {
  return constantOf(names, expr, scope);
}
