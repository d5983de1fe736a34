import { bindArguments, isReadable, returned } from './apply.ts';
import { kindOf, methodOf, type UserClass } from './classes.ts';
import { externalName } from './external.ts';
import { behind, classAt, objectAt, testIn } from './follow.ts';
import { isPropertyLike } from './instances.ts';
import type { Names } from './names.ts';
import { isUnknown, type Located, type Unknown } from './place.ts';
import type { AttributeExpr, CallExpr, Expr, FunctionStmt, LambdaExpr } from './syntax.ts';

/** What a call of a function, lambda or method of the tree gives. */
export function callStep(at: Located, expr: CallExpr): Located | Unknown | undefined {
  const { func } = expr;
  // Most calls are of other packages.
  if (externalRoot(at, func)) return undefined;
  const method = func.kind === 'attribute' ? methodAt(at, func) : undefined;
  if (method) return called(method.stmt, method.home.names, expr, at, method.self);
  const leaf = behind({ ...at, expr: func });
  if (isUnknown(leaf)) return undefined;
  if (leaf.expr.kind === 'lambda') return called(leaf.expr, leaf.names, expr, at);
  if (leaf.expr.kind !== 'name' && leaf.expr.kind !== 'attribute') return undefined;
  const value = leaf.names.valueOf(leaf.expr, leaf.scope);
  if (value.kind !== 'definition' || value.stmt.kind !== 'function' || value.owner)
    return undefined;
  return called(value.stmt, value.names, expr, at);
}

function externalRoot({ names, scope }: Located, func: Expr): boolean {
  const value = names.valueOf(func, scope);
  return value.kind === 'symbol' || value.kind === 'instance';
}

/** A method of an object or class of the tree, with the object that it is called on. */
function methodAt(
  at: Located,
  { value: base, attr }: AttributeExpr,
): { readonly home: UserClass; readonly stmt: FunctionStmt; readonly self?: Located } | undefined {
  const object = objectAt({ ...at, expr: base });
  const of = object?.of ?? classAt({ ...at, expr: base });
  const found = of && kindOf(of) !== 'open' ? methodOf(of, attr) : undefined;
  if (!found || isPropertyLike(found.home.names, found.stmt)) return undefined;
  const bound = found.stmt.decorators.map(({ expr }) => (expr.kind === 'name' ? expr.id : ''));
  if (bound.includes('staticmethod')) return found;
  // A class method gets the class, whose name stands for it as well.
  if (bound.includes('classmethod')) return { ...found, self: { ...at, expr: base } };
  return object ? { ...found, self: object.made } : undefined;
}

function called(
  of: FunctionStmt | LambdaExpr,
  names: Names,
  expr: CallExpr,
  at: Located,
  self?: Located,
): Located | Unknown | undefined {
  const home = of.kind === 'function' ? names.scopeOf(of) : names.scopes.module;
  if (of.kind === 'function' && !isReadable(of, (one) => externalName(names, one, home)))
    return undefined;
  const [first, ...others] = of.params;
  const frame = bindArguments(self ? others : of.params, expr.args, at, { names, scope: home });
  if (!frame) return undefined;
  if (self && first) frame.set(first, self);
  return entered(of, names, { ...at, frame });
}

/** What the body of a function gives, read with a frame. */
export function entered(
  of: FunctionStmt | LambdaExpr,
  names: Names,
  at: Located,
): Located | Unknown {
  const scope = names.scopes.inside(of);
  const inside = { ...at, names, scope };
  const result = returned(of, testIn(inside, scope));
  return isUnknown(result) ? result : { ...inside, expr: result };
}
