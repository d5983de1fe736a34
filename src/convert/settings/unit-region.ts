import type { Span } from '../../model/span.ts';
import type { Unit } from '../../program/units.ts';
import type { FunctionStmt } from '../../python/syntax.ts';
import { webDecorator } from '../naming.ts';
import type { Region } from './paths.ts';
import { decoratorSpans } from './reach.ts';

/** A stretch of a unit that other parts of the conversion write anew. */
export interface HandedOver {
  readonly span: Span;
  /** For messages: "the default of `path`". */
  readonly what: string;
}

/** The code of a unit in which literals may be edited. */
export function unitRegion(unit: Unit): Region {
  const without = [...decoratorSpans(unit), ...handedOver(unit).map(({ span }) => span)];
  return { names: unit.file.names, span: unit.stmt.span, without };
}

/** Default values of endpoints, which become fields of a model, and class parameters. */
export function handedOver(unit: Unit): HandedOver[] {
  const { stmt, methods } = unit;
  if (stmt.kind === 'function') return webDecorator(unit) ? defaults(stmt) : [];
  const hooks = methods.filter(({ role }) => role !== 'plain');
  return [...hooks.flatMap((method) => defaults(method.stmt)), ...parameters(unit)];
}

function defaults({ params }: FunctionStmt): HandedOver[] {
  return params.flatMap(({ name, default: value }) =>
    value ? [{ span: value.span, what: `the default of \`${name}\`` }] : [],
  );
}

/** `path: str = modal.parameter(default="/cache")`. */
function parameters({ stmt, file }: Unit): HandedOver[] {
  const { names } = file;
  return stmt.body.body.flatMap((member) => {
    const call = member.kind === 'assign' ? member.value : undefined;
    const [target] = member.kind === 'assign' ? member.targets : [];
    if (call?.kind !== 'call' || target?.kind !== 'name') return [];
    const inside = stmt.kind === 'class' ? names.scopes.inside(stmt) : names.scopes.module;
    if (!names.symbolOf(call.func, inside)) return [];
    return [{ span: call.span, what: `the default of \`${target.id}\`` }];
  });
}
