import type {
  Block,
  CompoundStmt,
  Expr,
  FunctionStmt,
  Stmt,
  UnaryExpr,
} from '../../python/syntax.ts';
import { contains, expressions, ownExprs, statements } from '../../python/walk.ts';

/** Whether a suite can come to its end, so that a function which it belongs to gives `None`. */
export function fallsThrough({ body }: Block): boolean {
  return !body.some(leaves);
}

/** Whether a statement never lets the next one run. */
function leaves(stmt: Stmt): boolean {
  switch (stmt.kind) {
    case 'return':
    case 'raise':
      return true;
    case 'with':
      return stmt.clauses.every(({ body }) => !fallsThrough(body));
    case 'if':
      return isComplete(stmt) && stmt.clauses.every(({ body }) => !fallsThrough(body));
    case 'try':
      return tryLeaves(stmt);
    case 'while':
      return isEndless(stmt);
    default:
      return false;
  }
}

function isComplete({ clauses }: CompoundStmt): boolean {
  return clauses.some(({ keyword }) => keyword === 'else');
}

function tryLeaves({ clauses }: CompoundStmt): boolean {
  const ends = (keyword: string): boolean =>
    clauses.some((clause) => clause.keyword === keyword && !fallsThrough(clause.body));
  if (ends('finally')) return true;
  const handled = clauses
    .filter(({ keyword }) => keyword === 'except')
    .every(({ body }) => !fallsThrough(body));
  return handled && (ends('try') || ends('else'));
}

/** `while True:` without a `break`. */
function isEndless({ clauses }: CompoundStmt): boolean {
  const [clause] = clauses;
  const [test] = clause?.exprs ?? [];
  if (!clause || test?.kind !== 'constant' || test.value !== true) return false;
  return ![...statements(clause.body.body)].some(({ kind }) => kind === 'break');
}

/** What a function returns, itself and not a function in it; nothing for a bare `return`. */
export function returnedBy(stmt: FunctionStmt): readonly (Expr | undefined)[] {
  const all = [...statements(stmt.body.body)];
  const nested = all.filter(({ kind }) => kind === 'function' || kind === 'class');
  return all.flatMap((each) => {
    const isOwn = !nested.some(({ span }) => contains(span, each.span));
    return each.kind === 'return' && isOwn ? [each.exprs[0]] : [];
  });
}

/** What a generator yields, itself and not a function in it. */
export function yieldedBy(stmt: FunctionStmt): readonly UnaryExpr[] {
  const all = [...statements(stmt.body.body)];
  const nested = all.filter(({ kind }) => kind === 'function' || kind === 'class');
  return all
    .filter(({ span }) => !nested.some((each) => contains(each.span, span)))
    .flatMap((each) => ownExprs(each).flatMap((expr) => [...expressions(expr)]))
    .filter((expr): expr is UnaryExpr => expr.kind === 'yield');
}
