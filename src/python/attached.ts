import { exprsOf } from './lookup.ts';
import type { Names } from './names.ts';
import type { Scope } from './scopes.ts';
import type { AssignStmt, AttributeExpr, Expr } from './syntax.ts';

/** `stub.volume = modal.Volume.persisted("v")`: an object put on another. */
export interface Attached {
  readonly stmt: AssignStmt;
  readonly target: AttributeExpr;
  readonly scope: Scope;
  readonly value: Expr;
}

const attachedIn = new WeakMap<Names, ReadonlyMap<string, readonly Attached[]>>();

/** Assignments of a file to attributes of plain names, by attribute; those to `self` are its class's. */
export function attachments(names: Names): ReadonlyMap<string, readonly Attached[]> {
  const known = attachedIn.get(names) ?? findAttachments(names);
  attachedIn.set(names, known);
  return known;
}

function findAttachments(names: Names): ReadonlyMap<string, readonly Attached[]> {
  const found = new Map<string, Attached[]>();
  const assigned = new Map<Expr, AssignStmt>();
  for (const stmt of names.scopes.stmts) {
    if (stmt.kind !== 'assign' || stmt.op !== '=' || stmt.targets.length !== 1) continue;
    const [target] = stmt.targets;
    if (target?.kind === 'attribute' && target.value.kind === 'name') assigned.set(target, stmt);
  }
  if (assigned.size === 0) return found;
  for (const { expr, scope } of exprsOf(names, 'attribute')) {
    const stmt = assigned.get(expr);
    if (!stmt?.value) continue;
    const one = { stmt, target: expr, scope, value: stmt.value };
    found.set(expr.attr, [...(found.get(expr.attr) ?? []), one]);
  }
  return found;
}
