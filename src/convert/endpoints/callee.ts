import type { Unit } from '../../program/units.ts';
import type { FunctionStmt, Param } from '../../python/syntax.ts';

/** What a request runs: a method of a class, or a function that a class of its own serves. */
export interface Callee {
  readonly stmt: FunctionStmt;
  /** Without `self`. */
  readonly params: readonly Param[];
}

/** The method of a unit by its name, or its function. */
export function calleeOf(unit: Unit | undefined, name: string | undefined): Callee | undefined {
  if (unit?.kind === 'function' && unit.stmt.kind === 'function')
    return { stmt: unit.stmt, params: unit.stmt.params };
  const method = unit?.methods.find(({ stmt }) => stmt.name === name);
  return method?.role === 'method'
    ? { stmt: method.stmt, params: method.stmt.params.slice(1) }
    : undefined;
}
