import { additionsTo, allOf, waysOn } from '../../python/alternatives.ts';
import { entriesAt, itemsAt } from '../../python/collections.ts';
import { textOf, textsOf } from '../../python/constant.ts';
import { constantAt } from '../../python/constants.ts';
import { externalName } from '../../python/external.ts';
import { deeper, isUnknown, type Located, type Unknown } from '../../python/place.ts';
import type { CallExpr, Expr } from '../../python/syntax.ts';
import { isHarmless, namesSecret } from '../../program/secret-names.ts';
import type { Setting } from '../../program/units.ts';
import { possibleKeys } from './possible-keys.ts';

/** One secret of Modal's: a named group of variables. Values are never read. */
export interface SecretGroup {
  readonly kind: 'named' | 'dict' | 'dotenv' | 'local-environ' | 'other';
  /** With kind `named`, where it is constant. */
  readonly name?: string;
  /** The variables that it must hold, as far as the program says it. */
  readonly keys: readonly string[];
  /** With kind `dict`: variables whose constant values nobody keeps secret, which are among `keys` too. */
  readonly plain?: readonly (readonly [string, string])[];
  /** Keys are left that are not known. */
  readonly open?: boolean;
  /** A condition decides whether the unit has it. */
  readonly maybe?: true;
}

/** The expression that lists secrets, and the one to which they are added. */
type Listed = Pick<Setting, 'names' | 'scope' | 'value' | 'base'>;

const OTHER: SecretGroup = { kind: 'other', keys: [] };

/** Reads `secrets=[modal.Secret.from_name("hf"), *SHARED]`, after those of the App; a single secret stands for a list of one. */
export function readSecrets(setting: Listed): readonly SecretGroup[] | Unknown {
  const own = ownSecrets(setting);
  const before = setting.base ? ownSecrets(setting.base) : [];
  if (isUnknown(own)) return own;
  return isUnknown(before) ? before : [...before, ...own];
}

function ownSecrets(setting: Listed): readonly SecretGroup[] | Unknown {
  const at = { ...setting, expr: setting.value };
  const items = itemsAt(at);
  const groups = isUnknown(items) ? groupsAt(at) : union(items.map(groupsAt));
  if (groups) return groups;
  return isUnknown(items) ? items : items.map((item) => madeAt(item) ?? OTHER);
}

type Groups = readonly SecretGroup[] | undefined;

function union(parts: readonly Groups[]): Groups {
  return parts.length === 0 ? [] : allOf(parts);
}

/** All secrets that an expression may stand for: a secret, a list of them, or one of several. */
function groupsAt(from: Located): Groups {
  const at = deeper(from);
  if (!at) return undefined;
  const { expr, names, scope } = at;
  const inside = (inner: Expr): Located => ({ ...at, expr: inner });
  switch (expr.kind) {
    case 'constant':
      return expr.value === null ? [] : undefined;
    case 'list':
    case 'tuple':
    case 'set':
      return union(
        expr.items.map((item) =>
          groupsAt(inside(item.kind === 'starred' && item.value ? item.value : item)),
        ),
      );
    case 'binary':
      if (expr.op === 'and') return maybe(groupsAt(inside(expr.right)));
      if (expr.op !== '+') break;
      return union([groupsAt(inside(expr.left)), groupsAt(inside(expr.right))]);
    case 'comprehension': {
      const [element] = expr.element;
      return element && groupsAt({ ...at, scope: names.scopes.inside(expr), expr: element });
    }
    case 'name':
      return union([
        groupsBehind(at),
        ...additionsTo(at, expr).map(({ adds, at: added }) =>
          adds === 'key' ? undefined : maybe(groupsAt(added)),
        ),
      ]);
    case 'call': {
      const made = groupOf(expr, at);
      if (made) return [made];
      const [first] = expr.args;
      if (!/^(?:list|tuple|set)$/.test(externalName(names, expr.func, scope) ?? '')) break;
      return first ? groupsAt(inside(first.value)) : [];
    }
    default:
  }
  return groupsBehind(at);
}

function groupsBehind(at: Located): Groups {
  const ways = waysOn(at);
  const groups = allOf(ways?.map(groupsAt));
  if (groups) return ways && ways.length > 1 ? maybe(groups) : groups;
  const made = madeAt(at);
  return made && [made];
}

function maybe(groups: Groups): Groups {
  return groups?.map((group) => ({ ...group, maybe: true }));
}

/** A secret of which nobody knows more than what makes it. */
function madeAt({ names, scope, expr }: Located): SecretGroup | undefined {
  const value = names.valueOf(expr, scope);
  if (value.kind !== 'instance' || value.of !== 'modal.Secret') return undefined;
  const { origin } = value;
  const call = origin?.expr.kind === 'call' ? origin.expr : undefined;
  return (origin && call && groupOf(call, { ...origin, expr: call })) ?? OTHER;
}

/** What a call of Modal's makes. */
function groupOf(call: CallExpr, origin: Located): SecretGroup | undefined {
  const here = (inner: Expr): Located => ({ ...origin, expr: inner });
  const symbol = origin.names.symbolOf(call.func, origin.scope)?.symbol.name;
  const first = call.args.find(({ name, star }) => name === undefined && star === '')?.value;
  const keyword = (...of: string[]): Expr | undefined =>
    call.args.find(({ name }) => name !== undefined && of.includes(name))?.value;
  switch (symbol) {
    case 'modal.Secret.from_name': {
      const name = textAt(first ?? keyword('name', 'label'), here);
      const keys = textsAt(keyword('required_keys'), here) ?? [];
      return { kind: 'named', keys, ...(name !== undefined && { name }) };
    }
    case 'modal.Secret.from_dict': {
      const dict = first ?? keyword('env_dict');
      return dict ? dictGroup(here(dict)) : { kind: 'dict', keys: [] };
    }
    case 'modal.Secret.from_local_environ': {
      const names = first ?? keyword('env_keys');
      const keys = textsAt(names, here);
      return { kind: 'local-environ', keys: keys ?? [], ...(!keys && { open: true }) };
    }
    case 'modal.Secret.from_dotenv':
      return { kind: 'dotenv', keys: [] };
    default:
      return undefined;
  }
}

function dictGroup(at: Located): SecretGroup {
  const keys = possibleKeys(at);
  if (!keys) return { kind: 'dict', keys: [], open: true };
  return { kind: 'dict', keys, plain: plainEntries(at) };
}

/** Entries with constant values that are surely no secrets. */
function plainEntries(at: Located): [string, string][] {
  const entries = entriesAt(at);
  if (isUnknown(entries)) return [];
  const known = entries.flatMap(({ key, value }): [string, string][] => {
    const name = textOf(constantAt(key));
    const text = textOf(constantAt(value));
    return name === undefined || text === undefined ? [] : [[name, text]];
  });
  return known.filter(([name, text]) => !namesSecret(name) && isHarmless(text));
}

function textAt(expr: Expr | undefined, here: (expr: Expr) => Located): string | undefined {
  return expr && textOf(constantAt(here(expr)));
}

function textsAt(
  expr: Expr | undefined,
  here: (expr: Expr) => Located,
): readonly string[] | undefined {
  return expr && textsOf(constantAt(here(expr)));
}
