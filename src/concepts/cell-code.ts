import type { Expr, Module, Stmt } from '../python/syntax.ts';
import { expressionsIn } from '../python/walk.ts';

/** The code of a cell made a module: `@decorator` gets a function, `with …:` a body. */
export function completeCode(code: string): string {
  if (code.startsWith('@')) return `${code}\ndef _decorated(): ...`;
  if (!/^(?:async\s+)?(?:with|for|while|if|class|def)\b/.test(code)) return code;
  return code.endsWith(':') ? `${code} ...` : `${code}: ...`;
}

/** The names that a module uses and does not bind, with what is asked of them. */
export function freeNames(module: Module): Map<string, FreeName> {
  const bound = boundNames(module.body);
  const free = new Map<string, FreeName>();
  const of = (id: string): FreeName => {
    const known = free.get(id) ?? { attrs: new Set(), objectAttrs: new Set(), called: false };
    free.set(id, known);
    return known;
  };
  for (const expr of expressionsIn(module.body)) {
    if (expr.kind === 'name' && !bound.has(expr.id)) of(expr.id);
    if (expr.kind === 'call' && isFree(expr.func, bound)) of(expr.func.id).called = true;
    if (expr.kind !== 'attribute') continue;
    const { value, attr } = expr;
    if (isFree(value, bound)) of(value.id).attrs.add(attr);
    if (value.kind === 'call' && isFree(value.func, bound)) of(value.func.id).objectAttrs.add(attr);
  }
  return free;
}

export interface FreeName {
  /** `name.attr` */
  readonly attrs: Set<string>;
  /** `name(…).attr` */
  readonly objectAttrs: Set<string>;
  called: boolean;
}

function isFree(expr: Expr, bound: ReadonlySet<string>): expr is Extract<Expr, { kind: 'name' }> {
  return expr.kind === 'name' && !bound.has(expr.id);
}

function boundNames(body: readonly Stmt[]): ReadonlySet<string> {
  const names = new Set<string>();
  const bind = (expr: Expr): void => {
    if (expr.kind === 'name') names.add(expr.id);
    if (expr.kind === 'tuple' || expr.kind === 'list') expr.items.forEach(bind);
  };
  for (const stmt of body) {
    if (stmt.kind === 'assign') stmt.targets.forEach(bind);
    if (stmt.kind === 'function' || stmt.kind === 'class') names.add(stmt.name);
    if (stmt.kind === 'import') for (const { module, as } of stmt.names) names.add(as ?? module);
    if (stmt.kind === 'import-from') for (const { name, as } of stmt.names) names.add(as ?? name);
    if ('clauses' in stmt) for (const { targets } of stmt.clauses) targets.forEach(bind);
    if (stmt.kind === 'function') for (const { name } of stmt.params) names.add(name);
  }
  return names;
}

/** The expression that a cell is about: the decorator, the manager, the value, the iterable. */
export function mainExpr(stmt: Stmt | undefined): Expr | undefined {
  if (!stmt) return undefined;
  if (stmt.kind === 'function' || stmt.kind === 'class') {
    return stmt.decorators[0]?.expr ?? (stmt.kind === 'class' ? stmt.args[0]?.value : undefined);
  }
  if (stmt.kind === 'assign') return stmt.value && unwrap(stmt.value);
  const first = 'clauses' in stmt ? stmt.clauses[0]?.exprs[0] : undefined;
  const expr = first ?? ('exprs' in stmt ? stmt.exprs[0] : undefined);
  return expr && unwrap(expr);
}

function unwrap(expr: Expr): Expr {
  const wraps = expr.kind === 'await' || expr.kind === 'starred' || expr.kind === 'named';
  return wraps && expr.value ? unwrap(expr.value) : expr;
}
