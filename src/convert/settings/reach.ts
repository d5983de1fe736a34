import type { Program } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import type { Span } from '../../model/span.ts';
import { externalName } from '../../python/external.ts';
import { parentOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import type { Stmt } from '../../python/syntax.ts';
import { isSdk } from '../../python/values.ts';
import { contains } from '../../python/walk.ts';
import { TAKES_ROUTES } from '../web/frameworks.ts';
import { referencesIn, type Reference, type Top } from './references.ts';

/** The decorators of a unit and of its methods: they say how it runs and are no part of what runs. */
export function decoratorSpans({ stmt, methods }: Unit): Span[] {
  const members = methods.map((method) => method.stmt);
  return [stmt, ...members].flatMap(({ decorators }) => decorators.map(({ span }) => span));
}

const known = new WeakMap<Unit, readonly Top[]>();

/** The top-level functions, classes and constants that the code of a unit comes to, in whichever file; of other units, those whose bodies it runs itself. */
export function reachOf(program: Program, unit: Unit): readonly Top[] {
  const found = known.get(unit) ?? readReach(program, unit);
  known.set(unit, found);
  return found;
}

function readReach(program: Program, unit: Unit): Top[] {
  const references = referencesIn(program);
  const { names } = unit.file;
  const home = references.at(names, unit.stmt.span.start);
  const skipped = decoratorSpans(unit);
  const own = (home ? references.from(home.stmt) : []).filter(
    ({ expr }) =>
      contains(unit.stmt.span, expr.span) && !skipped.some((span) => contains(span, expr.span)),
  );
  const found = new Map<Stmt, Top>();
  const handedOver = new Set<Stmt>();
  const queue = [...own];
  for (let at = queue.pop(); at; at = queue.pop()) {
    const next = at.target;
    if (found.has(next.stmt) || next.stmt === home?.stmt) continue;
    if (!isPlain(next) && !runsHere(at) && !handedOver.has(next.stmt)) continue;
    found.set(next.stmt, next);
    queue.push(...references.from(next.stmt).filter(({ expr }) => !inDecorators(next, expr.span)));
    if (!isWebApp(next)) continue;
    const homes = references.to(next.stmt).flatMap(({ home }) => home ?? []);
    for (const { stmt } of homes) if (stmt.kind === 'expr') handedOver.add(stmt);
    queue.push(...homes.map((home) => ({ ...at, target: home })));
  }
  return [...found.values()];
}

/** What says how a definition runs, elsewhere. */
export function inDecorators({ stmt }: Top, span: Span): boolean {
  const isDefinition = stmt.kind === 'function' || stmt.kind === 'class';
  return isDefinition && stmt.decorators.some((decorator) => contains(decorator.span, span));
}

/** `other.local(x)`, `other.get_raw_f()`: the body of another unit runs where this one does, with what lies there. */
function runsHere({ names, expr, target }: Reference): boolean {
  const around = target.stmt.kind === 'function' ? parentOf(names, expr) : undefined;
  return around?.kind === 'attribute' && /^(?:local|get_raw_f)$/.test(around.attr);
}

/** An app of a web framework, to which its routes belong, and `web.include_router(…)`: they only mention it. */
function isWebApp({ names, stmt }: Top): boolean {
  if (stmt.kind !== 'assign' || stmt.value?.kind !== 'call') return false;
  return TAKES_ROUTES.test(externalName(names, stmt.value.func, names.scopes.module) ?? '');
}

/** A definition or constant of the user's: no unit of its own, no object of the SDK, no import. */
function isPlain({ names, stmt }: Top): boolean {
  if (stmt.kind === 'function' || stmt.kind === 'class')
    return names.definitionValue(stmt, names.scopeOf(stmt)).kind === 'definition';
  if (stmt.kind !== 'assign' || !stmt.value) return false;
  return !isSdk(names.valueOf(stmt.value, names.scopes.module));
}

/** Whether code sees what a unit sees, as far as the place of a mention tells it; `via` are the mentions that lead there. */
export type Sees = (reference: Reference, via: readonly Reference[]) => boolean | undefined;

/**
 * The first mention of what a top-level statement binds that stands where it is not meant.
 * Mentions in plain definitions and constants count where those are mentioned.
 */
export function mentionOutside(
  program: Program,
  { stmt }: Top,
  sees: Sees,
  seen = new Set<Stmt>(),
  via: readonly Reference[] = [],
): Reference | undefined {
  seen.add(stmt);
  for (const reference of referencesIn(program).to(stmt)) {
    const judged = sees(reference, via);
    if (judged === false) return reference;
    const { home } = reference;
    if (judged === true || !home || !isPlain(home) || seen.has(home.stmt)) continue;
    const outside = mentionOutside(program, home, sees, seen, [...via, reference]);
    if (outside) return outside;
  }
  return undefined;
}

/** Whether a span lies in a call of the SDK whose name matches: an argument of the image's chain, of the App. */
export function inSdkCall(program: Program, names: Names, span: Span, symbol: RegExp): boolean {
  const uses = program.files.find((file) => file.names === names)?.uses ?? [];
  return uses.some(
    (use) => use.call && symbol.test(use.symbol.name) && contains(use.call.span, span),
  );
}
