import type { CallSite } from '../../program/units.ts';
import { calledUnit, manual } from '../calls/shape.ts';
import { isGenerator } from '../endpoints/endpoint.ts';
import { generatorName } from '../endpoints/listed-generator.ts';
import { hasEndpointClass, webDecorator } from '../naming.ts';
import type { CallContext, Part } from '../part.ts';

/** `f.get_raw_f()` → `f.raw_func`; a function behind an endpoint is the plain function itself. */
export function call(context: CallContext, site: CallSite): Part {
  const unit = calledUnit(context, site);
  const { call: asked } = site.use;
  if (asked?.func.kind !== 'attribute' || unit?.stmt.kind !== 'function')
    return manual(context, site, 'the function is not known here: a `fal.function` has `raw_func`');
  const { value } = asked.func;
  const span = { start: (value.parens ?? value.span).end, end: asked.span.end };
  const web = webDecorator(unit);
  if (hasEndpointClass(unit)) return { edits: [{ span, text: '' }] };
  if (web !== undefined)
    return manual(
      context,
      site,
      `\`${unit.name}\` is no plain function on fal: call what it is made of`,
    );
  if (!isGenerator(unit.stmt)) return { edits: [{ span, text: '.raw_func' }] };
  const inner = generatorName(unit.name);
  if (value.kind === 'name' && !site.file.names.scopes.stmts.includes(unit.stmt))
    return manual(context, site, `\`${unit.name}\` is a generator: import \`${inner}\``);
  const { start } = value.kind === 'attribute' ? value.attrSpan : value.span;
  return { edits: [{ span: { start, end: span.end }, text: inner }] };
}
