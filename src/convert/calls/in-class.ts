import type { CallSite } from '../../program/units.ts';
import { isGenerator } from '../endpoint.ts';
import { modelName } from '../naming.ts';
import type { CallContext, Part } from '../part.ts';
import {
  argumentsText,
  calledUnit,
  differs,
  manual,
  namedArguments,
  paramsOf,
  type CallShape,
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
  const model = modelName(unit, method, context.units);
  const input =
    params.length === 0
      ? ''
      : `${model}(${named.map(({ name, text }) => `${name}=${text}`).join(', ')})`;
  // `await self.m.remote.aio(x)` of a plain `def` has nothing to await.
  const whole = shape.awaited && !stmt.async ? shape.awaited : shape.call;
  return { edits: [{ span: whole.span, text: `${target}(${input})` }], reasons: remote };
}
