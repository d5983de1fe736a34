import type { CallSite } from '../../program/units.ts';
import { askedById } from '../calls/found.ts';
import { callShape, differs, manual } from '../calls/shape.ts';
import { textOfExpr } from '../layout.ts';
import { appId } from '../naming.ts';
import type { CallContext, Part } from '../part.ts';

const FROM_ID = 'modal.FunctionCall.from_id';
const OTHER =
  'a spawned call is a future of a function, or a handle of a request: neither has this';
const CLASS =
  '`f.submit(…)` gives a `concurrent.futures.Future`, `fal_client.submit(…)` a `fal_client.SyncRequestHandle`';
const UNKNOWN =
  'a request is found again by the id of its app and its own: `fal_client.status(app, id)` tells whether it is done, `fal_client.result(app, id)` waits for it; a future has no id';

/** `modal.FunctionCall.from_id(call_id)` → `fal_client.SyncClient().get_handle("acme/jobs", call_id)`; the rest of the class is for a person. */
export function call(context: CallContext, site: CallSite): Part {
  const { name } = site.use.symbol;
  if (name === FROM_ID) return handlePart(context, site);
  return manual(context, site, name === 'modal.FunctionCall' ? CLASS : OTHER);
}

function handlePart(context: CallContext, site: CallSite): Part {
  const shape = callShape(site);
  const asked = askedById(context, site);
  const [id, second] = shape?.call.args ?? [];
  if (!shape || !asked || !id || second || id.star !== '') return manual(context, site, UNKNOWN);
  const { source } = site.file.names.module;
  const { unit, method } = asked;
  const q = context.style.quote;
  const app = appId(unit, context.units, context.options);
  const what = method === undefined ? unit.name : `${unit.name}.${method}`;
  const message = `the id is taken for that of a request to \`${app}\`: only calls of \`${what}\` have ids that are read here`;
  return {
    edits: [
      {
        span: (shape.aio ? shape.whole : shape.call).span,
        text: `fal_client.SyncClient().get_handle(${q}${app}${q}, ${textOfExpr(source, id.value)})`,
      },
    ],
    needs: [{ module: 'fal_client' }],
    reasons: [differs(context, site, message)],
  };
}
