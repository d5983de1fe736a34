import type { Verdict } from '../../model/rule.ts';
import type { Span } from '../../model/span.ts';
import type { Setting } from '../../program/units.ts';
import type { Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';

/** A reason of the concept that is being converted. */
export function reason(
  { rule }: UnitContext,
  verdict: Verdict,
  message: string,
  span: Span,
): Reason {
  return { rule: rule.id, verdict, message, span };
}

/** A part that is only a reason about a keyword's value. */
export function only(
  context: UnitContext,
  setting: Setting,
  verdict: Verdict,
  message: string,
): Part {
  return { reasons: [reason(context, verdict, message, setting.value.span)] };
}

/** The keyword as it was written, for messages: `gpu="T4"`; only its name where the value is long. */
export function written({ argument, names, name }: Setting): string {
  const text = names.module.source.slice(argument.span.start, argument.span.end);
  const short = text.length <= 60 && !text.includes('\n') && argument.name !== undefined;
  return short && text.startsWith(argument.name ?? '') ? text : `${name}=`;
}
