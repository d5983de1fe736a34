import type { Method, UnitDecorator } from '../../program/units.ts';
import { numberOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Argument, Expr, FunctionStmt } from '../../python/syntax.ts';
import { expressions } from '../../python/walk.ts';
import { indentOf, textOfExpr } from '../layout.ts';
import type { FalSetting, Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import type { Reason } from '../plan.ts';
import { reason } from '../settings/reasons.ts';
import { decoratorCall } from '../settings/settings-text.ts';
import { foreground, processOf } from '../web/foreground.ts';
import { toldBy } from '../web/keywords.ts';
import { serverName } from '../web/server-names.ts';
import { objectLines, objectName, servedClass } from '../web/served-class.ts';
import { servedMethod } from '../web/served-method.ts';

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
  const name = serverName(context.unit, context.units);
  const settings = [...context.collected, ...serverSettings(context, web, port)];
  const outer = indentOf(context.file.names.module.source, main.decorator.expr.span.start);
  const decorate: Part = {
    edits: [
      { span: main.decorator.expr.span, text: decoratorCall(settings, context.style, outer) },
      ...(name === stmt.name ? [] : [{ span: stmt.nameSpan, text: name }]),
    ],
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

function serverSettings(context: UnitContext, web: UnitDecorator, port: Argument): FalSetting[] {
  const { collected } = context;
  const patience = argumentOf(web, 'startup_timeout');
  const settings = [{ name: 'exposed_port', value: outside(context, port.value) }];
  const taken = collected.some(({ name }) => name === 'startup_timeout');
  if (patience && !taken)
    settings.push({ name: 'startup_timeout', value: outside(context, patience.value) });
  return settings;
}

/** A value as it is written, or its number where it reads names of the class: `port = 8000` in its body. */
function outside({ file, unit }: UnitContext, value: Expr): string {
  const { names } = file;
  const text = textOfExpr(names.module.source, value);
  if (unit.stmt.kind === 'function') return text;
  const scope = names.scopes.inside(unit.stmt);
  const own = [...expressions(value)].some(
    (expr) => expr.kind === 'name' && scope.bindings.has(expr.id),
  );
  const number = numberOf(constantOf(names, value, scope));
  if (!own) return text;
  if (number !== undefined) return String(number);
  return value.kind === 'name' ? `${unit.name}.${text}` : text;
}

/** A class that does nothing else stays a plain class, whose object a function makes. */
function ofMethod(context: UnitContext, method: Method): Part {
  const { unit, units, collected, style } = context;
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
  const started = unit.methods
    .filter((hook) => hook.role === 'enter' && !hook.stmt.async)
    .flatMap((hook) => processOf(context, hook.stmt) ?? []);
  const object = objectName(unit);
  const own = foreground(context, stmt);
  const waits = own.edits?.length ? [] : started.slice(-1);
  const wait = waits.map((name) => `${object}.${name}.wait()`);
  const server = [
    `@${decoratorCall(settings, style)}`,
    `def ${serverName(unit, units)}():`,
    ...objectLines(context, [`${object}.${stmt.name}()`, ...wait]).map(
      (line) => style.indent + line,
    ),
  ];
  return mergeParts([
    servedClass(context, method, server.join('\n')),
    { reasons: [...toldBy(context, web).reasons, servedReason(context, stmt, web)] },
    wait.length > 0 ? {} : own,
  ]);
}
