import type { CallSite, Unit } from '../../program/units.ts';
import { bindingsOf } from '../../python/scopes.ts';
import type { FunctionStmt } from '../../python/syntax.ts';
import { calleeOf, type Callee } from '../endpoints/callee.ts';
import { crossingShape, mentionedModel } from '../endpoints/bytes-type.ts';
import { yieldedBy } from '../endpoints/outcomes.ts';
import { modelsIn, type Model, type Shape } from '../endpoints/shape.ts';
import { wireOf } from '../endpoints/wire.ts';

/** What a call of a method has to convert: arguments that JSON does not carry as they are, and what comes back. */
export interface Crossing {
  readonly fields: ReadonlyMap<string, Shape>;
  readonly result?: Shape;
  /** The class of a result that comes as a dict, where the call cannot make an object of it again. */
  readonly hidden?: Model;
}

const NOTHING: Crossing = { fields: new Map() };

/** Reads what crosses in a call: bytes, and objects of the tree's classes. */
export function crossingOf(
  site: CallSite,
  unit: Unit | undefined,
  name: string | undefined,
): Crossing {
  const callee = calleeOf(unit, name);
  if (!unit || !callee) return NOTHING;
  const { stmt } = callee;
  const wire = wireOf(unit, name);
  const fields = new Map([...wire.fields].map(([field, { shape }]) => [field, shape]));
  for (const [field, model] of modelFields(unit, callee))
    if (!fields.has(field)) fields.set(field, model);
  return { fields, ...resultOf(site, unit, stmt, wire.result?.shape) };
}

/** Whatever holds such an object is made JSON as a whole. */
function modelFields(
  { file: { names } }: Unit,
  { stmt, params }: Callee,
): (readonly [string, Model])[] {
  const scope = names.scopeOf(stmt);
  return params.flatMap(({ name, annotation }) => {
    const model = annotation && mentionedModel(names, annotation, scope);
    return model ? [[name, model] as const] : [];
  });
}

function resultOf(
  site: CallSite,
  { file: { names } }: Unit,
  stmt: FunctionStmt,
  bytes: Shape | undefined,
): Pick<Crossing, 'result' | 'hidden'> {
  const { returns } = stmt;
  const scope = names.scopeOf(stmt);
  const model = returns && mentionedModel(names, returns, scope);
  if (!returns || !model || yieldedBy(stmt).length > 0) return bytes ? { result: bytes } : {};
  const shape = crossingShape(names, returns, scope);
  const models = shape ? modelsIn(shape) : [];
  const isSeen = models.length > 0 && models.every((each) => isVisible(site, each));
  return shape && isSeen ? { result: shape } : { hidden: model };
}

/** Whether the class has its name where the call stands, also while the program runs. */
function isVisible({ file: { names }, use }: CallSite, { name, file }: Model): boolean {
  const bindings = bindingsOf(name, use.scope, use.span.start);
  const isCertain = bindings.every(({ branches }) => branches.every(({ certain }) => certain));
  const value = names.nameValue(name, use.scope, use.span.start);
  return (
    isCertain &&
    value.kind === 'definition' &&
    value.stmt.kind === 'class' &&
    value.stmt.name === name &&
    value.names.file === file
  );
}
