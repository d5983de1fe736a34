import { webDecorator } from '../naming.ts';
import type { Part, UnitContext } from '../part.ts';
import { decoratorCall } from '../settings-text.ts';

/** `@app.function(...)` → `@fal.function(...)`: a function that is called from Python. Web functions have transforms of their own. */
export function unit(context: UnitContext): Part {
  const { decorators, kind } = context.unit;
  const main = decorators.find(({ symbol }) => symbol?.name === 'modal.App.function');
  if (!main || kind !== 'function' || webDecorator(context.unit)) return {};
  const text = decoratorCall(context.collected, context.style);
  return { edits: [{ span: main.decorator.expr.span, text }], needs: [{ module: 'fal' }] };
}
