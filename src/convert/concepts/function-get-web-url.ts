import { attributeAt } from '../../python/lookup.ts';
import type { CallSite, Unit } from '../../program/units.ts';
import type { Span } from '../../model/span.ts';
import { calledUnit, callShape, differs, manual } from '../calls/shape.ts';
import { appId, endpointPath, OWNER_PLACEHOLDER, webDecorator } from '../naming.ts';
import type { CallContext, Part } from '../part.ts';
import { fieldAt, quoteAt } from '../quotes.ts';
import { serverName } from '../web/server-names.ts';
import { servedMethod } from '../web/served-method.ts';

/** `web.get_web_url()` → `"https://fal.run/acme/serve_web"`. */
export function call(context: CallContext, site: CallSite): Part {
  const span = spanOf(site);
  const unit = calledUnit(context, site);
  if (!span)
    return manual(context, site, 'the address is asked for in a way that is not known here');
  const id = unit && addressOf(context, unit, site.method);
  if (id === undefined) {
    const message =
      'the address of an app on fal is `https://fal.run/<owner>/<app>`: write it here';
    return manual(context, site, message);
  }
  const { names } = site.file;
  const address = `https://fal.run/${id}`;
  const quote = quoteAt(names, span, context.style);
  const field = fieldAt(names, span);
  const edits = [field ? { span: field, text: address } : { span, text: quote + address + quote }];
  const message = `the address holds the names \`${id}\`: it changes with them, and requests need the fal key`;
  return { edits, reasons: [differs(context, site, message)] };
}

/** Of `await f.get_web_url.aio()`, `f.get_web_url()`, and of the property `f.web_url` that it once was. */
function spanOf(site: CallSite): Span | undefined {
  const { use, file } = site;
  const shape = callShape(site);
  if (shape) return (shape.awaited ?? shape.call).span;
  if (use.call || use.symbol.legacy === undefined) return undefined;
  const found = attributeAt(file.names, use.span);
  return found?.expr.span;
}

/** What stands behind `https://fal.run/`. */
function addressOf(
  { units, options }: CallContext,
  unit: Unit,
  method: string | undefined,
): string | undefined {
  const owner = options.owner ?? OWNER_PLACEHOLDER;
  if (unit.kind === 'class') {
    if (servedMethod(unit)) return `${owner}/${serverName(unit, units)}`;
    const path = method === undefined ? '/' : endpointPath(unit, method);
    return appId(unit, units, options) + (path === '/' ? '' : path);
  }
  switch (webDecorator(unit)) {
    case 'modal.fastapi_endpoint':
      return appId(unit, units, options);
    case 'modal.asgi_app':
    case 'modal.wsgi_app':
    case 'modal.web_server':
      return `${owner}/${serverName(unit, units)}`;
    default:
      return undefined;
  }
}
