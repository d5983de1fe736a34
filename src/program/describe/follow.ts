import { constantOf, moduleBehind } from '../../python/constants.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Binding } from '../../python/scopes.ts';
import type { Expr } from '../../python/syntax.ts';
import type { Origin } from '../../python/values.ts';

/** The expression that a name, `module.name` or `Class.name` was set to once, in whichever file; nothing for all else. */
export function follow({ names, expr, scope }: Origin): Origin | undefined {
  if (expr.kind === 'named') return { names, scope, expr: expr.value };
  if (expr.kind === 'name') {
    const bindings = bindingsOf(expr.id, scope, expr.span.start);
    const star = bindings.length === 0 ? names.starSource(expr.id) : undefined;
    return star ? exported(star, expr.id) : only(names, bindings);
  }
  if (expr.kind !== 'attribute') return undefined;
  const { value: base, attr } = expr;
  const other =
    base.kind === 'name' ? moduleBehind(names, base.id, scope, base.span.start) : undefined;
  if (other) return exported(other, attr);
  const owner = names.valueOf(base, scope);
  if (owner.kind !== 'self' && owner.kind !== 'definition') return undefined;
  if (owner.stmt.kind !== 'class') return undefined;
  return only(owner.names, owner.names.scopes.inside(owner.stmt).bindings.get(attr) ?? []);
}

function exported(names: Names, name: string): Origin | undefined {
  return only(names, bindingsOf(name, names.scopes.module, Infinity));
}

function only(names: Names, [binding, second]: readonly Binding[]): Origin | undefined {
  if (!binding || second) return undefined;
  const { how, scope } = binding;
  if (how.kind === 'import-from') {
    const other = names.open(how.stmt.module, how.stmt.level);
    return other && exported(other, how.name);
  }
  return how.kind === 'assign' || how.kind === 'with'
    ? { names, scope, expr: how.value }
    : undefined;
}

/** Whether a list or dict is another one by the time that it is used: `X.append(…)`, `X[…] = …`. */
export function isChanged(used: Origin, made: Origin): boolean {
  const kindOf = ({ names, expr, scope }: Origin): string => constantOf(names, expr, scope).kind;
  return isDisplay(made.expr) && kindOf(made) !== 'unknown' && kindOf(used) === 'unknown';
}

function isDisplay({ kind }: Expr): boolean {
  return kind !== 'name' && kind !== 'attribute';
}
