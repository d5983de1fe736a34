import { constantOf, externalName, whyUnknown } from '../../python/constants.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Binding, type Scope } from '../../python/scopes.ts';
import type { Expr } from '../../python/syntax.ts';

/** An expression, and where it is to be read. */
export interface Located {
  readonly names: Names;
  readonly scope: Scope;
  readonly expr: Expr;
}

/** What keeps something from being known: the end of the sentence "`x` is …". */
export interface Unknown {
  readonly unknown: string;
}

const CHANGES = /^(?:append|extend|insert|remove|pop|clear|update|setdefault|sort|reverse)$/;
const MAX_STEPS = 20;

/** The expression behind a name, or behind a condition that is constant: `SECRETS` → the list that it was set to, in whichever file. */
export function follow(at: Located): Located {
  let here = at;
  for (let step = 0; step < MAX_STEPS; step++) {
    const next = nextOf(here);
    if (!next) return here;
    here = next;
  }
  return at;
}

function nextOf({ names, scope, expr }: Located): Located | undefined {
  if (expr.kind === 'named') return { names, scope, expr: expr.value };
  if (expr.kind === 'conditional') {
    const test = constantOf(names, expr.test, scope);
    if (test.kind !== 'value') return undefined;
    return { names, scope, expr: test.value ? expr.then : expr.else };
  }
  if (expr.kind === 'name') return assigned(names, bindingsOf(expr.id, scope, expr.span.start));
  if (expr.kind !== 'attribute' || expr.value.kind !== 'name') return undefined;
  const [binding] = bindingsOf(expr.value.id, scope, expr.value.span.start);
  const module = binding && moduleOf(names, binding);
  return module && assigned(module, bindingsOf(expr.attr, module.scopes.module, Infinity));
}

/** The file of the tree that an import binds: `import config`, `from . import config`. */
export function moduleOf(names: Names, { how }: Binding): Names | undefined {
  if (how.kind === 'import') return names.open(how.module, 0);
  if (how.kind !== 'import-from') return undefined;
  const { module, level } = how.stmt;
  return names.open(module === '' ? how.name : `${module}.${how.name}`, level);
}

function assigned(names: Names, bindings: readonly Binding[]): Located | undefined {
  const [binding, second] = bindings;
  if (!binding || second) return undefined;
  const { how, scope } = binding;
  if (how.kind === 'import-from') {
    const other = names.open(how.stmt.module, how.stmt.level);
    return other && assigned(other, bindingsOf(how.name, other.scopes.module, Infinity));
  }
  if (how.kind !== 'assign' || isChanged(names, binding)) return undefined;
  return { names, scope, expr: how.value };
}

/** Whether a list or dict is changed after it is made: `X.append(…)`, `X[…] = …`. */
function isChanged(names: Names, binding: Binding): boolean {
  const isIt = (expr: Expr, scope: Scope): boolean =>
    expr.kind === 'name' &&
    expr.id === binding.name &&
    bindingsOf(expr.id, scope, expr.span.start).includes(binding);
  return names.scopes.exprs.some(({ expr, scope }) => {
    if (expr.kind === 'subscript') return names.isTarget(expr) && isIt(expr.value, scope);
    const method = expr.kind === 'call' && expr.func.kind === 'attribute' ? expr.func : undefined;
    return method !== undefined && CHANGES.test(method.attr) && isIt(method.value, scope);
  });
}

function why({ names, scope, expr }: Located): Unknown {
  return { unknown: whyUnknown(constantOf(names, expr, scope)) ?? 'made when the program runs' };
}

/** Whether the answer is that nothing is known. */
export function isUnknown(value: object): value is Unknown {
  return 'unknown' in value;
}

/** The items of a list or tuple, through names, `*rest`, `+` and `list(…)`. */
export function itemsOf(at: Located): readonly Located[] | Unknown {
  const here = follow(at);
  const { names, scope, expr } = here;
  const inside = (inner: Expr): Located => ({ names, scope, expr: inner });
  if (expr.kind === 'list' || expr.kind === 'tuple' || expr.kind === 'set') {
    return joined(
      expr.items.map((item) =>
        item.kind === 'starred' && item.value ? itemsOf(inside(item.value)) : [inside(item)],
      ),
    );
  }
  if (expr.kind === 'binary' && expr.op === '+')
    return joined([itemsOf(inside(expr.left)), itemsOf(inside(expr.right))]);
  const [argument, second] = expr.kind === 'call' ? expr.args : [];
  if (expr.kind === 'call' && argument && !second && isBuiltin(here, 'list', 'tuple'))
    return itemsOf(inside(argument.value));
  return why(here);
}

/** One entry of a dict. */
export interface Entry {
  readonly key: Located;
  readonly value: Located;
}

/** The entries of a dict, through names, `**rest`, `|` and `dict(…)`; of equal keys all are there, the last counts. */
export function entriesOf(at: Located): readonly Entry[] | Unknown {
  const here = follow(at);
  const { names, scope, expr } = here;
  const inside = (inner: Expr): Located => ({ names, scope, expr: inner });
  if (expr.kind === 'dict') {
    return joined(
      expr.entries.map(({ key, value }) =>
        key ? [{ key: inside(key), value: inside(value) }] : entriesOf(inside(value)),
      ),
    );
  }
  if (expr.kind === 'binary' && expr.op === '|')
    return joined([entriesOf(inside(expr.left)), entriesOf(inside(expr.right))]);
  const [argument, second] = expr.kind === 'call' ? expr.args : [];
  if (expr.kind === 'call' && argument?.star === '**' && !second && isBuiltin(here, 'dict'))
    return entriesOf(inside(argument.value));
  if (expr.kind === 'call' && !second && argument?.name === undefined && isBuiltin(here, 'dict'))
    return argument ? entriesOf(inside(argument.value)) : [];
  return why(here);
}

function isBuiltin({ names, scope, expr }: Located, ...of: readonly string[]): boolean {
  return expr.kind === 'call' && of.includes(externalName(names, expr.func, scope) ?? '');
}

function joined<T>(parts: readonly (readonly T[] | Unknown)[]): readonly T[] | Unknown {
  const all: T[] = [];
  for (const part of parts) {
    if (isUnknown(part)) return part;
    all.push(...part);
  }
  return all;
}
