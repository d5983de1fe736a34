import type { Names } from '../../python/names.ts';
import { bindingsOf, type Binding, type Scope } from '../../python/scopes.ts';
import type { Expr, Stmt } from '../../python/syntax.ts';

/** A statement that puts something into what a name is bound to: `VOLUMES["/x"] = volume`, `SECRETS.append(secret)`. */
export interface Filling {
  readonly stmt: Stmt;
  readonly binding: Binding;
}

/** Statements that fill lists and dicts with what `holds` says, and those that made these lists and dicts empty. */
export function fillings(
  names: Names,
  holds: (names: Names, expr: Expr, scope: Scope) => boolean,
): Filling[] {
  const found = names.scopes.stmts.flatMap((stmt): Filling[] => {
    const filled = filledBy(stmt);
    if (!filled) return [];
    const { scope } = names.scopes.placeOf(stmt);
    const { name, value } = filled;
    if (name.kind !== 'name' || !holds(names, value, scope)) return [];
    const [binding, second] = bindingsOf(name.id, scope, name.span.start);
    return binding && !second ? [{ stmt, binding }] : [];
  });
  const bindings = [...new Set(found.map(({ binding }) => binding))];
  const begun = bindings.flatMap((binding): Filling[] => {
    const { how } = binding;
    if (how.kind !== 'assign' || !how.stmt || !isEmpty(how.value)) return [];
    return [{ stmt: how.stmt, binding }];
  });
  return [...begun, ...found];
}

function filledBy(stmt: Stmt): { readonly name: Expr; readonly value: Expr } | undefined {
  if (stmt.kind === 'assign' && stmt.op === '=' && stmt.value) {
    const [target, second] = stmt.targets;
    return target?.kind === 'subscript' && !second
      ? { name: target.value, value: stmt.value }
      : undefined;
  }
  const [call] = stmt.kind === 'expr' ? stmt.exprs : [];
  if (call?.kind !== 'call' || call.func.kind !== 'attribute') return undefined;
  const [argument, second] = call.args;
  if (!/^(?:append|extend|update)$/.test(call.func.attr) || !argument || second) return undefined;
  return { name: call.func.value, value: argument.value };
}

function isEmpty(expr: Expr): boolean {
  if (expr.kind === 'dict') return expr.entries.length === 0;
  if (expr.kind === 'list') return expr.items.length === 0;
  const plain = expr.kind === 'call' && expr.args.length === 0 && expr.func.kind === 'name';
  return plain && ['dict', 'list'].includes(expr.func.id);
}
