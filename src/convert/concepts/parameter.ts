import { parameterFields, type ParameterField } from '../constructors/fields.ts';
import { defaultOf, handedTo } from '../constructors/handed.ts';
import { settledReason } from '../constructors/settled-reason.ts';
import type { Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';

/**
 * `size: int = modal.parameter(default=3)` → `size: int = 3`. fal apps take no constructor arguments: where every caller gives the
 * same value, or none, that is the same; else each caller's value must become a field of the request, or an app of its own.
 */
export function unit(context: UnitContext): Part {
  return mergeParts(parameterFields(context.unit).map((field) => parameter(context, field)));
}

function parameter({ program, unit: of, rule }: UnitContext, field: ParameterField): Part {
  const { name, member, call } = field;
  const given = handedTo(program, of).get(name);
  const reasons = [{ rule: rule.id, ...settledReason(name, given), span: member.span }];
  const text = given?.text ?? defaultOf(of, field);
  if (text !== undefined) return { edits: [{ span: call.span, text }], reasons };
  const start = member.annotation?.span.end ?? call.span.start;
  return { edits: [{ span: { start, end: call.span.end }, text: '' }], reasons };
}
