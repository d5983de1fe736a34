import type { Program } from '../../program/program.ts';
import { moduleBehind } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Binding, type Scope } from '../../python/scopes.ts';
import type { Expr, Stmt } from '../../python/syntax.ts';
import { blocksOf, contains } from '../../python/walk.ts';

/** A statement at the top level of a module, under `if` and `try` too. */
export interface Top {
  readonly names: Names;
  readonly stmt: Stmt;
}

/** One mention of a name that a top-level statement of the tree binds. */
export interface Reference {
  readonly names: Names;
  readonly scope: Scope;
  readonly expr: Expr;
  /** The top-level statement that holds the mention; absent in the header of an `if`, `for`, `with`. */
  readonly home?: Top;
  /** The statement that binds the name. */
  readonly target: Top;
}

/** Who mentions what among the top-level statements of a program. */
export interface References {
  /** Mentions inside a statement. */
  from(stmt: Stmt): readonly Reference[];
  /** Mentions of what a statement binds. */
  to(stmt: Stmt): readonly Reference[];
  /** The top-level statement that holds an offset. */
  at(names: Names, offset: number): Top | undefined;
}

const known = new WeakMap<Program, References>();

/** Finds all mentions once for a program. */
export function referencesIn(program: Program): References {
  const found = known.get(program) ?? readReferences(program);
  known.set(program, found);
  return found;
}

function readReferences({ files }: Program): References {
  const tops = new Map(files.map(({ names }) => [names, topsOf(names)]));
  const from = new Map<Stmt, Reference[]>();
  const to = new Map<Stmt, Reference[]>();
  for (const { names } of files) {
    const own = tops.get(names) ?? [];
    for (const { expr, scope } of names.scopes.exprs) {
      if (expr.kind !== 'name' && expr.kind !== 'attribute') continue;
      for (const [home, binding] of bound(names, expr, scope)) {
        const target = topAt(tops.get(home) ?? [], binding.span.start);
        if (!target || (contains(target.stmt.span, expr.span) && isOwnName(target.stmt, expr)))
          continue;
        const at = topAt(own, expr.span.start);
        const reference = { names, scope, expr, target, ...(at && { home: at }) };
        push(to, target.stmt, reference);
        if (at) push(from, at.stmt, reference);
      }
    }
  }
  return {
    from: (stmt) => from.get(stmt) ?? [],
    to: (stmt) => to.get(stmt) ?? [],
    at: (names, offset) => topAt(tops.get(names) ?? [], offset),
  };
}

function push<K, T>(map: Map<K, T[]>, key: K, item: T): void {
  const list = map.get(key);
  if (list) list.push(item);
  else map.set(key, [item]);
}

function topsOf(names: Names): Top[] {
  const leaves = (body: readonly Stmt[]): Stmt[] =>
    body.flatMap((stmt) => {
      const whole = stmt.kind === 'function' || stmt.kind === 'class' || !('clauses' in stmt);
      return whole ? [stmt] : blocksOf(stmt).flatMap((block) => leaves(block.body));
    });
  return leaves(names.module.body).map((stmt) => ({ names, stmt }));
}

function topAt(tops: readonly Top[], offset: number): Top | undefined {
  let low = 0;
  let high = tops.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((tops[middle]?.stmt.span.end ?? 0) < offset) low = middle + 1;
    else high = middle;
  }
  const found = tops[low];
  return found && found.stmt.span.start <= offset ? found : undefined;
}

/** A target of an assignment is no mention. */
function isOwnName(stmt: Stmt, expr: Expr): boolean {
  return stmt.kind === 'assign' && stmt.op === '=' && stmt.targets.includes(expr);
}

/** The top-level bindings that a name or `module.name` may stand for, with their modules. */
function bound(names: Names, expr: Expr, scope: Scope): (readonly [Names, Binding])[] {
  if (expr.kind === 'name') return resolved(names, bindingsOf(expr.id, scope, expr.span.start));
  if (expr.kind !== 'attribute' || expr.value.kind !== 'name') return [];
  const module = moduleBehind(names, expr.value.id, scope, expr.value.span.start);
  return module ? exported(module, expr.attr) : [];
}

function exported(module: Names, name: string): (readonly [Names, Binding])[] {
  return resolved(module, bindingsOf(name, module.scopes.module, Infinity));
}

function resolved(
  names: Names,
  bindings: readonly Binding[],
  depth = 0,
): (readonly [Names, Binding])[] {
  return bindings.flatMap((binding) => {
    const { how, scope } = binding;
    if (scope.kind !== 'module') return [];
    if (how.kind !== 'import-from') return [[names, binding] as const];
    const other = names.open(how.stmt.module, how.stmt.level);
    if (!other || depth > 8) return [];
    return resolved(other, bindingsOf(how.name, other.scopes.module, Infinity), depth + 1);
  });
}
