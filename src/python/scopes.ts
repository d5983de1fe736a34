import type { Span } from '../model/span.ts';
import type {
  BinaryExpr,
  ClassStmt,
  Clause,
  CompoundStmt,
  ComprehensionExpr,
  Expr,
  FunctionStmt,
  ImportFromStmt,
  ImportStmt,
  LambdaExpr,
  Module,
  Param,
  Stmt,
} from './syntax.ts';
import { childExprs, contains, ownExprs } from './walk.ts';

/** A region that binds names: Python's modules, classes, functions, lambdas and comprehensions. */
export interface Scope {
  readonly kind: 'module' | 'class' | 'function' | 'lambda' | 'comprehension';
  readonly parent?: Scope;
  readonly node?: FunctionStmt | ClassStmt | LambdaExpr | ComprehensionExpr;
  readonly bindings: ReadonlyMap<string, readonly Binding[]>;
  /** Names that `global` and `nonlocal` send to an outer scope. */
  readonly outer: ReadonlyMap<string, 'global' | 'nonlocal'>;
}

/** One place that gives a name a meaning. */
export interface Binding {
  readonly name: string;
  readonly scope: Scope;
  /** Of the name itself. */
  readonly span: Span;
  /** From where on the name means this. */
  readonly from: number;
  readonly how: How;
  /** The suites of `if`, `for`, `while`, `try`, `with`, `match` around it, inside its scope. */
  readonly branches: readonly Branch[];
}

/** A suite that may not run; that of a `with` statement always does. */
export interface Branch {
  readonly span: Span;
  readonly certain: boolean;
  /** Whose suite it is; absent where `global` binds from afar. */
  readonly of?: { readonly stmt: CompoundStmt; readonly clause: Clause };
}

export type How =
  | { readonly kind: 'import'; readonly module: string; readonly stmt: ImportStmt }
  | { readonly kind: 'import-from'; readonly name: string; readonly stmt: ImportFromStmt }
  | { readonly kind: 'assign'; readonly value: Expr; readonly stmt?: Stmt }
  | { readonly kind: 'annotation'; readonly annotation: Expr }
  | { readonly kind: 'function'; readonly stmt: FunctionStmt }
  | { readonly kind: 'class'; readonly stmt: ClassStmt }
  | {
      readonly kind: 'param';
      readonly param: Param;
      readonly index: number;
      readonly of: FunctionStmt | LambdaExpr;
    }
  /** `with value as name`. */
  | { readonly kind: 'with'; readonly value: Expr }
  /** A loop target: `path` leads through the tuples of the target to the name. */
  | {
      readonly kind: 'each';
      readonly iterable: Expr;
      readonly scope: Scope;
      readonly path: readonly number[];
    }
  /** `name += value`, as the `name + value` that it stands for. */
  | { readonly kind: 'augment'; readonly value: BinaryExpr }
  /** Part of a tuple, an exception, a capture, `del`. */
  | { readonly kind: 'other' };

interface MutableScope extends Scope {
  readonly bindings: Map<string, Binding[]>;
  outer: Map<string, 'global' | 'nonlocal'>;
}

/** Most scopes send no name outwards: they share this. */
const NOTHING = new Map<string, 'global' | 'nonlocal'>();

/** The scopes of a module, and the scope in which each expression that was asked for is evaluated. */
export interface Scopes {
  readonly module: Scope;
  /** The scope of a function's, class's, lambda's or comprehension's inside. */
  inside(node: FunctionStmt | ClassStmt | LambdaExpr | ComprehensionExpr): Scope;
  /** Every expression of the module with its scope, outer before inner. */
  readonly exprs: readonly { readonly expr: Expr; readonly scope: Scope }[];
  /** Every statement of the module, outer before inner. */
  readonly stmts: readonly Stmt[];
  /** Where a statement stands. */
  placeOf(stmt: Stmt): StmtPlace;
}

/** The scope in which a statement runs, and the suites around it there. */
export interface StmtPlace {
  readonly scope: Scope;
  readonly branches: readonly Branch[];
}

/** Finds all scopes, bindings and expressions of a module in one walk. */
export function readScopes(module: Module): Scopes {
  return new ScopeReader().read(module);
}

class ScopeReader {
  private readonly scopes = new Map<object, Scope>();
  private readonly exprs: { expr: Expr; scope: Scope }[] = [];
  private readonly stmts: Stmt[] = [];
  private readonly places = new Map<Stmt, StmtPlace>();
  private branches: readonly Branch[] = [];

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
    this.places.set(stmt, { scope, branches: this.branches });
    for (const expr of ownExprs(stmt)) this.expression(expr, scope);
    this.bindStatement(stmt, scope);
    if (stmt.kind === 'function') this.function(stmt, scope);
    else if (stmt.kind === 'class') this.inner(newScope('class', scope, stmt), stmt.body.body);
    else this.suites(stmt, scope);
  }

  private suites(stmt: Stmt, scope: MutableScope): void {
    if (!('clauses' in stmt)) return;
    const outer = this.branches;
    for (const clause of stmt.clauses) {
      const { span, body } = clause.body;
      this.branches = [...outer, { span, certain: stmt.kind === 'with', of: { stmt, clause } }];
      this.body(body, scope);
    }
    this.branches = outer;
  }

  private inner(scope: MutableScope, body: readonly Stmt[]): void {
    if (scope.node) this.scopes.set(scope.node, scope);
    const outer = this.branches;
    this.branches = [];
    this.body(body, scope);
    this.branches = outer;
  }

  private function(stmt: FunctionStmt, parent: MutableScope): void {
    const scope = newScope('function', parent, stmt);
    this.bindParams(stmt, scope);
    this.inner(scope, stmt.body.body);
  }

  private bindParams(of: FunctionStmt | LambdaExpr, scope: MutableScope): void {
    of.params.forEach((param, index) => {
      this.bind(
        scope,
        param.name,
        param.nameSpan,
        { kind: 'param', param, index, of },
        param.span.end,
      );
    });
  }

  private expression(expr: Expr, scope: MutableScope): void {
    this.exprs.push({ expr, scope });
    if (expr.kind === 'named') {
      const home = nearestStatementScope(scope);
      const { id, span } = expr.target;
      this.bind(home, id, span, { kind: 'assign', value: expr.value }, expr.span.end);
    }
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
    this.bindParams(expr, scope);
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
      this.bindTarget(target, scope, expr.span.start, how);
      this.expression(target, scope);
      for (const condition of conditions) this.expression(condition, scope);
    });
    for (const element of expr.element) this.expression(element, scope);
  }

  private bind(inner: MutableScope, name: string, span: Span, how: How, from = span.end): void {
    const sent = inner.outer.get(name) === 'global';
    const scope = sent ? (moduleOf(inner) as MutableScope) : inner;
    // Nobody knows when the function that says `global` runs.
    const branches = sent ? [...this.branches, { span, certain: false }] : this.branches;
    const list = scope.bindings.get(name);
    const binding: Binding = { name, scope, span, from, how, branches };
    if (list) list.push(binding);
    else scope.bindings.set(name, [binding]);
  }

  private bindTarget(
    target: Expr,
    scope: MutableScope,
    from: number,
    how: How = { kind: 'other' },
  ): void {
    if (target.kind === 'name') this.bind(scope, target.id, target.span, how, from);
    else if (target.kind === 'starred' && target.value) this.bindTarget(target.value, scope, from);
    else if (target.kind === 'tuple' || target.kind === 'list') {
      target.items.forEach((item, i) => {
        this.bindTarget(item, scope, from, innerHow(how, i, target.items.length));
      });
    }
  }

  private bindStatement(stmt: Stmt, scope: MutableScope): void {
    switch (stmt.kind) {
      case 'import':
        for (const { module, as, span } of stmt.names) {
          const name = as ?? module.split('.')[0] ?? module;
          this.bind(scope, name, span, {
            kind: 'import',
            module: as === undefined ? name : module,
            stmt,
          });
        }
        return;
      case 'import-from':
        for (const { name, as, span } of stmt.names) {
          this.bind(scope, as ?? name, span, { kind: 'import-from', name, stmt });
        }
        return;
      case 'function':
        this.bind(scope, stmt.name, stmt.nameSpan, { kind: 'function', stmt }, stmt.span.end);
        return;
      case 'class':
        this.bind(scope, stmt.name, stmt.nameSpan, { kind: 'class', stmt }, stmt.span.end);
        return;
      case 'global':
      case 'nonlocal':
        if (scope.outer === NOTHING) scope.outer = new Map();
        for (const name of stmt.names) scope.outer.set(name, stmt.kind);
        return;
      case 'assign':
        this.bindAssignment(stmt, scope);
        return;
      case 'with':
        this.bindWith(stmt, scope);
        return;
      default:
        if ('clauses' in stmt) {
          for (const { keyword, exprs, targets, header } of stmt.clauses) {
            const [iterable] = keyword === 'for' ? exprs : [];
            const how: How | undefined = iterable && { kind: 'each', iterable, scope, path: [] };
            for (const target of targets) this.bindTarget(target, scope, header.end, how);
          }
        } else if (stmt.kind === 'del')
          for (const expr of stmt.exprs) this.bindTarget(expr, scope, stmt.span.end);
    }
  }

  private bindAssignment(stmt: Extract<Stmt, { kind: 'assign' }>, scope: MutableScope): void {
    const { value, annotation, op } = stmt;
    for (const target of stmt.targets) {
      if (op !== '=')
        this.bindTarget(target, scope, stmt.span.end, augmented(target, op, value, stmt.span));
      else if (value)
        this.bindTarget(target, scope, stmt.span.end, { kind: 'assign', value, stmt });
      else if (annotation)
        this.bindTarget(target, scope, stmt.span.end, { kind: 'annotation', annotation });
    }
  }

  private bindWith(stmt: CompoundStmt, scope: MutableScope): void {
    for (const { exprs, targets, header } of stmt.clauses) {
      for (const target of targets) {
        // The manager of a target is the last one before it.
        const value = exprs.findLast((expr) => expr.span.end <= target.span.start);
        const how: How = value ? { kind: 'with', value } : { kind: 'other' };
        this.bindTarget(target, scope, header.end, how);
      }
    }
  }
}

function augmented(left: Expr, op: string, right: Expr | undefined, span: Span): How | undefined {
  if (!right) return undefined;
  return { kind: 'augment', value: { kind: 'binary', op: op.slice(0, -1), left, right, span } };
}

/** How a name inside a tuple gets its value: `GPU, COUNT = "H100", 2` is two assignments. */
function innerHow(how: How, index: number, count: number): How | undefined {
  if (how.kind === 'each') return { ...how, path: [...how.path, index] };
  if (how.kind !== 'assign') return undefined;
  const { value } = how;
  if (value.kind !== 'tuple' && value.kind !== 'list') return undefined;
  const starred = value.items.some(({ kind }) => kind === 'starred');
  const item = value.items.length === count && !starred ? value.items[index] : undefined;
  return item && { kind: 'assign', value: item };
}

function newScope(kind: Scope['kind'], parent?: Scope, node?: Scope['node']): MutableScope {
  return {
    kind,
    ...(parent && { parent }),
    ...(node && { node }),
    bindings: new Map(),
    outer: NOTHING,
  };
}

function nearestStatementScope(scope: MutableScope): MutableScope {
  let home: Scope = scope;
  while (home.kind === 'comprehension' && home.parent) home = home.parent;
  return home as MutableScope;
}

/** The scope that owns `name` where it is used in `scope`, by Python's rules; `undefined` for a builtin or an unknown name. */
export function owner(name: string, scope: Scope): Scope | undefined {
  const sent = scope.outer.get(name);
  if (sent === 'global') return moduleOf(scope).bindings.has(name) ? moduleOf(scope) : undefined;
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    const visible = at === scope || at.kind !== 'class';
    const skipped = at === scope && sent === 'nonlocal';
    if (visible && !skipped && at.bindings.has(name)) return at;
  }
  return undefined;
}

function moduleOf(scope: Scope): Scope {
  let at = scope;
  while (at.parent) at = at.parent;
  return at;
}

/** Whether code of `scope` runs while `home` itself is running, so that the order of the text is the order of time. */
export function runsWithin(scope: Scope, home: Scope): boolean {
  for (let at: Scope | undefined = scope; at; at = at.parent) {
    if (at === home) return true;
    if (at.kind === 'function' || at.kind === 'lambda') return false;
  }
  return false;
}

/**
 * The bindings that `name` can have at the offset `at` in `scope`, the likeliest (latest) first.
 * Several come back only where a branch decides between them; none for builtins and unknown names.
 */
export function bindingsOf(name: string, scope: Scope, at: number): readonly Binding[] {
  const home = owner(name, scope);
  const all = home?.bindings.get(name) ?? [];
  // The body of a class sees the names around it until it binds its own: `@enter()` above `def enter(self)`.
  const isLater = ({ from, span }: Binding): boolean => from > at && span.start !== at;
  if (home?.kind === 'class' && home.parent && all.every(isLater))
    return bindingsOf(name, home.parent, at);
  if (!home || all.length <= 1) return all;
  const inOrder = runsWithin(scope, home);
  const before = inOrder ? all.filter((binding) => binding.from <= at) : all;
  const candidates: Binding[] = [];
  for (const binding of (before.length > 0 ? before : all).toReversed()) {
    candidates.push(binding);
    if (isCertain(binding, at, inOrder)) break;
  }
  return candidates;
}

/** Whether a use at `at` that comes after the binding always sees it: it stands in no branch that the use is outside of. */
function isCertain({ branches }: Binding, at: number, inOrder: boolean): boolean {
  return branches.every(
    ({ span, certain }) => certain || (inOrder && contains(span, { start: at, end: at })),
  );
}
