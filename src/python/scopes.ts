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
  Param,
  Stmt,
} from './syntax.ts';
import { contains } from './walk.ts';

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

/** The outermost scope. */
export function moduleOf(scope: Scope): Scope {
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
