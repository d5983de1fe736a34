import { isGenerator } from '../endpoints/endpoint.ts';
import { isRequested } from '../endpoints/requested.ts';
import { indentOf } from '../layout.ts';
import { listedGenerator } from '../endpoints/listed-generator.ts';
import { webDecorator } from '../naming.ts';
import type { Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import { decoratorCall } from '../settings/settings-text.ts';
import { startupPart } from '../startup/build-functions.ts';
import { requestedFunction } from '../web/requested-function.ts';

/** `@app.function(...)` → `@fal.function(...)`: a function that is called from Python. Web functions have transforms of their own, and one that is found by its name becomes an app. */
export function unit(context: UnitContext): Part {
  const { decorators, kind, stmt } = context.unit;
  const main = decorators.find(({ symbol }) => symbol?.name === 'modal.App.function');
  if (!main || kind !== 'function') return {};
  const started = startupPart(context);
  if (webDecorator(context.unit)) return started;
  if (stmt.kind === 'function' && isRequested(context.unit))
    return mergeParts([requestedFunction(context, stmt), started]);
  if (stmt.kind === 'function' && isGenerator(stmt))
    return mergeParts([listedGenerator(context, stmt), started]);
  const { expr } = main.decorator;
  const outer = indentOf(context.file.names.module.source, expr.span.start);
  const text = decoratorCall(context.collected, context.style, outer);
  const edits = [{ span: expr.span, text }];
  return mergeParts([{ edits, needs: [{ module: 'fal' }] }, started]);
}
