import type { Unit } from '../../program/units.ts';
import type { Param } from '../../python/syntax.ts';
import { webDecorator } from '../naming.ts';
import { sourceOf } from './sources.ts';

/** The parameter of a route that is the whole JSON body, where it is the only one that a caller sends. */
export function wholeBody(unit: Unit, name: string): Param | undefined {
  const { names } = unit.file;
  const method = unit.methods.find(({ stmt }) => stmt.name === name);
  const stmt = method?.stmt ?? (unit.stmt.kind === 'function' ? unit.stmt : undefined);
  const isRoute = method
    ? method.decorators.some(({ symbol }) => symbol?.name === 'modal.fastapi_endpoint')
    : webDecorator(unit) === 'modal.fastapi_endpoint';
  if (!stmt || !isRoute) return undefined;
  const scope = names.scopeOf(stmt);
  const params = method ? stmt.params.slice(1) : stmt.params;
  const [only, second] = params.filter((param) => sourceOf(names, param, scope) !== 'injected');
  return only && !second && sourceOf(names, only, scope) === 'object' ? only : undefined;
}
