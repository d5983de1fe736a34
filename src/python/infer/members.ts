import type { Names } from '../names.ts';
import type { Scope } from '../scopes.ts';
import type { ClassStmt, Expr, FunctionStmt } from '../syntax.ts';
import { UNKNOWN, type InstanceValue, type Value } from '../values.ts';
import { statements } from '../walk.ts';

/** What an attribute of `self` is assigned. */
interface Assigned {
  readonly expr: Expr;
  readonly scope: Scope;
}

const attributesIn = new WeakMap<Names, Map<ClassStmt, ReadonlyMap<string, Assigned>>>();

/** A method of a user's class as seen on its object; the classes that it inherits from are asked too. */
export function methodValue(names: Names, stmt: ClassStmt, attr: string): Value | undefined {
  const found = stmt.body.body.findLast((s) => s.kind === 'function' && s.name === attr);
  if (found?.kind === 'function') {
    const value = names.definitionValue(found, names.scopes.inside(stmt));
    if (value.kind === 'instance') return withOwner(value, stmt);
    return { kind: 'definition', names, stmt: found, owner: stmt };
  }
  for (const base of names.basesOf(stmt)) {
    const value = methodValue(base.names, base.stmt, attr);
    if (value) return value.kind === 'instance' ? withOwner(value, stmt) : value;
  }
  return undefined;
}

/** What `self.attr` is in the methods of a class. */
export function selfAttribute(names: Names, stmt: ClassStmt, attr: string): Value {
  const method = methodValue(names, stmt, attr);
  if (method) return method;
  const assigned = selfAttributes(names, stmt).get(attr);
  if (assigned) return names.valueOf(assigned.expr, assigned.scope);
  return UNKNOWN;
}

/** `self.x = value` of a class's methods and `x = value` of its body; a name with several values is left out. */
function selfAttributes(names: Names, stmt: ClassStmt): ReadonlyMap<string, Assigned> {
  const attributes = attributesIn.get(names) ?? new Map<ClassStmt, ReadonlyMap<string, Assigned>>();
  attributesIn.set(names, attributes);
  const known = attributes.get(stmt);
  if (known) return known;
  const found = new Map<string, Assigned[]>();
  const add = (name: string, expr: Expr, scope: Scope): void => {
    found.set(name, [...(found.get(name) ?? []), { expr, scope }]);
  };
  for (const member of stmt.body.body) {
    if (member.kind === 'function') addSelfAssignments(names, member, add);
    if (member.kind !== 'assign' || !member.value) continue;
    for (const target of member.targets) {
      if (target.kind === 'name') add(target.id, member.value, names.scopes.inside(stmt));
    }
  }
  const single = new Map<string, Assigned>();
  for (const [name, values] of found) {
    const [first] = values;
    if (first && values.length === 1) single.set(name, first);
  }
  attributes.set(stmt, single);
  return single;
}

function addSelfAssignments(
  names: Names,
  method: FunctionStmt,
  add: (name: string, expr: Expr, scope: Scope) => void,
): void {
  const self = method.params[0]?.name;
  for (const stmt of statements(method.body.body)) {
    if (stmt.kind !== 'assign' || !stmt.value) continue;
    for (const target of stmt.targets) {
      const onSelf =
        target.kind === 'attribute' && target.value.kind === 'name' && target.value.id === self;
      if (onSelf) add(target.attr, stmt.value, names.scopes.inside(method));
    }
  }
}

function withOwner(value: InstanceValue, owner: ClassStmt): InstanceValue {
  return value.definition ? { ...value, definition: { ...value.definition, owner } } : value;
}
