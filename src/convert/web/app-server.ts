import type { Method, UnitDecorator } from '../../program/units.ts';
import type { FunctionStmt } from '../../python/syntax.ts';
import type { FalSetting, Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import type { Reason } from '../plan.ts';
import { reason } from '../settings/reasons.ts';
import { decoratorCall } from '../settings/settings-text.ts';
import { toldBy } from './keywords.ts';
import { moduleApps } from './module-app.ts';
import { serverName } from './server-names.ts';
import { withRequirements } from './requirements.ts';
import { objectLines, objectName, servedClass } from './served-class.ts';
import { servedMethod } from './served-method.ts';

/** The two kinds of apps that a function can return. */
export type AppKind = 'asgi' | 'wsgi';

const PORT = '8080';

/** `@modal.asgi_app()` or `@modal.wsgi_app()`: what makes the app stays, and a function put after it serves the app on a port. */
export function servedApp(context: UnitContext, kind: AppKind): Part {
  const { stmt, methods, decorators } = context.unit;
  const find = (all: readonly UnitDecorator[]): UnitDecorator | undefined =>
    all.find(({ symbol }) => symbol?.name === `modal.${kind}_app`);
  if (stmt.kind === 'function') {
    const web = find(decorators);
    return web ? ofFunction(context, stmt, web, kind) : {};
  }
  const parts = methods.map((method) => {
    const web = find(method.decorators);
    return web ? ofMethod(context, method, web, kind) : {};
  });
  return mergeParts(parts);
}

function ofFunction(
  context: UnitContext,
  stmt: FunctionStmt,
  web: UnitDecorator,
  kind: AppKind,
): Part {
  const [param] = stmt.params;
  if (param) return { refused: `\`${stmt.name}\` makes an app, and takes \`${param.name}\`` };
  if (stmt.async) return { refused: `\`${stmt.name}\` makes an app, and is \`async\`` };
  const gone = context.unit.decorators.filter(
    ({ symbol }) => symbol?.name === 'modal.App.function' || symbol === web.symbol,
  );
  const serve: Part = {
    removed: gone.map(({ decorator }) => decorator.span),
    after: [serverText(context, kind, [runLine(context, kind, `${stmt.name}()`)])],
    needs: [{ module: 'fal' }],
    reasons: servedReasons(context, web),
  };
  return mergeParts([serve, moduleApps(context, stmt)]);
}

function ofMethod(context: UnitContext, method: Method, web: UnitDecorator, kind: AppKind): Part {
  const { unit } = context;
  const { stmt } = method;
  if (servedMethod(unit) === method) {
    const run = runLine(context, kind, `${objectName(unit)}.${stmt.name}()`);
    const server = serverText(context, kind, objectLines(context, [run]));
    return mergeParts([
      servedClass(context, method, server),
      { reasons: servedReasons(context, web) },
      moduleApps(context, stmt),
    ]);
  }
  const message = `\`${stmt.name}\` makes an app to be served, and a \`fal.App\` answers its endpoints only: make each route a \`@fal.endpoint\`, or move it to a class of its own`;
  return {
    removed: [web.decorator.span],
    reasons: [reason(context, 'manual', message, stmt.nameSpan)],
  };
}

function runLine({ style }: UnitContext, kind: AppKind, made: string): string {
  const { quote: q } = style;
  const app = kind === 'wsgi' ? `WSGIMiddleware(${made})` : made;
  return `uvicorn.run(${app}, host=${q}0.0.0.0${q}, port=${PORT})`;
}

/** A function that runs the server; it ends when the runner does. */
function serverText(context: UnitContext, kind: AppKind, body: readonly string[]): string {
  const { unit, units, style, collected } = context;
  const packages = kind === 'wsgi' ? ['a2wsgi', 'uvicorn'] : ['uvicorn'];
  const port: FalSetting = { name: 'exposed_port', value: PORT };
  const settings = [...withRequirements(collected, packages, style), port];
  const imports = [
    'import uvicorn',
    ...(kind === 'wsgi' ? ['from a2wsgi import WSGIMiddleware'] : []),
  ];
  return [
    `@${decoratorCall(settings, style)}`,
    `def ${serverName(unit, units)}():`,
    ...imports.map((line) => style.indent + line),
    '',
    ...body.map((line) => style.indent + line),
  ].join('\n');
}

function servedReasons(context: UnitContext, web: UnitDecorator): Reason[] {
  const message = `\`${serverName(context.unit, context.units)}\` serves the app on port ${PORT}: fal passes requests on as they are, to a path below the app's address`;
  return [
    ...toldBy(context, web).reasons,
    reason(context, 'rewrite-unsafe', message, web.decorator.span),
  ];
}
