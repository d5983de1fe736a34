import type { CallSite } from '../../program/units.ts';
import { isHttp } from '../naming.ts';
import { isGenerator } from '../endpoint.ts';
import type { CallContext, Part } from '../part.ts';
import { argumentsText, calledUnit, callShape, manual } from './shape.ts';

/** `f.remote(x)` → `f<suffix>(x)`; an awaited call runs in a thread: `await asyncio.to_thread(f<suffix>, x)`. */
export function plainCall(context: CallContext, site: CallSite, suffix: string): Part {
  const { source } = site.file.names.module;
  const shape = callShape(site);
  const blocked = functionBlocker(context, site);
  if (blocked) return blocked;
  if (!shape) {
    return manual(
      context,
      site,
      `\`${site.use.symbol.name}\` is passed on as a value: call it where it is used`,
    );
  }
  const target = source.slice(shape.target.span.start, shape.target.span.end);
  if (shape.aio) {
    const args = argumentsText(source, shape.call);
    const text = `asyncio.to_thread(${target}${suffix}${args.trim() === '' ? '' : `, ${args.trimStart()}`})`;
    return { edits: [{ span: shape.call.span, text }], needs: [{ module: 'asyncio' }] };
  }
  const { end: start } = shape.target.parens ?? shape.target.span;
  return { edits: [{ span: { start, end: shape.verb?.span.end ?? start }, text: suffix }] };
}

/** Why a call on a function unit cannot be a call of a `fal.function`. */
export function functionBlocker(context: CallContext, site: CallSite): Part | undefined {
  const unit = calledUnit(context, site);
  if (!unit) {
    return manual(
      context,
      site,
      'the function is deployed elsewhere: a `fal.function` is called from the file that defines it',
    );
  }
  if (isHttp(unit))
    return manual(context, site, `\`${unit.name}\` answers HTTP requests on fal: call its address`);
  const { stmt } = unit;
  if (stmt.kind === 'function' && isGenerator(stmt)) {
    return manual(
      context,
      site,
      `\`${unit.name}\` is a generator, whose items cannot come back one by one: return a list, or make it a streaming endpoint`,
    );
  }
  return undefined;
}
