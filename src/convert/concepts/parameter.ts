import type { AssignStmt } from '../../python/syntax.ts';
import { callShape, calledUnit } from '../calls/shape.ts';
import { textOfExpr } from '../layout.ts';
import type { Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';

/**
 * `size: int = modal.parameter(default=3)` → `size: int = 3`. fal apps take no constructor arguments: where every caller uses the
 * defaults, that is the same; else each caller's value must become a field of the request, or an app of its own.
 */
export function unit(context: UnitContext): Part {
  const { stmt } = context.unit;
  const { names } = context.file;
  const found = stmt.body.body.filter((member): member is AssignStmt => {
    if (member.kind !== 'assign' || member.value?.kind !== 'call') return false;
    return (
      names.symbolOf(member.value.func, names.scopes.module)?.symbol.name === 'modal.parameter'
    );
  });
  const source = names.module.source;
  const reasons: Reason[] = [];
  const edits = found.flatMap((member) => {
    const call = member.value;
    if (call?.kind !== 'call') return [];
    const fallback =
      call.args.find((arg) => arg.name === 'default') ??
      call.args.find((arg) => arg.name === undefined);
    const name = textOfExpr(source, member.targets[0] ?? call);
    const custom = !fallback || isConstructedWith(context);
    const message = custom
      ? `\`${name}\` was set by the caller, and a fal app takes no constructor arguments: send it with each request, or make a subclass a value`
      : `\`${name}\` keeps its default: callers cannot set it any more`;
    reasons.push({
      rule: context.rule.id,
      verdict: custom ? 'manual' : 'rewrite-unsafe',
      message,
      span: member.span,
    });
    if (fallback) return [{ span: call.span, text: textOfExpr(source, fallback.value) }];
    const end = call.span.end;
    return [{ span: { start: member.annotation?.span.end ?? call.span.start, end }, text: '' }];
  });
  return { edits, reasons };
}

/** Whether any call site of the class makes its object with arguments. */
function isConstructedWith(context: UnitContext): boolean {
  return context.unit.sites.some((site) => {
    const shape = callShape(site);
    const object = shape?.target.kind === 'attribute' ? shape.target.value : undefined;
    return (
      calledUnit(context, site) === context.unit &&
      object?.kind === 'call' &&
      object.args.length > 0
    );
  });
}
