import type { Span } from '../../model/span.ts';
import type { Unit } from '../../program/units.ts';
import { textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { FunctionStmt } from '../../python/syntax.ts';
import { initFields, parameterFields } from '../constructors/fields.ts';
import { isHttp } from '../naming.ts';
import { servedMethod } from '../web/served-method.ts';
import type { Region } from './paths.ts';
import { decoratorSpans } from '../settings/reach.ts';

/** A stretch of a unit that other parts of the conversion write anew. */
export interface HandedOver {
  readonly span: Span;
  /** For messages: "the default of `path`". */
  readonly what: string;
  /** Who writes it anew moves its path. */
  readonly moves?: boolean;
}

/** The code of a unit in which literals may be edited. */
export function unitRegion(unit: Unit): Region {
  const without = [...decoratorSpans(unit), ...handedOver(unit).map(({ span }) => span)];
  return { names: unit.file.names, span: unit.stmt.span, without };
}

/** Default values of endpoints, which become fields of a model, and class parameters. */
export function handedOver(unit: Unit): HandedOver[] {
  const { stmt, methods } = unit;
  if (stmt.kind === 'function') return isHttp(unit) ? defaults(stmt) : [];
  const hooks = methods.filter(({ role, stmt: { name } }) => role !== 'plain' && name !== INIT);
  return [...hooks.flatMap((method) => defaults(method.stmt)), ...fields(unit)];
}

const INIT = '__init__';

/** What the class is made with: `path: str = modal.parameter(default="/cache")`, `def __init__(self, path="/cache")`. */
function fields(unit: Unit): HandedOver[] {
  const { names } = unit.file;
  // A class that stays a plain class keeps its `__init__`.
  const own = servedMethod(unit) ? [] : initFields(unit);
  const all = [
    ...parameterFields(unit).map((field) => ({ ...field, span: field.call.span })),
    ...own.flatMap((field) => (field.fallback ? [{ ...field, span: field.fallback.span }] : [])),
  ];
  return all.map(({ name, fallback, span }) => {
    const text = fallback && textOf(constantOf(names, fallback, names.scopes.module));
    return { span, what: `the default of \`${name}\``, moves: text !== undefined };
  });
}

function defaults({ params }: FunctionStmt): HandedOver[] {
  return params.flatMap(({ name, default: value }) =>
    value ? [{ span: value.span, what: `the default of \`${name}\`` }] : [],
  );
}
