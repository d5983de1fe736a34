import type { Program } from '../../program/program.ts';
import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import { parentOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import type { Scope } from '../../python/scopes.ts';
import type { CallExpr, Expr, Stmt } from '../../python/syntax.ts';
import type { InstanceValue } from '../../python/values.ts';
import type { Unit } from '../../program/units.ts';

/** A call that makes an object of a class: `Model(size=3)`. */
export interface Making {
  readonly call: CallExpr;
  readonly names: Names;
  readonly scope: Scope;
}

/** Who makes objects of the classes of a program. */
interface Makers {
  readonly made: ReadonlyMap<Stmt, readonly Making[]>;
  /** Classes that are handed on, so that others may make objects of them. */
  readonly escaped: ReadonlySet<Stmt>;
  /** Look-ups of deployed classes: by the app's name, where it is known, and theirs. */
  readonly lookedUp: readonly LookUp[];
}

interface LookUp {
  readonly app: string | undefined;
  readonly name: string;
  readonly made: readonly Making[];
  readonly escaped: boolean;
}

const known = new WeakMap<Program, Makers>();

/** Every place of the program that makes an object of the class; nothing where one may be made out of sight. */
export function makingsOf(program: Program, unit: Unit): readonly Making[] | undefined {
  const makers = known.get(program) ?? readMakers(program);
  known.set(program, makers);
  if (makers.escaped.has(unit.stmt)) return undefined;
  const app = unit.app && textOf(unit.app.name);
  const others = makers.lookedUp.filter(
    (one) =>
      one.name === unit.name && (one.app === undefined || app === undefined || one.app === app),
  );
  if (others.some(({ escaped }) => escaped)) return undefined;
  return [...(makers.made.get(unit.stmt) ?? []), ...others.flatMap(({ made }) => made)];
}

function readMakers({ files }: Program): Makers {
  const made = new Map<Stmt, Making[]>();
  const escaped = new Set<Stmt>();
  const looks = new Map<Expr, LookUp & { made: Making[]; escaped: boolean }>();
  for (const { names } of files) {
    const kept = keptExprs(names);
    for (const { expr, scope } of names.scopes.exprs) {
      if (expr.kind !== 'name' && expr.kind !== 'attribute' && expr.kind !== 'call') continue;
      const value = names.valueOf(expr, scope);
      if (value.kind !== 'instance' || value.of !== 'modal.Cls') continue;
      const stmt = value.definition?.stmt;
      const look = stmt ? undefined : lookUpOf(value);
      if (!stmt && !look) continue;
      const call = callOf(names, expr);
      const making = call && { call, names, scope };
      const out = !call && isHandedOn(names, expr, kept);
      if (stmt) {
        if (making) made.set(stmt, [...(made.get(stmt) ?? []), making]);
        if (out) escaped.add(stmt);
      } else if (look) {
        const entry = looks.get(look.at) ?? { ...look, made: [], escaped: false };
        looks.set(look.at, entry);
        if (making) entry.made.push(making);
        if (out) entry.escaped = true;
      }
    }
  }
  return { made, escaped, lookedUp: [...looks.values()] };
}

/** The call that an expression is the callee of. */
function callOf(names: Names, expr: Expr): CallExpr | undefined {
  const parent = parentOf(names, expr);
  return parent?.kind === 'call' && parent.func === expr ? parent : undefined;
}

/** `modal.Cls.from_name("app", "Model")`, through `with_options` too. */
function lookUpOf(value: InstanceValue): (Pick<LookUp, 'app' | 'name'> & { at: Expr }) | undefined {
  let origin = value.origin;
  for (let depth = 0; origin && depth < 8; depth++) {
    const { names, scope, expr } = origin;
    if (expr.kind !== 'call') return undefined;
    const symbol = names.symbolOf(expr.func, scope)?.symbol.name ?? '';
    if (symbol === 'modal.Cls.from_name') {
      const [app, name] = expr.args
        .filter(({ star }) => star === '')
        .map((arg) => textOf(constantOf(names, arg.value, scope)));
      return name === undefined ? undefined : { app, name, at: expr };
    }
    const inner =
      expr.func.kind === 'attribute' ? names.valueOf(expr.func.value, scope) : undefined;
    origin = inner?.kind === 'instance' ? inner.origin : undefined;
  }
  return undefined;
}

/** Ways of having an object of a class that are no call of it: `Model.remote("large")` made one in 2023. */
const MAKES = new Set(['remote', 'lookup']);

/** Whether a mention of a class gives it to code that may make objects of it. */
function isHandedOn(names: Names, expr: Expr, kept: ReadonlySet<Expr>): boolean {
  const parent = parentOf(names, expr);
  if (!parent) return !kept.has(expr);
  if (parent.kind === 'attribute') return MAKES.has(parent.attr);
  // `list[Model]` says of what type something is.
  return parent.kind !== 'subscript';
}

/** Expressions that an assignment gives a name, that stand alone, or that say what something is: they hand nothing on. */
function keptExprs(names: Names): ReadonlySet<Expr> {
  const kept = new Set<Expr>();
  for (const stmt of names.scopes.stmts) {
    if (stmt.kind === 'assign') {
      if (stmt.annotation) kept.add(stmt.annotation);
      for (const target of stmt.targets) kept.add(target);
      if (stmt.value && stmt.targets.every((target) => target.kind === 'name'))
        kept.add(stmt.value);
    } else if (stmt.kind === 'expr') for (const expr of stmt.exprs) kept.add(expr);
    else if (stmt.kind === 'function') {
      if (stmt.returns) kept.add(stmt.returns);
      for (const { annotation } of stmt.params) if (annotation) kept.add(annotation);
    }
  }
  return kept;
}
