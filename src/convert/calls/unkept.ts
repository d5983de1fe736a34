import type { CallSite, Unit } from '../../program/units.ts';
import { statementAt } from '../marks.ts';
import { carried } from '../endpoints/annotations.ts';
import { markUnkept, whyUnserved } from '../endpoints/requested.ts';
import { wireOf } from '../endpoints/wire.ts';
import { isOnRunner } from './sent-back.ts';
import { callShape, namedArguments } from './shape.ts';

const SPAWN = 'modal.Function.spawn';
const CALLS = new Set([SPAWN, 'modal.Function.remote', 'modal.Function.local']);

/**
 * Makes apps of functions that a runner spawns without keeping the call: a request goes on in the queue when the runner has gone, a
 * future ends with it. Only where types say that JSON carries all that crosses.
 */
export function readUnkept(units: readonly Unit[]): void {
  for (const unit of units) {
    const isSpawned = unit.sites.some((site) => isDropped(site) && isOnRunner({ units }, site));
    if (isSpawned && isCertain(unit)) markUnkept(unit);
  }
}

/** Whether nothing is done with what a spawn gives: `f.spawn(x)` as a statement. */
export function isDropped(site: CallSite): boolean {
  const shape = callShape(site);
  if (!shape || site.use.symbol.name !== SPAWN) return false;
  const stmt = statementAt(site.file.names.module.body, shape.call.span.start);
  const [expr] = stmt?.kind === 'expr' ? stmt.exprs : [];
  return expr !== undefined && (expr.kind === 'await' ? expr.value : expr) === shape.call;
}

function isCertain(unit: Unit): boolean {
  const { stmt, file, sites } = unit;
  if (stmt.kind !== 'function' || whyUnserved(unit) !== undefined) return false;
  const { names } = file;
  const scope = names.scopeOf(stmt);
  const wire = wireOf(unit, stmt.name);
  const isTyped = stmt.params.every(
    ({ name, annotation }) =>
      wire.fields.has(name) || (annotation && carried(names, annotation, scope).json),
  );
  const isAnswered =
    wire.result !== undefined ||
    (stmt.returns !== undefined && carried(names, stmt.returns, scope).json);
  return (
    isTyped &&
    sites.every((site) => {
      const shape = callShape(site);
      const { symbol } = site.use;
      if (!shape || !CALLS.has(symbol.name)) return false;
      const { source } = site.file.names.module;
      const isNamed = namedArguments(source, shape.call, stmt.params) !== undefined;
      return isNamed && (isAnswered || symbol.name !== 'modal.Function.remote');
    })
  );
}
