import type { CallSite, Unit } from '../../program/units.ts';
import type { Expr, FunctionStmt, Param, UnaryExpr } from '../../python/syntax.ts';
import { bytesType, streamedType, type BytesType } from './bytes-type.ts';
import { certainOf, isOpen, resultOf } from './certain-bytes.ts';
import { calleeOf, type Callee } from './callee.ts';
import { certainlyBytes, joined, type Certain } from './certain.ts';
import { returnedBy, yieldedBy } from './outcomes.ts';
import { holdsBytes, optional, shapeText, type Shape } from './shape.ts';

/** Which of a method's parameters and results are bytes: they cross as base64 text. */
export interface Wire {
  readonly fields: ReadonlyMap<string, BytesType>;
  /** What it returns, or each item that it yields. */
  readonly result?: BytesType;
  /** Parameters that are bytes in one call and not known to be in another. */
  readonly lost: readonly Param[];
  /** What it returns or yields, where bytes stand in it and no type says how to take them out. */
  readonly lostResult?: Expr;
}

const NOTHING: Wire = { fields: new Map(), lost: [] };
/** Calls whose arguments are those of the method. */
const DIRECT = /^modal\.Function\.(?:remote|remote_gen|local|spawn)$/;

const known = new WeakMap<Unit, Map<string, Wire>>();

/** How the bytes of a method, or of a function, cross to fal and back; worked out once. */
export function wireOf(unit: Unit | undefined, name: string | undefined): Wire {
  const callee = calleeOf(unit, name);
  if (!unit || !callee) return NOTHING;
  const wires = known.get(unit) ?? new Map<string, Wire>();
  known.set(unit, wires);
  const wire = wires.get(callee.stmt.name) ?? readWire(unit, callee);
  wires.set(callee.stmt.name, wire);
  return wire;
}

function readWire(unit: Unit, { stmt, params }: Callee): Wire {
  const fields = new Map<string, BytesType>();
  const lost: Param[] = [];
  for (const [i, param] of params.entries()) {
    const type = fieldOf(unit, stmt, param, i);
    if (type === 'lost') lost.push(param);
    else if (type) fields.set(param.name, type);
  }
  const result = resultType(unit, stmt);
  if (result && 'shape' in result) return { fields, lost, result };
  return { fields, lost, ...(result && { lostResult: result }) };
}

function fieldOf(
  unit: Unit,
  stmt: FunctionStmt,
  param: Param,
  index: number,
): BytesType | 'lost' | undefined {
  const { names } = unit.file;
  if (param.star !== '') return undefined;
  if (!param.annotation) return inferred(unit, stmt, param, index);
  const type = bytesType(names, param.annotation, names.scopeOf(stmt));
  return type && isNone(param.default) ? orNone(type) : type;
}

function isNone(expr: Expr | undefined): boolean {
  return expr?.kind === 'constant' && expr.value === null;
}

function orNone(type: BytesType): BytesType {
  if (type.shape.kind === 'optional') return type;
  return { shape: optional(type.shape), text: (leaf) => `${type.text(leaf)} | None` };
}

/** A parameter without annotation is what its default and its callers make it. */
function inferred(
  unit: Unit,
  stmt: FunctionStmt,
  param: Param,
  index: number,
): BytesType | 'lost' | undefined {
  const { names } = unit.file;
  const scope = names.scopeOf(stmt);
  const given = unit.sites.flatMap((site) => argumentOf(unit, site, stmt.name, param.name, index));
  const all = param.default ? [certainOf(names, param.default, scope), ...given] : given;
  if (!all.some(certainlyBytes)) return undefined;
  return typeOf(joined(all)) ?? 'lost';
}

function argumentOf(
  { kind }: Unit,
  { use, method, file }: CallSite,
  called: string,
  name: string,
  index: number,
): Certain[] {
  if ((kind === 'class' && method !== called) || !use.call || !DIRECT.test(use.symbol.name))
    return [];
  const { args } = use.call;
  const positional = args[index];
  const argument =
    args.find((arg) => arg.name === name) ??
    (positional?.name === undefined && positional?.star === '' ? positional : undefined);
  return argument ? [certainOf(file.names, argument.value, use.scope)] : [];
}

function typeOf(value: Certain): BytesType | undefined {
  if (!value || value.kind === 'none' || value.kind === 'lost') return undefined;
  return holdsBytes(value) ? ofShape(value) : undefined;
}

function ofShape(shape: Shape): BytesType {
  return { shape, text: (leaf) => shapeText(shape, leaf) };
}

/** The type of what a method gives; the expression that gives bytes in a place without a type. */
function resultType({ file: { names } }: Unit, stmt: FunctionStmt): BytesType | Expr | undefined {
  const { returns } = stmt;
  const scope = names.scopeOf(stmt);
  const yields = yieldedBy(stmt);
  if (yields.length > 0) {
    const promised = returns && streamedType(names, returns, scope);
    return promised ?? yieldedType(names, stmt, yields);
  }
  const promised = returns && bytesType(names, returns, scope);
  const returned = returnedBy(stmt);
  if (promised) return returned.some((expr) => !expr || isNone(expr)) ? orNone(promised) : promised;
  if (returns && !isOpen(returns)) return undefined;
  const all = resultOf(names, stmt);
  return typeOf(all) ?? (certainlyBytes(all) ? culprit(names, stmt, returned) : undefined);
}

type Names = Unit['file']['names'];

function yieldedType(
  names: Names,
  stmt: FunctionStmt,
  yields: readonly UnaryExpr[],
): BytesType | Expr | undefined {
  const inside = names.scopes.inside(stmt);
  const all = joined(
    yields.map(({ op, value }): Certain => {
      if (!value) return { kind: 'none' };
      const item = certainOf(names, value, inside);
      if (op === 'yield') return item;
      return item?.kind === 'list' ? item.of : undefined;
    }),
  );
  const values = yields.map(({ value }) => value);
  return typeOf(all) ?? (certainlyBytes(all) ? culprit(names, stmt, values) : undefined);
}

/** The first expression that holds bytes for certain. */
function culprit(
  names: Names,
  stmt: FunctionStmt,
  values: readonly (Expr | undefined)[],
): Expr | undefined {
  const inside = names.scopes.inside(stmt);
  const held = values.filter((value) => value !== undefined);
  return held.find((value) => certainlyBytes(certainOf(names, value, inside))) ?? held[0];
}
