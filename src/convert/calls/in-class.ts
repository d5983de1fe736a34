import type { CallSite, Unit } from '../../program/units.ts';
import type { Param } from '../../python/syntax.ts';
import { isGenerator } from '../endpoints/endpoint.ts';
import { wireOf } from '../endpoints/wire.ts';
import { modelName } from '../naming.ts';
import type { CallContext, Part } from '../part.ts';
import { takenBy } from '../web/params.ts';
import {
  argumentsText,
  calledUnit,
  differs,
  manual,
  namedArguments,
  paramsOf,
  type CallShape,
  type NamedArgument,
} from './shape.ts';

/** `self.m.local(x)` → `self.m(MInput(x=x))`: the endpoint is an ordinary method to its own class. */
export function inClassCall(context: CallContext, site: CallSite, shape: CallShape): Part {
  const { source } = site.file.names.module;
  const unit = calledUnit(context, site);
  const method = site.method ?? '';
  const stmt = unit?.methods.find((each) => each.stmt.name === method)?.stmt;
  const params = paramsOf(unit, method);
  const target = source.slice(shape.target.span.start, shape.target.span.end);
  const remote =
    shape.verb === undefined || shape.verb.attr === 'local'
      ? []
      : [
          differs(
            context,
            site,
            `\`${method}\` runs in the same runner, where Modal may start another`,
          ),
        ];
  if (!unit || !stmt || !params)
    return manual(context, site, `\`${method}\` is inherited: call it by hand`);
  if (isGenerator(stmt)) {
    const text = `${target.replace(/\w+$/, `_${method}`)}(${argumentsText(source, shape.call)})`;
    return { edits: [{ span: shape.call.span, text }], reasons: remote };
  }
  const named = namedArguments(source, shape.call, params);
  if (!named)
    return manual(
      context,
      site,
      `the arguments of \`${method}\` have no names here: its input model needs them`,
    );
  const fields = fieldsOf(context, unit, method);
  if (fields.length < params.length && named.some(({ name }) => name === undefined)) {
    const message = `\`**\` hides which arguments of \`${method}\` are fields of its input model: write them out`;
    return manual(context, site, message);
  }
  const text = ({ name, text: value }: NamedArgument): string =>
    name === undefined ? `**${value}` : `${name}=${value}`;
  // What `**` hands over goes to the model, which names it.
  const inside = named.filter(
    ({ name }) => name === undefined || fields.some((field) => field.name === name),
  );
  const beside = named.filter((each) => !inside.includes(each));
  const model = modelName(unit, method, context.units);
  const { fields: bytes } = wireOf(unit, method);
  // Within the class nothing is encoded: bytes go in as they are.
  const make = inside.some(({ name }) => (name === undefined ? bytes.size > 0 : bytes.has(name)))
    ? `${model}.model_construct`
    : model;
  const input =
    fields.length === 0
      ? argumentsText(source, shape.call)
      : [`${make}(${inside.map(text).join(', ')})`, ...beside.map(text)].join(', ');
  // `await self.m.remote.aio(x)` of a plain `def` has nothing to await.
  const whole = shape.awaited && !stmt.async ? shape.awaited : shape.call;
  return { edits: [{ span: whole.span, text: `${target}(${input})` }], reasons: remote };
}

/** The parameters that became fields of the method's input model; FastAPI fills the others of a route by itself. */
function fieldsOf(context: CallContext, unit: Unit, method: string): readonly Param[] {
  const found = unit.methods.find(({ stmt }) => stmt.name === method);
  const params = found?.stmt.params.slice(1) ?? [];
  if (found?.role !== 'web') return params;
  const { names } = unit.file;
  return takenBy({ ...context, unit, file: unit.file }, params, names.scopeOf(found.stmt)).fields;
}
