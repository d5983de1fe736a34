import type { Program } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf, type Scope } from '../../python/scopes.ts';
import type { CallExpr, Expr } from '../../python/syntax.ts';
import { styleOf, textOfExpr } from '../layout.ts';
import { pythonString, pyValue } from '../settings/literals.ts';
import { rewriteMountPath } from '../mounts/mounts.ts';
import { mountsOf } from '../mounts/read-mounts.ts';
import { fieldsOf, initFields, type Field } from './fields.ts';
import { makingsOf, type Making } from './constructor-calls.ts';

/** What all objects of a class are made with in one field, as source that the class body can hold. */
export interface Given {
  readonly text: string;
  /** Callers say it, or leave it to the default. */
  readonly by: 'callers' | 'default';
}

/** By field: what is given everywhere; nothing where it varies or is not known. */
export type Handed = ReadonlyMap<string, Given | undefined>;

const known = new WeakMap<Unit, Handed>();

/** Reads every place of the program that makes an object of the class. */
export function handedTo(program: Program, unit: Unit): Handed {
  const found = known.get(unit) ?? readHanded(program, unit);
  known.set(unit, found);
  return found;
}

/** Whether all that an object is made with is the same everywhere, and stands on the class now. */
export function isSettled(program: Program, unit: Unit, call: CallExpr): boolean {
  const handed = handedTo(program, unit);
  const named = argumentsOf(unit, call);
  return named !== undefined && [...named.keys()].every((name) => handed.get(name) !== undefined);
}

function readHanded(program: Program, unit: Unit): Handed {
  const fields = fieldsOf(unit);
  const makings = fields.length > 0 ? makingsOf(program, unit) : undefined;
  const made = makings?.map((making) => ({ making, args: argumentsOf(unit, making.call) }));
  return new Map(
    fields.map((field) => {
      const texts = made?.map(({ making, args }) => args && textIn(unit, field, making, args));
      return [field.name, texts && sameText(unit, field, texts)] as const;
    }),
  );
}

/** The one text of all objects; the default where there are none in the program. */
function sameText(
  unit: Unit,
  field: Field,
  texts: readonly (string | undefined)[],
): Given | undefined {
  const fallback = field.fallback && defaultText(unit, field.fallback);
  const own = defaultOf(unit, field);
  if (own !== undefined && texts.every((text) => text === fallback))
    return { text: own, by: 'default' };
  const [only] = texts;
  return only !== undefined && texts.every((text) => text === only)
    ? { text: only, by: 'callers' }
    : undefined;
}

/** The default of a field as it is written, unless it is a path that moves. */
export function defaultOf(unit: Unit, { fallback }: Field): string | undefined {
  if (!fallback) return undefined;
  const { names } = unit.file;
  const text = textOf(constantOf(names, fallback, names.scopes.module));
  const moved = text === undefined ? text : rewriteMountPath(text, mountsOf(unit));
  return moved === undefined || moved === text
    ? textOfExpr(names.module.source, fallback)
    : pythonString(moved, styleOf(names).quote);
}

function defaultText(unit: Unit, fallback: Expr): string {
  const { names } = unit.file;
  const { module } = names.scopes;
  return plainText(unit, names, fallback, module) ?? textOfExpr(names.module.source, fallback);
}

/** What one object has in a field; nothing where that is not known before the program runs. */
function textIn(
  unit: Unit,
  { name, fallback }: Field,
  { names, scope }: Making,
  args: ReadonlyMap<string, Expr>,
): string | undefined {
  const given = args.get(name);
  if (!given) return fallback && defaultText(unit, fallback);
  const named = sharedName(unit, names, given, scope);
  // A field before this one would take the place of what is meant.
  const clashes = fieldsOf(unit).some((other) => other.name !== name && other.name === named);
  return plainText(unit, names, given, scope) ?? (clashes ? undefined : named);
}

/** Source of a plain constant, with the paths of volumes as they are on fal. */
function plainText(unit: Unit, names: Names, expr: Expr, scope: Scope): string | undefined {
  const constant = constantOf(names, expr, scope);
  const { quote } = styleOf(unit.file.names);
  if (constant.kind !== 'value' || typeof constant.value !== 'string')
    return pyValue(constant, quote);
  return pythonString(rewriteMountPath(constant.value, mountsOf(unit)), quote);
}

/** `MODEL`, `settings.model`: a name of the class's own file that the class body sees, and that means one thing. */
function sharedName(unit: Unit, names: Names, expr: Expr, scope: Scope): string | undefined {
  let root = expr;
  while (root.kind === 'attribute') root = root.value;
  if (root.kind !== 'name' || names !== unit.file.names) return undefined;
  const [binding, second] = bindingsOf(root.id, scope, root.span.start);
  if (!binding || second || binding.scope.kind !== 'module') return undefined;
  if (binding.scope.bindings.get(root.id)?.length !== 1) return undefined;
  const own = names.scopes.inside(unit.stmt).bindings.has(root.id);
  if (own || binding.from > unit.stmt.span.start) return undefined;
  return textOfExpr(names.module.source, expr);
}

/** The arguments of a call by field; nothing where their names are not known. */
function argumentsOf(unit: Unit, { args }: CallExpr): ReadonlyMap<string, Expr> | undefined {
  const order = initFields(unit).map(({ name }) => name);
  const found = new Map<string, Expr>();
  for (const [i, { name = order[i], star, value }] of args.entries()) {
    if (star !== '' || name === undefined) return undefined;
    found.set(name, value);
  }
  return found;
}
