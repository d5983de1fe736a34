import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import type { AssignStmt, Expr, Stmt } from '../../python/syntax.ts';
import { blocksOf, expressions, expressionsIn, ownExprs, statements } from '../../python/walk.ts';

/** What a statement of a block that runs at the start of a container is. */
export type ItemKind =
  /** `import x`, also in `try`. */
  | 'import'
  /** Makes names and does nothing else: a class, a function, a constant. */
  | 'definition'
  /** Changes something that is there: `warnings.filterwarnings("ignore")`, `torch.backends.cudnn.benchmark = True`. */
  | 'effect'
  /** Anything whose time and place matter: a model that is loaded, a loop. */
  | 'other';

/** Modules whose functions give the same value wherever they are called. */
const PURE =
  /^(?:math|re|typing|enum|collections|functools|itertools|operator|string|dataclasses|logging\.getLogger|datetime\.timedelta|fractions|decimal)\b/;
const PURE_BUILTINS = new Set(
  'dict list set tuple frozenset str int float bool len range sorted min max sum zip enumerate type'.split(
    ' ',
  ),
);

/** Tells what a statement of the block is. */
export function kindOf(names: Names, stmt: Stmt): ItemKind {
  switch (stmt.kind) {
    case 'import':
    case 'import-from':
      return 'import';
    case 'function':
    case 'class':
    case 'pass':
      return 'definition';
    case 'assign':
      return assignKind(names, stmt);
    case 'expr':
      return stmt.exprs[0]?.kind === 'string' ? 'definition' : effectKind(stmt.exprs);
    case 'try':
      return [...statements(blocksOf(stmt).flatMap(({ body }) => body))].every(
        (inner) => inner.kind === 'try' || ['import', 'definition'].includes(kindOf(names, inner)),
      )
        ? 'import'
        : 'other';
    default:
      return 'other';
  }
}

function assignKind(names: Names, { targets, value, op }: AssignStmt): ItemKind {
  if (op !== '=') return 'other';
  const plain = targets.every(({ kind }) => kind === 'name' || kind === 'tuple');
  const pure = !value || [...expressions(value)].every((expr) => isPure(names, expr));
  if (plain) return pure ? 'definition' : 'other';
  const set = targets.every(({ kind }) => kind === 'attribute');
  return set && pure ? 'effect' : 'other';
}

function isPure(names: Names, expr: Expr): boolean {
  if (expr.kind === 'await' || expr.kind === 'yield' || expr.kind === 'named') return false;
  if (expr.kind !== 'call') return true;
  const called = externalName(names, expr.func, names.scopes.module) ?? '';
  return PURE.test(called) || PURE_BUILTINS.has(called);
}

/** A call of something that was imported, for what it does. */
function effectKind(exprs: readonly Expr[]): ItemKind {
  const [call] = exprs;
  return call?.kind === 'call' ? 'effect' : 'other';
}

/** Whether a statement holds a string of several lines, whose text would change with its indentation. */
export function holdsLongText(stmt: Stmt, source: string): boolean {
  const inner = [...ownExprs(stmt).flatMap((expr) => [...expressions(expr)])];
  const body = blocksOf(stmt).flatMap((block) => [...expressionsIn(block.body)]);
  return [...inner, ...body].some(
    (expr) =>
      (expr.kind === 'string' || expr.kind === 'fstring') &&
      expr.pieces.some(({ span }) => source.slice(span.start, span.end).includes('\n')),
  );
}
