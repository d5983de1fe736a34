import { attributeAt } from '../../python/lookup.ts';
import type { CallSite } from '../../program/units.ts';
import { isHttp } from '../naming.ts';
import { isGenerator } from '../endpoints/endpoint.ts';
import { isRequested, whyUnserved } from '../endpoints/requested.ts';
import type { CallContext, Part } from '../part.ts';
import { generatorName } from '../endpoints/listed-generator.ts';
import { argumentsText, calledUnit, callShape, manual, type CallShape } from './shape.ts';

/** `f.remote(x)` → `f<suffix>(x)`; an awaited call runs in a thread: `await asyncio.to_thread(f<suffix>, x)`. */
export function plainCall(context: CallContext, site: CallSite, suffix: string): Part {
  const { source } = site.file.names.module;
  const shape = callShape(site);
  const blocked = functionBlocker(context, site);
  if (blocked) return blocked;
  if (!shape) {
    const value = valueEdit(site, suffix);
    if (value) return value;
    return manual(
      context,
      site,
      `\`${site.use.symbol.name}\` is passed on as a value: call it where it is used`,
    );
  }
  const inner = generatorCall(context, site, shape);
  if (inner) return inner;
  const target = source.slice(shape.target.span.start, shape.target.span.end);
  if (shape.aio) {
    const args = argumentsText(source, shape.call);
    const text = `asyncio.to_thread(${target}${suffix}${args.trim() === '' ? '' : `, ${args.trimStart()}`})`;
    return { edits: [{ span: shape.call.span, text }], needs: [{ module: 'asyncio' }] };
  }
  const { end: start } = shape.target.parens ?? shape.target.span;
  return { edits: [{ span: { start, end: shape.verb?.span.end ?? start }, text: suffix }] };
}

/** `Thread(target=f.remote)` → `Thread(target=f)`. */
function valueEdit({ file, use }: CallSite, suffix: string): Part | undefined {
  const mention = attributeAt(file.names, use.span)?.expr;
  if (use.call || use.aio || mention?.kind !== 'attribute') return undefined;
  const start = (mention.value.parens ?? mention.value.span).end;
  return { edits: [{ span: { start, end: mention.span.end }, text: suffix }] };
}

/** `count.local(3)` of a generator → `_count(3)`: its items come one by one in the same process. */
function generatorCall(context: CallContext, site: CallSite, shape: CallShape): Part | undefined {
  const stmt = calledUnit(context, site)?.stmt;
  if (stmt?.kind !== 'function' || !isGenerator(stmt)) return undefined;
  const { target, verb } = shape;
  const isHere = site.file.names.scopes.stmts.includes(stmt);
  if (target.kind === 'name' && !isHere) {
    const message = `\`${stmt.name}\` is a generator: import \`${generatorName(stmt.name)}\` and call it`;
    return manual(context, site, message);
  }
  const start = target.kind === 'attribute' ? target.attrSpan.start : target.span.start;
  return {
    edits: [{ span: { start, end: (verb ?? target).span.end }, text: generatorName(stmt.name) }],
  };
}

/** Why a call on a function unit cannot be a call of a `fal.function`. */
export function functionBlocker(context: CallContext, site: CallSite): Part | undefined {
  const unit = calledUnit(context, site);
  const isElsewhere = site.use.receiver?.definition === undefined;
  const why = unit && isElsewhere ? whyUnserved(unit) : undefined;
  if (unit && why !== undefined) {
    const message = `a \`fal.function\` is called from the file that defines it, and \`${unit.name}\` cannot be an app, as it ${why}`;
    return manual(context, site, message);
  }
  if (!unit) {
    return manual(
      context,
      site,
      'the function is deployed elsewhere: a `fal.function` is called from the file that defines it',
    );
  }
  const { stmt } = unit;
  const shape = callShape(site);
  // A direct call ran in the process, as `local` does.
  const isLocal = shape !== undefined && (shape.verb?.attr ?? 'local') === 'local';
  if (isHttp(unit) && !(isLocal && isRequested(unit)))
    return manual(context, site, `\`${unit.name}\` answers HTTP requests on fal: call its address`);
  if (stmt.kind === 'function' && isGenerator(stmt) && !isLocal) {
    return manual(
      context,
      site,
      `\`${unit.name}\` is a generator, whose items cannot come back one by one: return a list, or make it a streaming endpoint`,
    );
  }
  return undefined;
}
