import type { CallSite, Unit } from '../../program/units.ts';
import { mentionsOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf } from '../../python/scopes.ts';
import type { CallExpr, FunctionStmt, NameExpr } from '../../python/syntax.ts';
import type { Use } from '../../python/uses.ts';
import { carried, isBinary } from './annotations.ts';
import { bytesWithin } from './bytes-within.ts';
import { yieldedBy } from './outcomes.ts';
import { wireOf } from './wire.ts';

const SPAWN = 'modal.Function.spawn';
const ID = 'modal.FunctionCall.object_id';
const WEB = /^modal\.(?:fastapi_endpoint|asgi_app|wsgi_app|web_server)$/;

/** How a function, or what a call of it gives, is found again. */
export type Reached = 'by name' | 'by id' | 'not at all';

const known = new WeakMap<Unit, Reached | undefined>();

/**
 * Whether a function becomes an app that answers requests: code of the tree finds it by its name, or its calls by their ids. A
 * `fal.function` has neither a name nor calls with an id.
 */
export function isRequested(unit: Unit): boolean {
  return reachedHow(unit) !== undefined;
}

/**
 * A unit with the calls that convert together with it. Those that look up a class stand for themselves, as it becomes an app in any
 * case; those that look up a function which cannot be one are marked where they stand.
 */
export function withBoundCalls(unit: Unit): Unit {
  const isBound = unit.kind === 'function' && whyUnserved(unit) === undefined;
  if (isBound || !unit.sites.some(({ lookedUp }) => lookedUp)) return unit;
  return { ...unit, sites: unit.sites.filter(({ lookedUp }) => !lookedUp) };
}

/** Says of a function that nobody keeps its calls, so that they have to be requests. */
export function markUnkept(unit: Unit): void {
  if (!isRequested(unit)) known.set(unit, 'not at all');
}

/** How code finds a function that becomes an app; nothing where it stays a function. */
export function reachedHow(unit: Unit): Reached | undefined {
  if (!known.has(unit)) known.set(unit, readReached(unit));
  return known.get(unit);
}

function readReached(unit: Unit): Reached | undefined {
  const how = unit.sites.some(({ lookedUp }) => lookedUp)
    ? 'by name'
    : unit.sites.some((site) => idReads(site).length > 0)
      ? 'by id'
      : undefined;
  return how !== undefined && whyUnserved(unit) === undefined ? how : undefined;
}

/** Where the id of a spawned call is read. */
export function idReads({ file: { names, uses }, use }: CallSite): readonly Use[] {
  const { call, symbol, role } = use;
  if (symbol.name !== SPAWN || !call || role === 'keyword') return [];
  const given = namedBy(names, call);
  return uses.filter(
    (other) =>
      other.symbol.name === ID &&
      (other.receiver?.origin?.expr === call || (given !== undefined && isOn(names, other, given))),
  );
}

/** `call` of `call = f.spawn(x)` and `call = await f.spawn.aio(x)`, in one of several branches. */
function namedBy({ scopes }: Names, call: CallExpr): NameExpr | undefined {
  for (const stmt of scopes.stmts) {
    const value = stmt.kind === 'assign' ? stmt.value : undefined;
    const made = value?.kind === 'await' ? value.value : value;
    if (stmt.kind !== 'assign' || made !== call) continue;
    const [target] = stmt.targets;
    return target?.kind === 'name' ? target : undefined;
  }
  return undefined;
}

/** Whether something is asked of what a name was given. */
function isOn(names: Names, { span, scope }: Use, given: NameExpr): boolean {
  return mentionsOf(names, given.id).some(
    ({ expr }) =>
      expr.span.start === span.start &&
      bindingsOf(given.id, scope, span.start).some(
        (binding) => binding.span.start === given.span.start,
      ),
  );
}

/** What keeps a function from being served by an app of its own: the rest of "`f` …". */
export function whyUnserved(unit: Unit): string | undefined {
  const { kind, stmt, file, decorators } = unit;
  if (kind !== 'function' || stmt.kind !== 'function') return 'is no function';
  if (decorators.some(({ symbol }) => WEB.test(symbol?.name ?? '')))
    return 'answers HTTP requests on fal: call its address';
  if (decorators.some(({ symbol }) => symbol?.name === 'modal.batched'))
    return 'is handed batches: make it a method of an app';
  if (!decorators.some(({ decorator }) => stmt.decorators.includes(decorator)))
    return 'is put on Modal by a call: write its decorator above it';
  if (yieldedBy(stmt).length > 0) return 'is a generator: make it a streaming endpoint';
  const open = stmt.params.find((param) => param.star !== '' || param.kind === 'positional-only');
  if (open) return `takes \`${open.star}${open.name}\`, which cannot be a field of a JSON body`;
  const type = uncarried(unit, stmt);
  return type === undefined
    ? undefined
    : `has \`${type}\` in its signature, which JSON cannot carry: send a URL, numbers or text`;

  function uncarried(of: Unit, { params, returns }: FunctionStmt): string | undefined {
    const { names } = file;
    const scope = names.scopeOf(stmt);
    const wire = wireOf(of, stmt.name);
    const textOf = ({ span }: { span: { start: number; end: number } }): string =>
      names.module.source.slice(span.start, span.end);
    for (const { name, annotation } of params) {
      if (!annotation || wire.fields.has(name)) continue;
      const type = carried(names, annotation, scope);
      if (!type.json && type.why !== 'late' && type.why !== 'none') return textOf(annotation);
    }
    const [lost] = wire.lost;
    if (lost) return lost.name;
    if (wire.lostResult) return textOf(wire.lostResult);
    if (returns && !wire.result && isBinary(names, returns, scope)) return textOf(returns);
    const types = [...params.map(({ annotation }) => annotation), returns];
    return types.map((each) => each && bytesWithin(names, each, scope)).find((each) => each);
  }
}
