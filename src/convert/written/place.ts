import { loopsBack } from '../../python/flow.ts';
import type { Names } from '../../python/names.ts';
import { owner, runsWithin, type Binding } from '../../python/scopes.ts';
import type { Span } from '../../model/span.ts';
import type { Expr, Stmt } from '../../python/syntax.ts';
import { expressions, ownExprs } from '../../python/walk.ts';

/** Where an expression of the program is to stand: in code that runs while a file is read, at `at`. */
export interface Place {
  readonly names: Names;
  readonly at: number;
  /** Names that mean something else there: those of the class around it. */
  readonly hidden: ReadonlySet<string>;
  /** Variables of loops that go along, by where they are bound. */
  readonly loops?: readonly Span[];
}

/** A part of a file that runs while the file is read. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

const MUTATORS =
  /^(?:append|extend|insert|remove|pop|popitem|clear|update|setdefault|sort|reverse|add|discard)$/;

/** Whether a name of a file's top has one value from the start of a stretch to its end. */
export function isSettled(names: Names, name: string, { from, to }: Stretch): boolean {
  const all = names.scopes.module.bindings.get(name) ?? [];
  return (
    all.some((one) => one.from <= from) &&
    all.every((one) => isPlain(one) && (one.from <= from || one.from > to)) &&
    !all.some(({ branches }) => loopsBack(branches, from)) &&
    !changedFromAfar(names).has(name) &&
    !statementsIn(names, { from, to }).some((stmt) => changes(stmt, name))
  );
}

/** A binding that no function makes from afar, and that stays where it is: what `with image.imports():` binds does not. */
function isPlain({ branches }: Binding): boolean {
  return branches.every(({ of }) => of !== undefined && of.stmt.kind !== 'with');
}

const known = new WeakMap<Names, ReadonlySet<string>>();

/** Names of the top whose list or dict a function changes: nobody knows when it runs. */
function changedFromAfar(names: Names): ReadonlySet<string> {
  const old = known.get(names);
  if (old) return old;
  const found = names.scopes.exprs.flatMap(({ expr, scope }) => {
    const target =
      expr.kind === 'call' && expr.func.kind === 'attribute' && MUTATORS.test(expr.func.attr)
        ? expr.func.value
        : expr.kind === 'subscript' && names.isTarget(expr)
          ? expr.value
          : undefined;
    if (target?.kind !== 'name' || runsWithin(scope, names.scopes.module)) return [];
    return owner(target.id, scope) === names.scopes.module ? [target.id] : [];
  });
  const all = new Set(found);
  known.set(names, all);
  return all;
}

/** Whether a name means at a place what is wanted there, or nothing yet. */
export function isFree(
  { names, hidden }: Place,
  name: string,
  wanted: (of: Binding) => boolean,
): boolean {
  const all = names.scopes.module.bindings.get(name) ?? [];
  return !hidden.has(name) && all.every((one) => isPlain(one) && wanted(one));
}

/** The simple statements that run in a stretch. */
export function statementsIn({ scopes }: Names, { from, to }: Stretch): readonly Stmt[] {
  return scopes.stmts.filter(
    (stmt) =>
      stmt.span.start >= from &&
      stmt.span.end <= to &&
      (stmt.kind === 'expr' || stmt.kind === 'assign' || stmt.kind === 'del') &&
      scopes.placeOf(stmt).scope === scopes.module,
  );
}

/** Whether a statement may change the list, dict or object that a name holds: `x.append(y)`, `x[k] = y`, `fill(x)`. */
function changes(stmt: Stmt, name: string): boolean {
  const isIt = (expr: Expr): boolean => rootOf(expr) === name;
  if (stmt.kind === 'del') return stmt.exprs.some(isIt);
  if (stmt.kind === 'assign' && stmt.targets.some((to) => to.kind !== 'name' && isIt(to)))
    return true;
  return ownExprs(stmt).some((own) =>
    [...expressions(own)].some((expr) => {
      if (expr.kind !== 'call') return false;
      const { func, args } = expr;
      const isMethod = func.kind === 'attribute' && isIt(func.value);
      if (isMethod && (stmt.kind === 'expr' || MUTATORS.test(func.attr))) return true;
      return stmt.kind === 'expr' && args.some(({ value }) => isIt(value));
    }),
  );
}

/** `x` of `x`, `x.y`, `x[0].z`. */
function rootOf(expr: Expr): string | undefined {
  if (expr.kind === 'attribute' || expr.kind === 'subscript') return rootOf(expr.value);
  return expr.kind === 'name' ? expr.id : undefined;
}
