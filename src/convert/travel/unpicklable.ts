import type { Program } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import type { Scope } from '../../python/scopes.ts';
import type { CallExpr, Expr, Stmt } from '../../python/syntax.ts';
import { expressions } from '../../python/walk.ts';
import { cargoOf } from './cargo.ts';
import type { Mentioned } from './leftover.ts';
import { fateOf, type Fate } from './makers.ts';

/** An object at the top of a file, or of the unit's class, that a unit takes along and that does not get to a runner. */
export interface Unpicklable {
  readonly shown: string;
  /** What made it: `boto3.client`. */
  readonly maker: string;
  readonly fate: Fate | 'app';
  /** The statement that makes it. */
  readonly stmt: Stmt;
  /** The file where it is made. */
  readonly home: Names;
  readonly mentions: readonly Mentioned[];
}

/** The unpicklable objects that a unit takes along, once each. */
export function unpicklables(program: Program, unit: Unit): Unpicklable[] {
  const found = new Map<Stmt, Unpicklable>();
  for (const one of [...atTop(program, unit), ...inClass(unit)]) {
    const mentions = [...(found.get(one.stmt)?.mentions ?? []), ...one.mentions];
    found.set(one.stmt, { ...one, mentions });
  }
  return [...found.values()];
}

function atTop(program: Program, unit: Unit): Unpicklable[] {
  return cargoOf(program, unit).references.flatMap(({ names, expr, target }) => {
    const { stmt, names: home } = target;
    const made =
      stmt.kind === 'assign' && stmt.value && madeIn(home, stmt.value, home.scopes.module);
    if (!made) return [];
    // What is made at the top of the unit's own file is the web transforms' to move.
    if (made.fate === 'app' && home === unit.file.names) return [];
    const shown = names.module.source.slice(expr.span.start, expr.span.end);
    const name = expr.kind === 'attribute' ? expr.attr : shown;
    return [{ ...made, shown, stmt, home, mentions: [{ names, span: expr.span, name }] }];
  });
}

/** `client = OpenAI()` in the body of the class: its attributes are pickled with it. */
function inClass({ stmt, file: { names } }: Unit): Unpicklable[] {
  if (stmt.kind !== 'class') return [];
  return stmt.body.body.flatMap((member) => {
    const [target] = member.kind === 'assign' ? member.targets : [];
    if (member.kind !== 'assign' || !member.value || target?.kind !== 'name') return [];
    const made = madeIn(names, member.value, names.scopes.inside(stmt));
    const mentions = [{ names, span: target.span, name: target.id }];
    return made ? [{ ...made, shown: target.id, stmt: member, home: names, mentions }] : [];
  });
}

type Made = Pick<Unpicklable, 'maker' | 'fate'>;

const APPS =
  /^(?:fastapi|starlette|fasthtml|litestar|quart|flask|dash|bottle)\b.*\.(?:FastAPI|Starlette|FastHTML|Litestar|Quart|Flask|Dash|Bottle)$|^fasthtml\.(?:\w+\.)*fast_app$/;

/** What of a value cannot travel: itself, or an item of a list. */
export function madeIn(names: Names, value: Expr, scope: Scope): Made | undefined {
  if (value.kind === 'comprehension' && isGenerator(names, value))
    return { maker: 'a generator', fate: 'unsent' };
  const isList = ['list', 'tuple', 'set', 'dict', 'conditional', 'binary'].includes(value.kind);
  const calls = isList ? [...expressions(value)] : [value];
  for (const call of calls) {
    const made = call.kind === 'call' ? madeBy(names, call, scope) : undefined;
    if (made) return made;
  }
  return undefined;
}

function isGenerator({ module: { source } }: Names, { span }: Expr): boolean {
  return source[span.start] === '(';
}

function madeBy(names: Names, call: CallExpr, scope: Scope): Made | undefined {
  const maker = pathOf(names, call.func, scope);
  if (maker === undefined) return undefined;
  if (APPS.test(maker)) return { maker, fate: 'app' };
  const fate = maker === 'open' ? fateOfFile(names, call, scope) : fateOf(maker);
  return fate && { maker, fate };
}

/** Of a file that is open for reading text its content is sent. */
function fateOfFile(names: Names, { args }: CallExpr, scope: Scope): Fate | undefined {
  const [, second] = args;
  const mode =
    args.find(({ name }) => name === 'mode') ?? (second?.name === undefined ? second : undefined);
  if (!mode) return undefined;
  const text = textOf(constantOf(names, mode.value, scope));
  return text === undefined || /^[rt]*$/.test(text) ? undefined : 'unsent';
}

/** `boto3.Session.client` of `boto3.Session(…).client`. */
function pathOf(names: Names, expr: Expr, scope: Scope): string | undefined {
  if (expr.kind === 'call') return pathOf(names, expr.func, scope);
  if (expr.kind === 'attribute' && expr.value.kind === 'call') {
    const base = pathOf(names, expr.value, scope);
    return base === undefined ? undefined : `${base}.${expr.attr}`;
  }
  return externalName(names, expr, scope);
}
