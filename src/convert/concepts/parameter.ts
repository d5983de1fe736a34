import type { AssignStmt } from '../../python/syntax.ts';
import { textOfExpr } from '../layout.ts';
import { handedTo, parametersOf, type Plain } from '../endpoints/parameters.ts';
import type { Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import { pyString } from '../settings/literals.ts';

/**
 * `size: int = modal.parameter(default=3)` → `size: int = 3`. fal apps take no constructor arguments: where every caller gives the
 * same value, or none, that is the same; else each caller's value must become a field of the request, or an app of its own.
 */
export function unit(context: UnitContext): Part {
  return mergeParts(parametersOf(context.unit).map((member) => parameter(context, member)));
}

function parameter(context: UnitContext, member: AssignStmt): Part {
  const call = member.value;
  if (call?.kind !== 'call') return {};
  const { source } = context.file.names.module;
  const fallback =
    call.args.find((arg) => arg.name === 'default') ??
    call.args.find((arg) => arg.name === undefined);
  const name = textOfExpr(source, member.targets[0] ?? call);
  const handed = handedTo(context.program, context.unit);
  const value = handed.get(name);
  if (value !== undefined) {
    const text = pythonText(value, context);
    const message = `\`${name}\` is ${text}, which all callers give: they cannot set it any more`;
    return { edits: [{ span: call.span, text }], reasons: [reason(message, 'rewrite-unsafe')] };
  }
  const custom =
    !fallback || handed.has(name) || [...handed.keys()].some((key) => /^[*\d]/.test(key));
  const message = custom
    ? `\`${name}\` was set by the caller, and a fal app takes no constructor arguments: send it with each request, or make a subclass a value`
    : `\`${name}\` keeps its default: callers cannot set it any more`;
  const reasons = [reason(message, custom ? 'manual' : 'rewrite-unsafe')];
  if (fallback)
    return { edits: [{ span: call.span, text: textOfExpr(source, fallback.value) }], reasons };
  const start = member.annotation?.span.end ?? call.span.start;
  return { edits: [{ span: { start, end: call.span.end }, text: '' }], reasons };

  function reason(
    text: string,
    verdict: 'manual' | 'rewrite-unsafe',
  ): NonNullable<Part['reasons']>[number] {
    return { rule: context.rule.id, verdict, message: text, span: member.span };
  }
}

function pythonText(value: Plain, { style }: UnitContext): string {
  if (typeof value === 'string') return pyString(value, style.quote);
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  return String(value);
}
