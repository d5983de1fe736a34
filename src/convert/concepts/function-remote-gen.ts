import type { CallSite } from '../../program/units.ts';
import type { CompoundStmt } from '../../python/syntax.ts';
import {
  argumentsText,
  calledUnit,
  callShape,
  isRequest,
  manual,
  type CallShape,
} from '../calls/shape.ts';
import { streamCall } from '../calls/stream-call.ts';
import { isGenerator } from '../endpoints/endpoint.ts';
import { isHttp } from '../naming.ts';
import { textOfExpr } from '../layout.ts';
import type { CallContext, Part } from '../part.ts';

/** `f.remote_gen(x)` → `f(x)`, which gives a list. */
export function call(context: CallContext, site: CallSite): Part {
  if (isRequest(context, site)) return streamCall(context, site);
  const shape = callShape(site);
  // Of what is looked up, nothing is defined here.
  const unit = site.use.receiver?.definition && calledUnit(context, site);
  const verb = shape?.verb;
  if (!shape || !verb)
    return manual(context, site, '`remote_gen` is passed on as a value: call it where it is used');
  if (!unit || isHttp(unit) || unit.stmt.kind !== 'function' || !isGenerator(unit.stmt))
    return manual(context, site, 'what yields the items is not known here: call it by hand');
  if (shape.aio) return awaitedItems(site, shape);
  const span = { start: (shape.target.parens ?? shape.target.span).end, end: verb.span.end };
  return { edits: [{ span, text: '' }] };
}

/** `async for x in f.remote_gen.aio(n)` → `for x in await asyncio.to_thread(f, n)`; elsewhere an asynchronous generator. */
function awaitedItems({ file }: CallSite, { call: whole, target }: CallShape): Part {
  const { names } = file;
  const { source } = names.module;
  const args = argumentsText(source, whole).trim();
  const thread = `asyncio.to_thread(${textOfExpr(source, target)}${args === '' ? '' : `, ${args}`})`;
  const needs = [{ module: 'asyncio' }];
  const loop = names.scopes.stmts.find(
    (stmt): stmt is CompoundStmt =>
      stmt.kind === 'for' && stmt.async && stmt.clauses[0]?.exprs[0] === whole,
  );
  const async = loop && /^async[ \t]+/.exec(source.slice(loop.span.start))?.[0];
  const { span } = whole;
  if (loop && async !== undefined) {
    const { start } = loop.span;
    return {
      edits: [
        { span: { start, end: start + async.length }, text: '' },
        { span, text: `await ${thread}` },
      ],
      needs,
    };
  }
  return {
    edits: [{ span, text: `(item for items in [${thread}] for item in await items)` }],
    needs,
  };
}
