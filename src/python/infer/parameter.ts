import type { Names } from '../names.ts';
import type { How, Scope } from '../scopes.ts';
import type { FunctionStmt } from '../syntax.ts';
import { UNKNOWN, type Value } from '../values.ts';
import { annotationValue } from './annotated.ts';

/** What a parameter is: `self`, or the object that its annotation promises. */
export function paramValue(
  names: Names,
  { param, index, of }: Extract<How, { kind: 'param' }>,
  scope: Scope,
): Value {
  const home = scope.parent;
  const first =
    index === 0 && of.kind === 'function' && home?.kind === 'class' && param.star === '';
  if (first && home.node?.kind === 'class' && !isStatic(of)) {
    return { kind: 'self', names, stmt: home.node };
  }
  const outside = home ?? scope;
  if (param.annotation && param.star === '')
    return annotationValue(names, param.annotation, outside);
  return UNKNOWN;
}

function isStatic(stmt: FunctionStmt): boolean {
  return stmt.decorators.some(({ expr }) => expr.kind === 'name' && expr.id === 'staticmethod');
}
