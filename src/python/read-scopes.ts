import { Binder, newScope, type MutableScope } from './binder.ts';
import type { How, Scope, Scopes, StmtPlace } from './scopes.ts';
import type { ComprehensionExpr, Expr, FunctionStmt, LambdaExpr, Module, Stmt } from './syntax.ts';
import { childExprs, ownExprs } from './walk.ts';

/** Finds all scopes, bindings and expressions of a module in one walk. */
export function readScopes(module: Module): Scopes {
  return new ScopeReader().read(module);
}

class ScopeReader {
  private readonly scopes = new Map<object, Scope>();
  private readonly exprs: { expr: Expr; scope: Scope }[] = [];
  private readonly stmts: Stmt[] = [];
  private readonly places = new Map<Stmt, StmtPlace>();
  private readonly binder = new Binder();

  read(module: Module): Scopes {
    const scope = newScope('module');
    this.body(module.body, scope);
    return {
      module: scope,
      inside: (node) => this.scopes.get(node) ?? scope,
      exprs: this.exprs,
      stmts: this.stmts,
      placeOf: (stmt) => this.places.get(stmt) ?? { scope, branches: [] },
    };
  }

  private body(body: readonly Stmt[], scope: MutableScope): void {
    for (const stmt of body) this.statement(stmt, scope);
  }

  private statement(stmt: Stmt, scope: MutableScope): void {
    this.stmts.push(stmt);
    this.places.set(stmt, { scope, branches: this.binder.branches });
    for (const expr of ownExprs(stmt)) this.expression(expr, scope);
    this.binder.bindStatement(stmt, scope);
    if (stmt.kind === 'function') this.function(stmt, scope);
    else if (stmt.kind === 'class') this.inner(newScope('class', scope, stmt), stmt.body.body);
    else this.suites(stmt, scope);
  }

  private suites(stmt: Stmt, scope: MutableScope): void {
    if (!('clauses' in stmt)) return;
    const outer = this.binder.branches;
    for (const clause of stmt.clauses) {
      const { span, body } = clause.body;
      this.binder.branches = [
        ...outer,
        { span, certain: stmt.kind === 'with', of: { stmt, clause } },
      ];
      this.body(body, scope);
    }
    this.binder.branches = outer;
  }

  private inner(scope: MutableScope, body: readonly Stmt[]): void {
    if (scope.node) this.scopes.set(scope.node, scope);
    const outer = this.binder.branches;
    this.binder.branches = [];
    this.body(body, scope);
    this.binder.branches = outer;
  }

  private function(stmt: FunctionStmt, parent: MutableScope): void {
    const scope = newScope('function', parent, stmt);
    this.binder.bindParams(stmt, scope);
    this.inner(scope, stmt.body.body);
  }

  private expression(expr: Expr, scope: MutableScope): void {
    this.exprs.push({ expr, scope });
    if (expr.kind === 'named') this.binder.bindNamed(expr, scope);
    // The kinds that most code is made of need no list of their parts.
    switch (expr.kind) {
      case 'name':
      case 'string':
      case 'number':
      case 'constant':
        return;
      case 'attribute':
        this.expression(expr.value, scope);
        return;
      case 'call':
        this.expression(expr.func, scope);
        for (const { value } of expr.args) this.expression(value, scope);
        return;
      case 'lambda':
        this.lambda(expr, scope);
        return;
      case 'comprehension':
        this.comprehension(expr, scope);
        return;
      default:
        for (const child of childExprs(expr)) this.expression(child, scope);
    }
  }

  private lambda(expr: LambdaExpr, parent: MutableScope): void {
    for (const { default: value } of expr.params) if (value) this.expression(value, parent);
    const scope = newScope('lambda', parent, expr);
    this.scopes.set(expr, scope);
    this.binder.bindParams(expr, scope);
    this.expression(expr.body, scope);
  }

  private comprehension(expr: ComprehensionExpr, parent: MutableScope): void {
    const scope = newScope('comprehension', parent, expr);
    this.scopes.set(expr, scope);
    expr.clauses.forEach(({ target, iterable, conditions }, i) => {
      // The first iterable is evaluated outside.
      const around = i === 0 ? parent : scope;
      this.expression(iterable, around);
      const how: How = { kind: 'each', iterable, scope: around, path: [] };
      this.binder.bindTarget(target, scope, expr.span.start, how);
      this.expression(target, scope);
      for (const condition of conditions) this.expression(condition, scope);
    });
    for (const element of expr.element) this.expression(element, scope);
  }
}
