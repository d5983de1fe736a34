import type { Span } from '../model/span.ts';
import { moduleOf, type Binding, type Branch, type How, type Scope } from './scopes.ts';
import type { CompoundStmt, Expr, FunctionStmt, LambdaExpr, NamedExpr, Stmt } from './syntax.ts';

/** A scope that is still being read. */
export interface MutableScope extends Scope {
  readonly bindings: Map<string, Binding[]>;
  outer: Map<string, 'global' | 'nonlocal'>;
}

/** Most scopes send no name outwards: they share this. */
const NOTHING = new Map<string, 'global' | 'nonlocal'>();

/** Writes into scopes what gives a name a meaning. */
export class Binder {
  /** The suites around what is bound, inside its scope. */
  branches: readonly Branch[] = [];

  /** Binds what a statement itself gives a meaning, and nothing of its suites. */
  bindStatement(stmt: Stmt, scope: MutableScope): void {
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
        if ('clauses' in stmt) this.bindClauses(stmt, scope);
        else if (stmt.kind === 'del')
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

  private bindClauses({ clauses }: CompoundStmt, scope: MutableScope): void {
    for (const { keyword, exprs, targets, header } of clauses) {
      const [iterable] = keyword === 'for' ? exprs : [];
      const how: How | undefined = iterable && { kind: 'each', iterable, scope, path: [] };
      for (const target of targets) this.bindTarget(target, scope, header.end, how);
    }
  }

  /** Binds the parameters of a function in its scope. */
  bindParams(of: FunctionStmt | LambdaExpr, scope: MutableScope): void {
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

  /** `x := value`, which is bound outside of all comprehensions. */
  bindNamed({ target, value, span }: NamedExpr, scope: MutableScope): void {
    const how: How = { kind: 'assign', value };
    this.bind(nearestStatementScope(scope), target.id, target.span, how, span.end);
  }

  /** Binds the names of a target: `a, (b, *c)`. */
  bindTarget(target: Expr, scope: MutableScope, from: number, how: How = { kind: 'other' }): void {
    if (target.kind === 'name') this.bind(scope, target.id, target.span, how, from);
    else if (target.kind === 'starred' && target.value) this.bindTarget(target.value, scope, from);
    else if (target.kind === 'tuple' || target.kind === 'list') {
      target.items.forEach((item, i) => {
        this.bindTarget(item, scope, from, innerHow(how, i, target.items.length));
      });
    }
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

/** An empty scope. */
export function newScope(kind: Scope['kind'], parent?: Scope, node?: Scope['node']): MutableScope {
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
