import type { Method, UnitDecorator } from '../../program/units.ts';
import type { FunctionStmt } from '../../python/syntax.ts';
import type { FalSetting, Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import type { Reason } from '../plan.ts';
import { reason } from '../settings/reasons.ts';
import { decoratorCall } from '../settings-text.ts';
import { toldBy } from './keywords.ts';
import { moduleApps } from './module-app.ts';
import { serverName } from './names.ts';
import { withRequirements } from './requirements.ts';

/** The two kinds of apps that a function can return. */
export type AppKind = 'asgi' | 'wsgi';

const PORT = '8080';

/** `@modal.asgi_app()` or `@modal.wsgi_app()`: the function stays, and one put after it serves what it returns on a port. */
export function servedApp(context: UnitContext, kind: AppKind): Part {
  const { stmt, methods, decorators } = context.unit;
  const symbol = `modal.${kind}_app`;
  if (stmt.kind === 'function') return ofFunction(context, stmt, decorators, kind);
  return mergeParts(methods.map((method) => ofMethod(context, method, symbol)));
}

function ofFunction(
  context: UnitContext,
  stmt: FunctionStmt,
  decorators: readonly UnitDecorator[],
  kind: AppKind,
): Part {
  const web = decorators.find(({ symbol }) => symbol?.name === `modal.${kind}_app`);
  if (!web) return {};
  const [param] = stmt.params;
  if (param) return { refused: `\`${stmt.name}\` makes an app, and takes \`${param.name}\`` };
  if (stmt.async) return { refused: `\`${stmt.name}\` makes an app, and is \`async\`` };
  const told = toldBy(context, web);
  const gone = decorators.filter(
    ({ symbol }) => symbol?.name === 'modal.App.function' || symbol === web.symbol,
  );
  const serve: Part = {
    removed: gone.map(({ decorator }) => decorator.span),
    after: [serverText(context, stmt.name, kind)],
    needs: [{ module: 'fal' }],
    reasons: [...told.reasons, servedReason(context, web)],
  };
  return mergeParts([serve, moduleApps(context, stmt)]);
}

/** A function that runs the server; it ends when the runner does. */
function serverText(context: UnitContext, name: string, kind: AppKind): string {
  const { unit, style, collected } = context;
  const { quote: q, indent: i } = style;
  const packages = kind === 'wsgi' ? ['a2wsgi', 'uvicorn'] : ['uvicorn'];
  const port: FalSetting = { name: 'exposed_port', value: PORT };
  const settings = [...withRequirements(collected, packages, style), port];
  const app = kind === 'wsgi' ? `WSGIMiddleware(${name}())` : `${name}()`;
  const imports = kind === 'wsgi' ? [`${i}from a2wsgi import WSGIMiddleware`] : [];
  return [
    `@${decoratorCall(settings, style)}`,
    `def ${serverName(unit)}():`,
    `${i}import uvicorn`,
    ...imports,
    '',
    `${i}uvicorn.run(${app}, host=${q}0.0.0.0${q}, port=${PORT})`,
  ].join('\n');
}

function servedReason(context: UnitContext, { decorator }: UnitDecorator): Reason {
  const message = `\`${serverName(context.unit)}\` serves the app on port ${PORT}: fal passes requests on as they are, to a path below the app's address`;
  return reason(context, 'rewrite-unsafe', message, decorator.span);
}

/** An object of a `fal.App` has endpoints, and no app of its own that could be served. */
function ofMethod(context: UnitContext, { stmt, decorators }: Method, symbol: string): Part {
  const web = decorators.find((each) => each.symbol?.name === symbol);
  if (!web) return {};
  const message = `\`${stmt.name}\` makes an app to be served, and a \`fal.App\` answers its endpoints only: make each route a \`@fal.endpoint\`, or make the object and serve its app in a \`@fal.function(exposed_port=${PORT})\``;
  return {
    removed: [web.decorator.span],
    reasons: [reason(context, 'manual', message, stmt.nameSpan)],
  };
}
