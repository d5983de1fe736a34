import type { Argument } from '../../python/syntax.ts';
import { textOfExpr } from '../layout.ts';
import type { Part, UnitContext } from '../part.ts';
import { commentBehind } from '../remarks/remarks.ts';
import { reason } from '../settings/reasons.ts';

/** `@modal.concurrent(max_inputs=10)` → `max_multiplexing = 10`. */
export function unit(context: UnitContext): Part {
  const { unit: of, file } = context;
  const all = [...of.decorators, ...of.methods.flatMap(({ decorators }) => decorators)];
  const found = all.filter(({ symbol }) => symbol?.name === 'modal.concurrent');
  const [first] = found;
  const argument = (name: string): Argument | undefined =>
    first?.call?.args.find((arg) => arg.name === name);
  const max = argument('max_inputs');
  if (!first || !max) {
    const open = first ?? { decorator: of.stmt };
    const message =
      '`@modal.concurrent` without a `max_inputs=` of its own: set `max_multiplexing`';
    return { reasons: [reason(context, 'manual', message, open.decorator.span)] };
  }
  const comment = commentBehind(file.names.module, first.decorator.span);
  const target = argument('target_inputs');
  const message =
    '`target_inputs=` is dropped: fal sends a runner up to `max_multiplexing` requests before it starts another';
  return {
    removed: found.map(({ decorator }) => decorator.span),
    settings: [
      {
        name: 'max_multiplexing',
        value: textOfExpr(file.names.module.source, max.value),
        ...(comment !== undefined && { comment }),
      },
    ],
    ...(target && { reasons: [reason(context, 'rewrite-unsafe', message, target.span)] }),
  };
}
