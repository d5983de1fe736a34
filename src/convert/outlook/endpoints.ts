import type { EndpointOutlook, FalCall, FieldOutlook, ModalCall } from '../../model/outlook.ts';
import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { CallExpr, ClassStmt, FunctionStmt } from '../../python/syntax.ts';
import { expressionsIn } from '../../python/walk.ts';
import type { Method, Unit, UnitDecorator } from '../../program/units.ts';
import { textOfExpr } from '../layout.ts';
import { endpoints } from '../naming.ts';
import { freeName } from '../endpoints/reserved.ts';
import type { FalUnit } from '../fal-units.ts';

const WEB = /^modal\.(?:fastapi_endpoint|asgi_app|wsgi_app|web_server)$/;
/** Modal's addresses carry the workspace, which no program names. */
const WORKSPACE = 'WORKSPACE';

/** What others call of a unit, there and here; `app` is its id on fal. */
export function endpointOutlooks(unit: Unit, becomes: FalUnit, app: string): EndpointOutlook[] {
  if (becomes.kind === 'function') return served(unit, becomes, app);
  const { stmt } = becomes;
  if (stmt.kind !== 'class') return [];
  const web = unit.decorators.find(isWeb);
  if (unit.stmt.kind === 'function') {
    const [method] = methodsOf(stmt);
    if (!web || !method) return [];
    const fal = falCall(becomes, method, app);
    return fal ? [{ name: unit.name, modal: webCall(unit, web), fal }] : [];
  }
  return endpoints(unit).flatMap((method) => {
    const name = method.stmt.name;
    const after = methodsOf(stmt).find((each) => each.name === freeName(name));
    const fal = after && falCall(becomes, after, app);
    return fal ? [{ name: `${unit.name}.${name}`, modal: modalCall(unit, method), fal }] : [];
  });
}

/** A function that serves an app of the user's: paths and methods are the app's own. */
function served(unit: Unit, becomes: FalUnit, app: string): EndpointOutlook[] {
  const method = unit.methods.find(({ decorators }) => decorators.some(isWeb));
  const web = [...unit.decorators, ...(method?.decorators ?? [])].find(isWeb);
  if (!web) return [];
  const url = `https://fal.run/${app}`;
  const fal: FalCall = { method: 'any', url, streams: false, open: isOpen(becomes) };
  return [{ name: unit.name, modal: webCall(unit, web, method), fal }];
}

function isWeb({ symbol }: UnitDecorator): boolean {
  return symbol !== undefined && WEB.test(symbol.name);
}

function modalCall(unit: Unit, method: Method): ModalCall {
  const web = method.decorators.find(isWeb);
  if (web) return webCall(unit, web, method);
  const params = method.stmt.params.slice(1).map(({ star, name }) => star + name);
  return {
    by: 'python',
    call: `${unit.name}().${method.stmt.name}.remote(${params.join(', ')})`,
  };
}

function webCall(unit: Unit, { symbol, call }: UnitDecorator, method?: Method): ModalCall {
  const told = (name: string): string | undefined => {
    const argument = call?.args.find((arg) => arg.name === name)?.value;
    return argument && textOf(constantOf(unit.file.names, argument, unit.scope));
  };
  const isRoute = symbol?.name === 'modal.fastapi_endpoint';
  const first = call?.args.find(({ name, star }) => name === undefined && star === '')?.value;
  const positional = first && textOf(constantOf(unit.file.names, first, unit.scope));
  const verb = isRoute ? (told('method') ?? positional ?? 'GET').toUpperCase() : 'any';
  const app = unit.app && textOf(unit.app.name);
  const parts = [app ?? 'APP', unit.name, ...(method ? [method.stmt.name] : [])];
  const label =
    told('label') ?? parts.map((part) => (part === 'APP' ? part : slug(part))).join('-');
  return { by: 'http', method: verb, url: `https://${WORKSPACE}--${label}.modal.run` };
}

/** As Modal makes it of names: capitals fall, all other signs are hyphens. */
function slug(name: string): string {
  return name.toLowerCase().replace(/[^a-z\d]+/g, '-');
}

function methodsOf({ body }: ClassStmt): FunctionStmt[] {
  return body.body.flatMap((member) => (member.kind === 'function' ? [member] : []));
}

function falCall(unit: FalUnit, method: FunctionStmt, app: string): FalCall | undefined {
  const calls = method.decorators.flatMap(({ expr }) => (expr.kind === 'call' ? [expr] : []));
  const endpoint = calls.find(({ func }) => func.kind === 'attribute' && func.attr === 'endpoint');
  const path = endpoint && pathOf(unit, endpoint);
  if (path === undefined) return undefined;
  const body = bodyOf(unit, method);
  return {
    method: 'POST',
    url: `https://fal.run/${app}${path === '/' ? '' : path}`,
    ...(body && { body }),
    streams: streams(method),
    ...(isEncoded(unit, method, body) && { base64: true }),
    open: isOpen(unit),
  };
}

/** Whether a field is `Base64Bytes`, the response a type that encodes, or an item of a stream encoded by hand. */
function isEncoded(
  { names }: FalUnit,
  { returns, body }: FunctionStmt,
  fields: readonly FieldOutlook[] = [],
): boolean {
  if (fields.some(({ type }) => /\bBase64Bytes\b/.test(type))) return true;
  const { module, scopes } = names;
  const [type] = returns?.kind === 'name' ? (scopes.module.bindings.get(returns.id) ?? []) : [];
  const assigned = type?.how.kind === 'assign' ? type.how.value : undefined;
  if (assigned && textOfExpr(module.source, assigned).includes('Base64Encoder.encode')) return true;
  return module.source.slice(body.span.start, body.span.end).includes('json.dumps(base64.');
}

function pathOf({ names, scope }: FalUnit, { args }: CallExpr): string | undefined {
  const [first] = args;
  return first && textOf(constantOf(names, first.value, scope));
}

/** The fields of the input model; nothing where FastAPI reads something else. */
function bodyOf({ names }: FalUnit, { params }: FunctionStmt): FieldOutlook[] | undefined {
  const [, input] = params;
  if (!input) return [];
  const { annotation } = input;
  if (annotation?.kind !== 'name') return undefined;
  const model = names.module.body.find(
    (stmt) => stmt.kind === 'class' && stmt.name === annotation.id,
  );
  if (model?.kind !== 'class') return undefined;
  return model.body.body.flatMap((member): FieldOutlook[] => {
    const [target] = member.kind === 'assign' ? member.targets : [];
    if (member.kind !== 'assign' || target?.kind !== 'name' || !member.annotation) return [];
    const type = textOfExpr(names.module.source, member.annotation);
    return [{ name: target.id, type, optional: member.value !== undefined }];
  });
}

function streams({ body }: FunctionStmt): boolean {
  const isStream = (text: string): boolean => text.startsWith('text/event-stream');
  for (const expr of expressionsIn(body.body)) {
    if (expr.kind === 'string' && expr.value !== undefined && isStream(expr.value)) return true;
  }
  return false;
}

function isOpen({ settings, names, scope }: FalUnit): boolean {
  const auth = settings.get('app_auth');
  return auth !== undefined && textOf(constantOf(names, auth, scope)) === 'public';
}
