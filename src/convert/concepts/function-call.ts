import type { CallSite } from '../../program/units.ts';
import type { Expr } from '../../python/syntax.ts';
import { askedById, type Asked } from '../calls/found.ts';
import { callShape, differs, manual } from '../calls/shape.ts';
import { hasSharedIds } from '../calls/shared-ids.ts';
import { textOfExpr } from '../layout.ts';
import { appId, OWNER_PLACEHOLDER } from '../naming.ts';
import { listed } from '../settings/literals.ts';
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
  const { args, message } = addressOf(context, asked, textOfExpr(source, id.value), id.value);
  return {
    edits: [
      {
        span: (shape.aio ? shape.whole : shape.call).span,
        text: `fal_client.SyncClient().get_handle(${args})`,
      },
    ],
    needs: [{ module: 'fal_client' }],
    reasons: [differs(context, site, message)],
  };
}

/** What `get_handle` is told: the app and the id, or the id that says the app. */
function addressOf(
  { units, options, style: { quote: q } }: CallContext,
  asked: readonly Asked[],
  id: string,
  { kind }: Expr,
): { readonly args: string; readonly message: string } {
  const [first] = asked;
  if (first && !hasSharedIds(units, first.unit)) {
    const app = appId(first.unit, units, options);
    const what = listed([...new Set(asked.map(nameOf))]);
    const message = `the id is taken for that of a request to \`${app}\`: only calls of ${what} have ids that are read here`;
    return { args: `${q}${app}${q}, ${id}`, message };
  }
  const owner = options.owner ?? OWNER_PLACEHOLDER;
  const text = kind === 'name' ? `f${q}${owner}/{${id}}${q}` : `(${q}${owner}/${q} + (${id}))`;
  return {
    args: `*${text}.split(${q}:${q})`,
    message: `the id is taken for one that says the app, as the program makes them now: ids of calls on Modal do not`,
  };
}

function nameOf({ unit, method }: Asked): string {
  return method === undefined ? unit.name : `${unit.name}.${method}`;
}
