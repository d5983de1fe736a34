import type { Method, UnitDecorator } from '../program/units.ts';
import type { Argument, FunctionStmt } from '../python/syntax.ts';
import { textOfExpr } from './layout.ts';
import type { FalSetting, Part, UnitContext } from './part.ts';
import { mergeParts } from './parts.ts';
import type { Reason } from './plan.ts';
import { reason } from './settings/reasons.ts';
import { decoratorCall } from './settings-text.ts';
import { foreground } from './web/foreground.ts';
import { toldBy } from './web/keywords.ts';
import { serverName } from './web/names.ts';
import { objectLines, objectName, servedClass, servedMethod } from './web/served-class.ts';

const SYMBOL = 'modal.web_server';

/** `@modal.web_server(8000)` → `@fal.function(exposed_port=8000)`, with the server in the foreground. */
export function unit(context: UnitContext): Part {
  const { stmt, methods, decorators } = context.unit;
  if (stmt.kind === 'function') return ofFunction(context, stmt, decorators);
  return mergeParts(methods.map((method) => ofMethod(context, method)));
}

function ofFunction(
  context: UnitContext,
  stmt: FunctionStmt,
  decorators: readonly UnitDecorator[],
): Part {
  const web = decorators.find(({ symbol }) => symbol?.name === SYMBOL);
  const main = decorators.find(({ symbol }) => symbol?.name === 'modal.App.function');
  if (!web || !main) return {};
  const port = argumentOf(web, 'port', 0);
  if (!port) return { refused: `the port of \`${stmt.name}\` is not written in its decorator` };
  const told = toldBy(context, web);
  const settings = [...context.collected, ...serverSettings(context, web, port)];
  const decorate: Part = {
    edits: [{ span: main.decorator.expr.span, text: decoratorCall(settings, context.style) }],
    removed: [web.decorator.span],
    needs: [{ module: 'fal' }],
    reasons: [...told.reasons, servedReason(context, stmt, web)],
  };
  return mergeParts([decorate, foreground(context, stmt)]);
}

function servedReason(context: UnitContext, stmt: FunctionStmt, web: UnitDecorator): Reason {
  const message = `the runner of \`${stmt.name}\` lives as long as its server: fal passes requests on to the port as they are`;
  return reason(context, 'rewrite-unsafe', message, web.decorator.span);
}

function argumentOf({ call }: UnitDecorator, name: string, at?: number): Argument | undefined {
  const positional = call?.args.filter((arg) => arg.name === undefined && arg.star === '') ?? [];
  return (
    call?.args.find((arg) => arg.name === name) ?? (at === undefined ? undefined : positional[at])
  );
}

function serverSettings(
  { file, collected }: UnitContext,
  web: UnitDecorator,
  port: Argument,
): FalSetting[] {
  const { source } = file.names.module;
  const patience = argumentOf(web, 'startup_timeout');
  const settings = [{ name: 'exposed_port', value: textOfExpr(source, port.value) }];
  const taken = collected.some(({ name }) => name === 'startup_timeout');
  if (patience && !taken)
    settings.push({ name: 'startup_timeout', value: textOfExpr(source, patience.value) });
  return settings;
}

/** A class that does nothing else stays a plain class, whose object a function makes. */
function ofMethod(context: UnitContext, method: Method): Part {
  const { unit, collected, style } = context;
  const { stmt, decorators } = method;
  const web = decorators.find(({ symbol }) => symbol?.name === SYMBOL);
  const port = web && argumentOf(web, 'port', 0);
  if (!web) return {};
  if (servedMethod(unit) !== method || !port) {
    const message = `\`${stmt.name}\` starts a server of its own, and a \`fal.App\` answers its endpoints only: start the server in a \`@fal.function(exposed_port=…)\``;
    return {
      removed: [web.decorator.span],
      reasons: [reason(context, 'manual', message, stmt.nameSpan)],
    };
  }
  const settings = [...collected, ...serverSettings(context, web, port)];
  const server = [
    `@${decoratorCall(settings, style)}`,
    `def ${serverName(unit)}():`,
    ...objectLines(context, `${objectName(unit)}.${stmt.name}()`).map(
      (line) => style.indent + line,
    ),
  ];
  return mergeParts([
    servedClass(context, method, server.join('\n')),
    { reasons: [...toldBy(context, web).reasons, servedReason(context, stmt, web)] },
    foreground(context, stmt),
  ]);
}
