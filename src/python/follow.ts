import { callStep, entered } from './call-step.ts';
import { changedValue } from './changes.ts';
import { kindOf, ownAssignment, lineOf, type UserClass } from './classes.ts';
import { entriesAt, itemsAt } from './collections.ts';
import { equal, truthOf } from './constant.ts';
import { constantAt } from './constants.ts';
import { externalName, moduleBehind } from './external.ts';
import { bindingAt, type Test } from './flow.ts';
import { instanceAttribute } from './instances.ts';
import type { Names } from './names.ts';
import { TOO_DEEP, deeper, exported, isUnknown, type Located, type Unknown } from './place.ts';
import { owner, type Binding, type Scope } from './scopes.ts';
import type { AttributeExpr, NameExpr, SubscriptExpr } from './syntax.ts';

/**
 * One step from an expression to the one that it stands for: through a name, an attribute, a condition, a call of a function
 * of the tree. Nothing for what stands for itself.
 */
export function step(from: Located): Located | Unknown | undefined {
  const at = deeper(from);
  if (!at) return { unknown: TOO_DEEP };
  const { expr } = at;
  switch (expr.kind) {
    case 'name':
      return nameStep(at, expr);
    case 'attribute':
      return attributeStep(at, expr);
    case 'call':
      return callStep(at, expr);
    case 'subscript':
      return subscriptStep(at, expr);
    case 'named':
      return { ...at, expr: expr.value };
    case 'conditional': {
      const held = truthAt({ ...at, expr: expr.test });
      if (held === undefined) return { unknown: 'decided when the program runs' };
      return { ...at, expr: held ? expr.then : expr.else };
    }
    case 'binary': {
      if (expr.op !== 'or' && expr.op !== 'and') return undefined;
      const held = truthAt({ ...at, expr: expr.left });
      if (held === undefined) return whyAt({ ...at, expr: expr.left });
      return { ...at, expr: held === (expr.op === 'or') ? expr.left : expr.right };
    }
    default:
      return undefined;
  }
}

/** The expression at the end of all steps. */
export function behind(at: Located): Located | Unknown {
  let here = at;
  for (;;) {
    const next = step(here);
    if (!next) return here;
    if (isUnknown(next)) return next;
    here = next;
  }
}

/** The last expression that the steps come to; where one of them is not known, the one before it. */
export function follow(at: Located): Located {
  let here = at;
  for (;;) {
    const next = step(here);
    if (!next || isUnknown(next)) return here;
    here = next;
  }
}

function whyAt(at: Located): Unknown {
  const constant = constantAt(at);
  return {
    unknown: constant.kind === 'unknown' ? constant.why : 'decided when the program runs',
  };
}

/** Whether an expression is true, where that is known. */
function truthAt(at: Located): boolean | undefined {
  const truth = truthOf(constantAt(at));
  if (truth !== undefined) return truth;
  const leaf = behind(at);
  // Objects of the SDK have no length and no truth of their own.
  const made = !isUnknown(leaf) && leaf.expr.kind === 'call' ? leaf : undefined;
  const value = made?.names.valueOf(made.expr, made.scope);
  return value?.kind === 'instance' ? true : undefined;
}

/** Answers what a condition of a scope comes to. */
export function testIn(at: Located, scope: Scope): Test {
  return (condition) => truthAt({ ...at, scope, expr: condition });
}

function nameStep(at: Located, expr: NameExpr): Located | Unknown | undefined {
  const { names, scope } = at;
  const { id, span } = expr;
  const test = testIn(at, owner(id, scope) ?? scope);
  const binding = bindingAt(at, id, span.start, test);
  if (!binding) {
    const other = names.starSource(id);
    return other ? exported(other, id, at) : undefined;
  }
  if (binding === 'several') return { unknown: `\`${id}\`, which is set in several places` };
  const given = at.frame?.get(binding);
  if (given) return { ...given, ...(at.walk && { walk: at.walk }) };
  const changed = isDisplayed(names, binding) ? changedValue(at, binding, test) : undefined;
  if (changed === 'changed') return { unknown: `\`${id}\`, which is changed after it is made` };
  return changed ? { ...at, scope: binding.scope, expr: changed } : bindingStep(at, binding);
}

/** Whether a binding may hold a list or dict: nothing of the SDK is one. */
function isDisplayed(names: Names, { how, scope }: Binding): boolean {
  if (how.kind !== 'assign') return how.kind === 'import-from' || how.kind === 'augment';
  return names.valueOf(how.value, scope).kind !== 'instance';
}

function bindingStep(at: Located, binding: Binding): Located | Unknown | undefined {
  const { how, name, scope } = binding;
  switch (how.kind) {
    case 'assign':
    case 'augment':
      return { ...at, scope, expr: how.value };
    case 'param': {
      const given = at.frame?.get(how.param);
      if (!given) return { unknown: `the parameter \`${name}\`` };
      return { ...given, ...(at.walk && { walk: at.walk }) };
    }
    case 'import-from': {
      const { module, level } = how.stmt;
      const other = at.names.open(module, level);
      if (other && !at.names.open(dotted(module, how.name), level)) {
        return exported(other, how.name, at);
      }
      return undefined;
    }
    case 'import':
    case 'function':
    case 'class':
      return undefined;
    default:
      return { unknown: `\`${name}\`, which is worked out when the program runs` };
  }
}

function dotted(module: string, name: string): string {
  return module === '' ? name : `${module}.${name}`;
}

/** `config.GPU`, `Config.gpu`, `CONFIG.gpu`, `self.gpu`, `Gpu.H100.value`. */
function attributeStep(at: Located, expr: AttributeExpr): Located | Unknown | undefined {
  const { names, scope } = at;
  const { value: base, attr } = expr;
  const module =
    base.kind === 'name' ? moduleBehind(names, base.id, scope, base.span.start) : undefined;
  if (module) return exported(module, attr, at);
  const value = names.valueOf(base, scope);
  if (value.kind === 'file') {
    const other = value.from.open(value.module, value.level);
    return other && exported(other, attr, at);
  }
  if (value.kind === 'symbol' || value.kind === 'instance') return undefined;
  if (attr === 'value' && base.kind === 'attribute') {
    const enumeration = classAt({ ...at, expr: base.value });
    if (enumeration && kindOf(enumeration) === 'enum') return bodyName(at, enumeration, base.attr);
  }
  const object = objectAt({ ...at, expr: base });
  if (object) return instanceAttribute(object.of, object.made, attr, READERS);
  const of = classAt({ ...at, expr: base });
  if (of) return classAttribute(at, of, attr);
  // Nobody knows which object `self` is, but what the class says of all of them.
  return value.kind === 'self' ? classAttribute(at, value, attr) : undefined;
}

/** The class that an expression names. */
export function classAt(at: Located): UserClass | undefined {
  const leaf = behind(at);
  if (isUnknown(leaf) || (leaf.expr.kind !== 'name' && leaf.expr.kind !== 'attribute'))
    return undefined;
  const value = leaf.names.valueOf(leaf.expr, leaf.scope);
  return value.kind === 'definition' && value.stmt.kind === 'class'
    ? { names: value.names, stmt: value.stmt }
    : undefined;
}

/** The call of a class of the tree that makes the object of an expression. */
export function objectAt(
  at: Located,
): { readonly of: UserClass; readonly made: Located } | undefined {
  const leaf = behind(at);
  if (isUnknown(leaf) || leaf.expr.kind !== 'call') return undefined;
  const of = classAt({ ...leaf, expr: leaf.expr.func });
  return of && { of, made: leaf };
}

/** A name of a class's body, as the class itself has it. */
function classAttribute(at: Located, of: UserClass, attr: string): Located | Unknown | undefined {
  if (kindOf(of) === 'enum' && !isTextual(of)) return undefined;
  for (const home of lineOf(of)) {
    const scope = home.names.scopes.inside(home.stmt);
    if (!scope.bindings.has(attr)) continue;
    if (!ownAssignment(home, attr)?.value && !isSetInBranch(scope, attr)) return undefined;
    return bodyName(at, home, attr);
  }
  return undefined;
}

/** A name as it is at the end of a class's body. */
function bodyName(
  at: Located,
  { names, stmt }: UserClass,
  name: string,
): Located | Unknown | undefined {
  const { end } = stmt.body.span;
  const expr: NameExpr = { kind: 'name', id: name, span: { start: end, end } };
  return nameStep({ ...at, names, scope: names.scopes.inside(stmt), expr }, expr);
}

/** Whether the members of an enum are texts or numbers themselves. */
function isTextual(of: UserClass): boolean {
  return lineOf(of).some(({ names, stmt }) =>
    stmt.args.some(({ value }) =>
      /^(?:str|int|enum\.(?:Str|Int)Enum)$/.test(
        externalName(names, value, names.scopeOf(stmt)) ?? '',
      ),
    ),
  );
}

function isSetInBranch(scope: Scope, attr: string): boolean {
  return scope.bindings.get(attr)?.every(({ how }) => how.kind === 'assign') ?? false;
}

function subscriptStep(at: Located, expr: SubscriptExpr): Located | undefined {
  const base = behind({ ...at, expr: expr.value });
  if (isUnknown(base) || !/^(?:dict|list|tuple)$/.test(base.expr.kind)) return undefined;
  const index = constantAt({ ...at, expr: expr.index });
  if (base.expr.kind !== 'dict') {
    const items = itemsAt(base);
    const place = index.kind === 'value' && typeof index.value === 'number' ? index.value : NaN;
    return isUnknown(items) ? undefined : items.at(Number.isInteger(place) ? place : Infinity);
  }
  const entries = entriesAt(base);
  if (isUnknown(entries)) return undefined;
  for (const { key, value } of entries.toReversed()) {
    const same = equal(constantAt(key), index);
    if (same === undefined) return undefined;
    if (same) return value;
  }
  return undefined;
}

/** What instances need of this file. */
const READERS = { constantAt, entered, testIn, bodyName };
export type Readers = typeof READERS;
