import type { Method, UnitDecorator } from '../../program/units.ts';
import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { FunctionStmt } from '../../python/syntax.ts';
import { eagerAnnotations } from '../endpoints/eager.ts';
import { endpoint, isGenerator } from '../endpoints/endpoint.ts';
import { inputModel } from '../endpoints/input-model.ts';
import { modelName } from '../naming.ts';
import type { Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import type { Reason } from '../plan.ts';
import { reason } from '../settings/reasons.ts';
import { startsOf } from '../startup/starts.ts';
import { variableLines } from '../startup/variables.ts';
import { endpointClassText } from '../web/endpoint-class.ts';
import { toldBy, type Told } from '../web/keywords.ts';
import { endpointClass } from '../web/names.ts';
import { takenBy } from '../web/params.ts';
import { responseReasons } from '../web/responses.ts';

const SYMBOL = 'modal.fastapi_endpoint';

/** `@modal.fastapi_endpoint()`: a method becomes an endpoint, a function is served by a `fal.App` that is put after it. */
export function unit(context: UnitContext): Part {
  const { stmt, methods, decorators } = context.unit;
  if (stmt.kind === 'function')
    return mergeParts([servedFunction(context, stmt, decorators), eagerAnnotations(context)]);
  const parts = methods.map((method) => servedMethod(context, method));
  return mergeParts([...parts, eagerAnnotations(context)]);
}

function find(decorators: readonly UnitDecorator[]): UnitDecorator | undefined {
  return decorators.find(({ symbol }) => symbol?.name === SYMBOL);
}

function servedFunction(
  context: UnitContext,
  stmt: FunctionStmt,
  decorators: readonly UnitDecorator[],
): Part {
  const web = find(decorators);
  if (!web) return {};
  const open = stmt.params.find(({ star }) => star !== '');
  if (open) return { refused: starText(stmt, `${open.star}${open.name}`) };
  const { unit: of, units, collected } = context;
  const taken = takenBy(context, stmt.params, of.scope);
  const model =
    taken.fields.length > 0
      ? inputModel(context, modelName(of, stmt.name, units), taken.fields, of.scope)
      : undefined;
  const told = toldBy(context, web);
  const name = endpointClass(of, units);
  const settings = [...collected, ...told.settings];
  const setup = [
    ...variableLines(context),
    ...startsOf(context).startups.map((startup) => startup.text),
  ];
  const text = endpointClassText(context, stmt, { name, settings, taken, model, setup });
  const gone = decorators.filter(
    ({ symbol }) => symbol?.name === 'modal.App.function' || symbol?.name === SYMBOL,
  );
  return {
    removed: gone.map(({ decorator }) => decorator.span),
    after: [...(model ? [model.text] : []), text],
    needs: [{ module: 'fal' }, ...(model?.needs ?? [])],
    reasons: [
      ...routeReasons(context, stmt, web, told),
      ...taken.reasons,
      ...(model?.reasons ?? []),
    ],
  };
}

function servedMethod(context: UnitContext, method: Method): Part {
  const web = find(method.decorators);
  if (!web) return {};
  const { stmt } = method;
  const scope = context.file.names.scopeOf(stmt);
  const { fields, kept, reasons } = takenBy(context, stmt.params.slice(1), scope);
  const told = toldBy(context, web);
  const form = { decorator: SYMBOL, fields, kept, served: true };
  return mergeParts([
    endpoint(context, method, form),
    { reasons: [...routeReasons(context, stmt, web, told), ...reasons] },
  ]);
}

function starText({ name }: FunctionStmt, param: string): string {
  return `\`${param}\` of \`${name}\` cannot be a field of a JSON body`;
}

function routeReasons(
  context: UnitContext,
  stmt: FunctionStmt,
  web: UnitDecorator,
  told: Told,
): Reason[] {
  return [
    ...verbReason(context, stmt, web),
    ...told.reasons,
    ...generatorReason(context, stmt),
    ...responseReasons(context, stmt),
  ];
}

/** fal endpoints answer POST only; Modal's default is GET. */
function verbReason(
  context: UnitContext,
  stmt: FunctionStmt,
  { call, decorator }: UnitDecorator,
): Reason[] {
  const argument = call?.args.find((arg) => arg.name === 'method');
  const { names } = context.file;
  const verb = argument ? textOf(constantOf(names, argument.value, context.unit.scope)) : 'GET';
  if (verb?.toUpperCase() === 'POST') return [];
  const was =
    verb === undefined
      ? 'Modal decides when the program runs'
      : `Modal's answers ${verb.toUpperCase()}`;
  const message = `\`${stmt.name}\` answers POST requests on fal, where ${was}: its callers must change`;
  return [reason(context, 'rewrite-unsafe', message, argument?.span ?? decorator.span)];
}

function generatorReason(context: UnitContext, stmt: FunctionStmt): Reason[] {
  if (!isGenerator(stmt)) return [];
  const message = `\`${stmt.name}\` is a generator, and what FastAPI makes of it depends on its version: return a \`StreamingResponse\``;
  return [reason(context, 'manual', message, stmt.nameSpan)];
}
