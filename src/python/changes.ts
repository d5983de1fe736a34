import { holds, loopsBack, type Test } from './flow.ts';
import type { Names } from './names.ts';
import type { Located } from './place.ts';
import { bindingsOf, runsWithin, type Binding, type Scope } from './scopes.ts';
import type { CallExpr, Expr, NameExpr, Stmt, SubscriptExpr } from './syntax.ts';

/** Something that changes the list or dict that a name is bound to: `x.append(y)`, `x[k] = y`. */
interface Change {
  readonly expr: CallExpr | SubscriptExpr;
  readonly target: NameExpr;
  readonly scope: Scope;
  /** The statement that is nothing but the change; absent where more is done with it. */
  readonly stmt?: Stmt;
}

const MUTATORS =
  /^(?:append|extend|insert|remove|pop|popitem|clear|update|setdefault|sort|reverse|add|discard)$/;

/**
 * What a name's list or dict has become by the time it is read at `at`: a display that begins with the binding's own value.
 * `changed` where that is not known, nothing where nothing changes it.
 */
export function changedValue(
  { names, scope, expr }: Located,
  binding: Binding,
  test: Test,
): Expr | 'changed' | undefined {
  const at = expr.span.start;
  const inOrder = runsWithin(scope, binding.scope);
  let value: Expr | undefined;
  for (const change of changesOf(names).get(binding.name) ?? []) {
    const { target, stmt } = change;
    if (!bindingsOf(target.id, change.scope, target.span.start).includes(binding)) continue;
    if (!stmt || change.scope !== binding.scope) return 'changed';
    const { branches } = names.scopes.placeOf(stmt);
    const later = inOrder && stmt.span.start >= at;
    if (loopsBack(branches, at)) return 'changed';
    if (later) continue;
    const held = holds(branches, inOrder ? at : undefined, test);
    if (held === false) continue;
    const next = held && after(value ?? original(binding), change, stmt);
    if (!next) return 'changed';
    value = next;
  }
  return value;
}

/** The name as it is read right behind its binding. */
function original({ name, from }: Binding): NameExpr {
  return { kind: 'name', id: name, span: { start: from, end: from } };
}

function after(before: Expr, { expr }: Change, stmt: Stmt): Expr | undefined {
  const { span } = expr;
  const all: Expr = { kind: 'starred', op: '*', value: before, span };
  if (expr.kind === 'subscript') {
    const value = stmt.kind === 'assign' ? stmt.value : undefined;
    return (
      value && { kind: 'dict', entries: [{ value: before }, { key: expr.index, value }], span }
    );
  }
  const method = expr.func.kind === 'attribute' ? expr.func.attr : '';
  const [first, second] = expr.args;
  if (method === 'update' && expr.args.every(({ star }) => star === '')) {
    const entries = expr.args.map(({ name, value }) =>
      name === undefined ? { value } : { key: literal(name, value), value },
    );
    return { kind: 'dict', entries: [{ value: before }, ...entries], span };
  }
  if (first?.star !== '' || first.name !== undefined || second) return undefined;
  const { value } = first;
  if (method === 'append') return { kind: 'list', items: [all, value], span };
  if (method !== 'extend') return undefined;
  return { kind: 'list', items: [all, { kind: 'starred', op: '*', value, span }], span };
}

function literal(value: string, { span }: Expr): Expr {
  return { kind: 'string', value, pieces: [], span };
}

const known = new WeakMap<Names, ReadonlyMap<string, readonly Change[]>>();

/** All changes of a file by the name that they go through, in order of the text; looked for once. */
function changesOf(names: Names): ReadonlyMap<string, readonly Change[]> {
  const found = known.get(names) ?? readChanges(names);
  known.set(names, found);
  return found;
}

function readChanges(names: Names): ReadonlyMap<string, readonly Change[]> {
  const whole = new Map<Expr, Stmt>();
  for (const stmt of names.scopes.stmts) {
    const expr =
      stmt.kind === 'expr'
        ? stmt.exprs[0]
        : stmt.kind === 'assign' && stmt.op === '=' && stmt.targets.length === 1
          ? stmt.targets[0]
          : undefined;
    if (expr) whole.set(expr, stmt);
  }
  const found = new Map<string, Change[]>();
  for (const { expr, scope } of names.scopes.exprs) {
    if (expr.kind !== 'call' && expr.kind !== 'subscript') continue;
    const target = changedBy(names, expr);
    if (target?.kind !== 'name') continue;
    const stmt = whole.get(expr);
    const change = { expr, target, scope, ...(stmt && { stmt }) };
    found.set(target.id, [...(found.get(target.id) ?? []), change]);
  }
  return found;
}

function changedBy(names: Names, expr: CallExpr | SubscriptExpr): Expr | undefined {
  if (expr.kind === 'subscript') return names.isTarget(expr) ? expr.value : undefined;
  const { func } = expr;
  return func.kind === 'attribute' && MUTATORS.test(func.attr) ? func.value : undefined;
}
