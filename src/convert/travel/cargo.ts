import type { Program } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import type { Span } from '../../model/span.ts';
import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import type { Expr, Stmt } from '../../python/syntax.ts';
import { isSdk } from '../../python/values.ts';
import { childExprs, contains } from '../../python/walk.ts';
import { decoratorSpans } from '../settings/reach.ts';
import { referencesIn, type Reference, type References, type Top } from '../settings/references.ts';

/** A stretch of code that is pickled with a unit. */
export interface Piece {
  readonly names: Names;
  readonly span: Span;
}

/** What is pickled with a unit: fal sends its code by value, and so whatever its names stand for. */
export interface Cargo {
  /** The unit, and the functions, classes and values that it comes to. */
  readonly pieces: readonly Piece[];
  /** The mentions that take things along, those in the unit itself first. */
  readonly references: readonly Reference[];
}

const known = new WeakMap<Unit, Cargo>();

/** Follows the names of a unit; what an assignment only reads while it is executed stays behind. */
export function cargoOf(program: Program, unit: Unit): Cargo {
  const found = known.get(unit) ?? readCargo(program, unit);
  known.set(unit, found);
  return found;
}

function readCargo(program: Program, unit: Unit): Cargo {
  const all = referencesIn(program);
  const { names } = unit.file;
  const skipped = decoratorSpans(unit);
  const own = all
    .from(all.at(names, unit.stmt.span.start)?.stmt ?? unit.stmt)
    .filter(({ expr }) => !skipped.some((span) => contains(span, expr.span)));
  const pieces: Piece[] = [{ names, span: unit.stmt.span }];
  const references: Reference[] = [];
  const seen = new Set<Stmt>([unit.stmt]);
  const queue = [...own];
  const take = ({ names: home, stmt }: Top, spans: readonly Span[]): void => {
    pieces.push(...spans.map((span) => ({ names: home, span })));
    const inside = all.from(stmt);
    queue.push(...inside.filter(({ expr }) => spans.some((span) => contains(span, expr.span))));
  };
  // What is taken comes behind what is there.
  for (const next of queue) {
    references.push(next);
    const { target } = next;
    if (seen.has(target.stmt)) continue;
    seen.add(target.stmt);
    take(target, carriedBy(target));
    for (const { home, spans } of registrations(all, target)) {
      if (home.stmt !== unit.stmt) take(home, spans);
    }
  }
  return { pieces, references };
}

/** A statement that hands something over to an object, and what. */
interface Registration {
  readonly home: Top;
  readonly spans: readonly Span[];
}

const registered = new WeakMap<References, Map<Stmt, readonly Registration[]>>();

/** What an object holds because statements of the program hand it over: the same for every unit that comes to the object. */
function registrations(all: References, target: Top): readonly Registration[] {
  const byTarget = registered.get(all) ?? new Map<Stmt, readonly Registration[]>();
  registered.set(all, byTarget);
  const found = byTarget.get(target.stmt) ?? readRegistrations(all, target);
  byTarget.set(target.stmt, found);
  return found;
}

function readRegistrations(all: References, target: Top): Registration[] {
  if (!isHolder(target)) return [];
  return all.to(target.stmt).flatMap(({ home, expr }) => {
    const spans = home ? registeredBy(home, expr) : [];
    return home && spans.length > 0 ? [{ home, spans }] : [];
  });
}

/** Whether what is handed to an object is pickled with it: of a logger only the name is. */
function isHolder({ names, stmt }: Top): boolean {
  if (stmt.kind !== 'assign' || stmt.value?.kind !== 'call') return stmt.kind === 'assign';
  return externalName(names, stmt.value.func, names.scopes.module) !== 'logging.getLogger';
}

/** What an object holds because a statement hands it over: a route under `@web.get("/")`, the argument of `web.mount(…)`. */
function registeredBy({ names, stmt }: Top, object: Expr): readonly Span[] {
  if (stmt.kind === 'function' || stmt.kind === 'class') {
    const isRoute = stmt.decorators.some(({ span }) => contains(span, object.span));
    const { kind } = names.definitionValue(stmt, names.scopeOf(stmt));
    return isRoute && kind === 'definition' ? [stmt.span] : [];
  }
  const [call] = stmt.kind === 'expr' ? stmt.exprs : [];
  const isDirect =
    call?.kind === 'call' && call.func.kind === 'attribute' && call.func.value === object;
  if (!isDirect) return [];
  return call.args.flatMap(({ value }) => heldBy(names, value));
}

/** What of a top-level statement is pickled with the name that it binds. */
function carriedBy({ names, stmt }: Top): readonly Span[] {
  if (stmt.kind === 'function' || stmt.kind === 'class') {
    const { kind } = names.definitionValue(stmt, names.scopeOf(stmt));
    return kind === 'definition' ? [stmt.span] : [];
  }
  if (stmt.kind !== 'assign' || !stmt.value) return [];
  // What an App or image is made of stands or goes with it.
  const isModal = isSdk(names.valueOf(stmt.value, names.scopes.module));
  return isModal ? [] : heldBy(names, stmt.value);
}

/** What holds its arguments, beside classes. */
const WRAPPERS = /^(?:partial|sessionmaker|async_sessionmaker|scoped_session|dict|list|tuple|set)$/;

/** The parts of a value that it keeps: items of a list, the object of `client.bucket("x")`, what a class is made with. */
function heldBy(names: Names, value: Expr): Span[] {
  const held = (expr: Expr): Span[] => heldBy(names, expr);
  const isObject = (expr: Expr): boolean => isSdk(names.valueOf(expr, names.scopes.module));
  switch (value.kind) {
    case 'name':
    case 'lambda':
      return [value.span];
    case 'attribute':
      // `app.name` of a Modal object is a plain value.
      return isObject(value.value) && names.valueOf(value, names.scopes.module).kind !== 'instance'
        ? []
        : [value.span, ...held(value.value)];
    case 'subscript':
      return held(value.value);
    case 'conditional':
      return [...held(value.then), ...held(value.else)];
    case 'list':
    case 'tuple':
    case 'set':
    case 'dict':
    case 'starred':
    case 'await':
      return childExprs(value).flatMap(held);
    case 'named':
      return held(value.value);
    case 'comprehension':
      return value.element.flatMap(held);
    case 'call': {
      const { func, args } = value;
      const name = func.kind === 'attribute' ? func.attr : func.kind === 'name' ? func.id : '';
      const keeps = /^[A-Z]/.test(name) || WRAPPERS.test(name);
      const base = func.kind === 'attribute' ? func.value : func;
      const object = isObject(base) ? [] : held(base);
      return [...object, ...(keeps ? args.flatMap((arg) => held(arg.value)) : [])];
    }
    default:
      return [];
  }
}
