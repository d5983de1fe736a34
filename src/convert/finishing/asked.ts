import type { Edit, Span } from '../../model/span.ts';
import { mentionsOf, parentOf, type Mention } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Binding } from '../../python/scopes.ts';
import type { Expr, ImportFromStmt, ImportStmt } from '../../python/syntax.ts';
import { contains } from '../../python/walk.ts';
import type { Maker } from './cleanup.ts';

/** Objects on which something is called: requests go to an address instead. */
const CALLED = /^modal\.(?:Function|Cls|Obj)$/;

/** Whether code only asks if something is there: `if modal:`, `x is not None and …`. */
export function isTruthTest(names: Names, expr: Expr): boolean {
  const parent = parentOf(names, expr);
  if (!parent)
    return names.scopes.stmts.some(
      (stmt) =>
        (stmt.kind === 'if' || stmt.kind === 'while') &&
        stmt.clauses.some(({ exprs }) => exprs.includes(expr)),
    );
  if (parent.kind === 'unary') return parent.op === 'not';
  if (parent.kind === 'conditional') return parent.test === expr || isTruthTest(names, parent);
  if (parent.kind === 'call')
    return parent.func.kind === 'name' && parent.func.id === 'bool' && parent.func !== expr;
  if (parent.kind !== 'binary') return false;
  if (parent.op === 'and' || parent.op === 'or') return isTruthTest(names, parent);
  return /^(?:is|is not|==|!=)$/.test(parent.op) && [parent.left, parent.right].some(isNone);
}

function isNone(expr: Expr): boolean {
  return expr.kind === 'constant' && expr.value === null;
}

/**
 * `f = modal.Function.from_name(…)`, of which the rest of the program asks only whether it is there: it is, as a request asks
 * nobody before it is made.
 */
export function askedHandles(before: Names, after: Names, makers: readonly Maker[]): Edit[] {
  return makers.flatMap(({ binding }): Edit[] => {
    const { how, name, scope } = binding;
    if (how.kind !== 'assign' || !wasCalled(before, name)) return [];
    const value = after.valueOf(how.value, scope);
    if (value.kind !== 'instance' || !CALLED.test(value.of)) return [];
    const reads = readsOf(after, binding);
    const isOnlyAsked = reads.length > 0 && reads.every(({ expr }) => isTruthTest(after, expr));
    return isOnlyAsked ? [{ span: how.value.span, text: 'True' }] : [];
  });
}

function wasCalled(before: Names, name: string): boolean {
  return mentionsOf(before, name).some(({ expr }) => parentOf(before, expr)?.kind === 'attribute');
}

/** Where a name is read that has a meaning in the scope of one of its bindings. */
function readsOf(names: Names, { name, scope }: Binding): Mention[] {
  const own = scope.bindings.get(name) ?? [];
  return mentionsOf(names, name).filter(({ expr, scope: at }) => {
    if (own.some(({ span }) => span.start === expr.span.start)) return false;
    return bindingsOf(name, at, expr.span.start).some((binding) => own.includes(binding));
  });
}

/**
 * `import modal` with `modal = None` where it is missing, when code asks only which of both it is: fal is asked for.
 *
 *     try:
 *         import fal
 *     except ImportError:
 *         fal = None
 */
export function renamedGuard(
  names: Names,
  stmt: ImportStmt | ImportFromStmt,
  module: string | undefined,
  isGone: (at: number) => boolean,
): readonly Edit[] | undefined {
  const [item, second] = stmt.names;
  if (stmt.kind !== 'import' || second || !item || module === undefined) return undefined;
  const name = item.as ?? rootName(stmt);
  const { scope } = names.scopes.placeOf(stmt);
  const bindings = scope.bindings.get(name) ?? [];
  const [own] = bindings.filter(({ how }) => how.kind === 'import' && how.stmt === stmt);
  const fallbacks = bindings.filter(({ how }) => how.kind === 'assign' && isNone(how.value));
  if (!own || fallbacks.length === 0 || fallbacks.length + 1 < bindings.length) return undefined;
  const reads = readsOf(names, own).filter(({ expr }) => !isGone(expr.span.start));
  if (!reads.every(({ expr }) => isTruthTest(names, expr))) return undefined;
  const renamed: Span[] = [
    ...fallbacks.map(({ span }) => span),
    ...reads.map(({ expr }) => expr.span),
  ];
  return renamed
    .filter((span) => !contains(stmt.span, span))
    .map((span) => ({ span, text: module }));
}

function rootName({ names }: ImportStmt): string {
  return names[0]?.module.split('.')[0] ?? '';
}
