import type { Part, UnitContext } from '../part.ts';
import { reason } from '../settings/reasons.ts';

/** `@modal.build()` ran a method while the image was built: it is a start hook on fal, where no Python runs before that. */
export function unit(context: UnitContext): Part {
  const { methods, inherited, stmt } = context.unit;
  const built = [...inherited, ...methods].filter(({ decorators }) =>
    decorators.some(({ symbol }) => symbol?.name === 'modal.build'),
  );
  const reasons = built.map((method) => {
    const message = `\`${method.stmt.name}\` ran while the image was built: on fal every runner runs it when it starts, and finds at once only what lies under \`/data\``;
    const own = methods.some((one) => one === method);
    return reason(context, 'rewrite-unsafe', message, own ? method.stmt.nameSpan : stmt.nameSpan);
  });
  return { reasons };
}
