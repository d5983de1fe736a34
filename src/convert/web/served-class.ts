import type { Method, Unit, UnitDecorator } from '../../program/units.ts';
import type { FunctionStmt } from '../../python/syntax.ts';
import { snake } from '../../text/case.ts';
import { madeObject } from '../constructors/served.ts';
import type { Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import type { Reason } from '../plan.ts';
import { reason } from '../settings/reasons.ts';
import { startupPart } from '../startup/build-functions.ts';
import { SERVES } from './served-method.ts';

/** What other transforms would make of the class: it stays a class of its own. */
const INSTEAD = ['modal.App.cls', 'modal.enter', 'modal.exit'];
/** Decorators that go from the class and its methods. */
const GONE = [...INSTEAD, 'modal.build'];

/**
 * A class that serves an app or starts a server stays a plain class: the function `server`, put after it, makes an object and
 * runs its hooks, as Modal's container does.
 */
export function servedClass(context: UnitContext, method: Method, server: string): Part {
  const { unit } = context;
  const hooks = unit.methods.filter(({ role }) => role === 'enter' || role === 'exit');
  const gone = [...unit.decorators, ...method.decorators, ...hooks.flatMap(decoratorsOf)].filter(
    ({ symbol }) =>
      symbol !== undefined && (GONE.includes(symbol.name) || SERVES.test(symbol.name)),
  );
  const { refused, reasons } = madeObject(context);
  const started = startupPart(context);
  const part: Part = {
    ...(refused !== undefined && { refused }),
    instead: INSTEAD,
    removed: gone.map(({ decorator }) => decorator.span),
    needs: [{ module: 'fal' }],
    reasons: [...reasons, ...loopReasons(context, hooks)],
    after: [server],
  };
  return mergeParts([part, started]);
}

function decoratorsOf({ decorators }: Method): readonly UnitDecorator[] {
  return decorators;
}

/** An event loop of its own for the hooks is not the one that the server runs in. */
function loopReasons(context: UnitContext, hooks: readonly Method[]): Reason[] {
  return hooks.flatMap(({ stmt }) => {
    if (!stmt.async) return [];
    const message = `\`${stmt.name}\` is \`async\`, and the server's event loop does not run yet: call it where the app starts, or make it a plain function`;
    return [reason(context, 'manual', message, stmt.nameSpan)];
  });
}

/** The lines that make an object of the class and run `serve` between its hooks. */
export function objectLines(context: UnitContext, serve: readonly string[]): string[] {
  const { unit, style } = context;
  const of = (role: Method['role'], snap: boolean): string[] =>
    unit.methods
      .filter((method) => method.role === role && method.snap === snap && !method.stmt.async)
      .filter(({ stmt }) => stmt.name !== '__init__')
      .map(({ stmt }) => `${objectName(unit)}.${stmt.name}(${nones(stmt)})`);
  const exit = of('exit', false);
  const ending = [
    'try:',
    ...serve.map((line) => style.indent + line),
    'finally:',
    ...exit.map((line) => style.indent + line),
  ];
  return [
    `${objectName(unit)} = ${unit.name}(${madeObject(context).args.join(', ')})`,
    ...of('enter', true),
    ...of('enter', false),
    ...(exit.length > 0 ? ending : serve),
  ];
}

/** Modal hands `None`s to the parameters of an exit hook. */
function nones({ params }: FunctionStmt): string {
  const needed = params.slice(1).filter((param) => param.star === '' && !param.default);
  return needed.map(() => 'None').join(', ');
}

/** `VoiceServer` → `voice_server`. */
export function objectName({ name }: Unit): string {
  const own = snake(name);
  return own === name ? `${own}_object` : own;
}
