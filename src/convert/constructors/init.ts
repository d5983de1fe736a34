import type { Edit } from '../../model/span.ts';
import type { Expr } from '../../python/syntax.ts';
import { contains } from '../../python/walk.ts';
import { RESERVED } from '../endpoints/reserved.ts';
import { atBodyStart, indentOf, insertion, textAt, textOfExpr } from '../layout.ts';
import type { Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import {
  constructorOf,
  hasMember,
  isWritten,
  type Constructor,
  type Taken,
} from './constructor.ts';
import { defaultOf, handedTo } from './handed.ts';
import { settledReason } from './settled-reason.ts';

/**
 * `__init__` of a class that becomes a `fal.App`: Modal ran it where the container started, so it is the first of what `setup`
 * does. What callers gave it stands on the class.
 */
export function initPart(context: UnitContext): Part {
  const { unit } = context;
  const init = constructorOf(unit);
  if (!init) return {};
  if (init.refused !== undefined) return { refused: init.refused };
  const fields = init.taken.filter(({ setter, reads }) => setter ?? reads.length > 0);
  const isLocal = (one: Taken): boolean => !one.setter && isWritten(init, unit, one);
  const locals = fields.filter(isLocal);
  const kept = fields.filter((one) => !isLocal(one) || givenTo(context, one) === undefined);
  const lines = locals.map((one) => localLine(context, one));
  const attributes = kept.flatMap((one) => attributeLine(context, one) ?? []);
  const setters = fields.flatMap(({ setter }) => setter ?? []);
  const reads = fields.filter((one) => !isLocal(one)).flatMap((one) => one.reads);
  const reasons = fields.map((one) => fieldReason(context, one));
  if (init.dissolved) return { ...replacement(context, init, attributes), reasons };
  return {
    edits: [
      ...reads.map(({ span }) => insertion(span.start, `${init.self}.`)),
      ...above(context, init, attributes),
      ...(lines.length > 0 ? [topLines(context, init, lines)] : []),
    ],
    removed: [...setters, ...init.supers].map(({ span }) => span),
    reasons,
  };
}

function givenTo({ program, unit }: UnitContext, { field }: Taken): string | undefined {
  return handedTo(program, unit).get(field.name)?.text;
}

/** `size: int = 3` for the class body; a value that varies keeps its default, and nothing stands where there is neither that nor a type. */
function attributeLine(context: UnitContext, one: Taken): string | undefined {
  const { annotation } = one.field;
  const text = givenTo(context, one) ?? defaultOf(context.unit, one.field);
  const typed = `${attributeName(context, one)}${typeText(context, annotation)}`;
  if (text !== undefined) return `${typed} = ${text}`;
  return annotation ? typed : undefined;
}

/** fal has attributes of its own. */
function attributeName({ unit }: UnitContext, { field: { name } }: Taken): string {
  return RESERVED.has(name) || hasMember(unit, name) ? `${name}_` : name;
}

function typeText({ file }: UnitContext, annotation: Expr | undefined): string {
  return annotation ? `: ${textOfExpr(file.names.module.source, annotation)}` : '';
}

/** `size: int = 3` at the top of what `__init__` becomes. */
function localLine(context: UnitContext, one: Taken): string {
  const { name, annotation } = one.field;
  const self = constructorOf(context.unit)?.self ?? 'self';
  const text = givenTo(context, one) ?? `${self}.${attributeName(context, one)}`;
  return `${name}${typeText(context, annotation)} = ${text}`;
}

function fieldReason(context: UnitContext, one: Taken): Reason {
  const { name } = one.field;
  const given = handedTo(context.program, context.unit).get(name);
  const span = context.unit.stmt.nameSpan;
  return { rule: 'parameter', ...settledReason(name, given), span };
}

/** Attributes in the place of an `__init__` of which nothing is left; its comments stay. */
function replacement(
  { file }: UnitContext,
  { stmt }: Constructor,
  attributes: readonly string[],
): Pick<Part, 'edits' | 'removed'> {
  const { source, comments } = file.names.module;
  const within = comments.filter((comment) => contains(stmt.span, comment));
  const lines = [...within.map((comment) => textAt(source, comment)), ...attributes];
  if (lines.length === 0) return { removed: [stmt.span] };
  const indent = indentOf(source, stmt.span.start);
  return { edits: [{ span: stmt.span, text: lines.join(`\n${indent}`) }] };
}

/** Attributes above an `__init__` that stays as a hook. */
function above(
  { file }: UnitContext,
  { stmt }: Constructor,
  attributes: readonly string[],
): Edit[] {
  const { source } = file.names.module;
  const indent = indentOf(source, stmt.span.start);
  const text = attributes.map((line) => `${line}\n`).join(indent);
  return attributes.length > 0 ? [insertion(stmt.span.start, `${text}\n${indent}`)] : [];
}

function topLines(
  { file, style }: UnitContext,
  { stmt }: Constructor,
  lines: readonly string[],
): Edit {
  return atBodyStart(file.names.module.source, stmt, lines, style.indent);
}
