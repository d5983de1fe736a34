import type { Names } from '../../python/names.ts';
import { lineOf } from '../../python/classes.ts';
import type { Scope } from '../../python/scopes.ts';
import type { ClassStmt, Expr } from '../../python/syntax.ts';
import { expressions } from '../../python/walk.ts';

const MAX_DEPTH = 6;

/** The field of a class of the tree, `Result.image`, by which a type holds bytes: models write and read them as plain text. */
export function bytesWithin(
  names: Names,
  annotation: Expr,
  scope: Scope,
  depth = 0,
): string | undefined {
  if (depth > MAX_DEPTH) return undefined;
  for (const expr of expressions(annotation)) {
    if (expr.kind !== 'name' && expr.kind !== 'attribute') continue;
    const value = names.valueOf(expr, scope);
    if (value.kind !== 'definition' || value.stmt.kind !== 'class') continue;
    const found = ofClass(value.names, value.stmt, depth);
    if (found !== undefined) return found;
  }
  return undefined;
}

function ofClass(names: Names, stmt: ClassStmt, depth: number): string | undefined {
  for (const each of lineOf({ names, stmt })) {
    const scope = each.names.scopeOf(each.stmt);
    for (const member of each.stmt.body.body) {
      const [target] = member.kind === 'assign' ? member.targets : [];
      if (member.kind !== 'assign' || !member.annotation || target?.kind !== 'name') continue;
      const { annotation } = member;
      if (saysBytes(annotation)) return `${stmt.name}.${target.id}`;
      const inner = bytesWithin(each.names, annotation, scope, depth + 1);
      if (inner !== undefined) return inner;
    }
  }
  return undefined;
}

function saysBytes(annotation: Expr): boolean {
  return [...expressions(annotation)].some(
    (expr) =>
      (expr.kind === 'name' && expr.id === 'bytes') ||
      (expr.kind === 'string' && /\bbytes\b/.test(expr.value ?? '')),
  );
}
