import type { Constant } from '../python/constant.ts';
import { constantOf } from '../python/constants.ts';
import { exported, type Located } from '../python/place.ts';
import { bindingsOf } from '../python/scopes.ts';
import type { Argument, CallExpr, Expr, FunctionStmt } from '../python/syntax.ts';
import { statements } from '../python/walk.ts';
import type { AppObject } from './units.ts';

/** A call that makes an App, and where it stands. */
interface Made extends Located {
  readonly expr: CallExpr;
}

const MAX_STEPS = 8;

/** The App that an expression is: through names, `include`, and functions of the tree that give back what they take. */
export function appObject(at: Located): AppObject | undefined {
  const made = madeAt(at, 0);
  if (!made) return undefined;
  const { names, scope, expr: call } = made;
  const argument = call.args.find((arg) => arg.name === 'name') ?? call.args.find(isPositional);
  const name: Constant = argument
    ? constantOf(names, argument.value, scope)
    : { kind: 'value', value: null };
  return { name, call, names, scope };
}

function isPositional(arg: Argument): boolean {
  return arg.name === undefined && arg.star === '';
}

function madeAt(at: Located, depth: number): Made | undefined {
  if (depth > MAX_STEPS) return undefined;
  const value = at.names.valueOf(at.expr, at.scope);
  const origin = value.kind === 'instance' ? value.origin : undefined;
  if (origin?.expr.kind !== 'call') return behindName(at, depth);
  const { names, scope, expr } = origin;
  const symbol = names.symbolOf(expr.func, scope)?.symbol.name;
  if (symbol === 'modal.App.include' && expr.func.kind === 'attribute')
    return madeAt({ names, scope, expr: expr.func.value }, depth + 1);
  return symbol === undefined ? handedBack(origin, expr, depth) : { names, scope, expr };
}

/** `app = with_others(App("x"))`, in this file or where it is imported from. */
function behindName(at: Located, depth: number): Made | undefined {
  const { names, scope, expr } = at;
  if (expr.kind === 'call') return handedBack(at, expr, depth);
  const [binding] = expr.kind === 'name' ? bindingsOf(expr.id, scope, expr.span.start) : [];
  if (binding?.how.kind === 'assign')
    return madeAt({ names, scope: binding.scope, expr: binding.how.value }, depth + 1);
  if (binding?.how.kind !== 'import-from') return undefined;
  const { name, stmt } = binding.how;
  const other = names.open(stmt.module, stmt.level);
  return other && madeAt(exported(other, name, at), depth + 1);
}

/** `with_others(app)` of a function that returns its parameter, whatever else it does. */
function handedBack({ names, scope }: Located, call: CallExpr, depth: number): Made | undefined {
  const value = names.valueOf(call.func, scope);
  if (value.kind !== 'definition' || value.stmt.kind !== 'function') return undefined;
  const at = returnedParam(value.stmt, (name) => {
    const bound = value.names.scopes.inside(value.stmt).bindings.get(name) ?? [];
    return bound.length === 1 && bound[0]?.how.kind === 'param';
  });
  const param = at === undefined ? undefined : value.stmt.params[at];
  if (!param || call.args.some(({ star }) => star !== '')) return undefined;
  const argument =
    call.args.find(({ name }) => name === param.name) ??
    call.args.filter(isPositional)[at ?? call.args.length];
  return argument && madeAt({ names, scope, expr: argument.value }, depth + 1);
}

/** The position of the parameter that every `return` of a function gives back. */
function returnedParam(stmt: FunctionStmt, isParam: (name: string) => boolean): number | undefined {
  const returned = [...statements(stmt.body.body)].flatMap((one): (Expr | undefined)[] =>
    one.kind === 'return' ? [one.exprs[0]] : [],
  );
  const [first] = returned;
  if (first?.kind !== 'name' || !isParam(first.id)) return undefined;
  if (!returned.every((one) => one?.kind === 'name' && one.id === first.id)) return undefined;
  const at = stmt.params.findIndex(({ name }) => name === first.id);
  return at < 0 ? undefined : at;
}
