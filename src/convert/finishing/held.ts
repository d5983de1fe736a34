import type { Program } from '../../program/program.ts';
import { attributesOf, type PlacedOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import type { Scope } from '../../python/scopes.ts';
import type { AssignStmt, AttributeExpr, ClassStmt, Expr, Stmt } from '../../python/syntax.ts';
import type { Value } from '../../python/values.ts';
import { falUnits } from '../fal-units.ts';

/** Objects on which something is called: requests go to an address instead. */
const CALLED = /^modal\.(?:Function|Cls|Obj)$/;

/** `self.attr = value`, alone. */
export interface Held {
  readonly stmt: AssignStmt;
  readonly value: Expr;
  readonly target: AttributeExpr;
  readonly scope: Scope;
}

/** `self.model = modal.Cls.from_name(…)()` and `self.model = Model()`, of which nothing is asked any more since the conversion. */
export function unaskedObjects(before: Program, after: Program, names: Names): Stmt[] {
  const old = before.files.find(({ path }) => path === names.file)?.names;
  return heldIn(names).flatMap(({ stmt, target, value, scope }) => {
    if (!isCalled(names, value, scope)) return [];
    const { attr } = target;
    const own = names.valueOf(target.value, scope);
    const isAsked = after.files.some((file) =>
      attributesOf(file.names, attr).some(
        (mention) => mention.expr !== target && mayBeOf(own, file.names, mention),
      ),
    );
    // What nobody read before was there for others.
    return isAsked || !old || attributesOf(old, attr).length < 2 ? [] : [stmt];
  });
}

/** What a file gives to attributes of `self`. */
function heldIn(names: Names): readonly Held[] {
  return names.scopes.stmts.flatMap((stmt): Held[] => {
    if (stmt.kind !== 'assign' || stmt.op !== '=' || !stmt.value) return [];
    const [target, second] = stmt.targets;
    if (target?.kind !== 'attribute' || second) return [];
    const { scope } = names.scopes.placeOf(stmt);
    if (names.valueOf(target.value, scope).kind !== 'self') return [];
    return [{ stmt, target, value: stmt.value, scope }];
  });
}

function isCalled(names: Names, value: Expr, scope: Scope): boolean {
  const made = names.valueOf(value, scope);
  if (made.kind === 'instance' && CALLED.test(made.of)) return true;
  const of = value.kind === 'call' ? names.valueOf(value.func, scope) : undefined;
  return (
    of?.kind === 'definition' &&
    falUnits(of.names).some(({ kind, stmt }) => kind === 'app' && stmt === of.stmt)
  );
}

/** Whether an attribute may be asked of an object of a class, or of one of its kin: `self` of another class is none, nor is what is the SDK's. */
function mayBeOf(own: Value, names: Names, { expr, scope }: PlacedOf<'attribute'>): boolean {
  const asked = names.valueOf(expr.value, scope);
  if (asked.kind === 'symbol' || asked.kind === 'instance') return false;
  if (asked.kind !== 'self' || own.kind !== 'self') return true;
  return derives(asked, own) || derives(own, asked);
}

interface Class {
  readonly names: Names;
  readonly stmt: ClassStmt;
}

function derives({ names, stmt }: Class, from: Class, depth = 0): boolean {
  if (stmt === from.stmt) return true;
  return depth < MAX_BASES && names.basesOf(stmt).some((base) => derives(base, from, depth + 1));
}

const MAX_BASES = 8;
