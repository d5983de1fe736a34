import type { Part, UnitContext } from '../part.ts';
import { servedApp } from '../web/app-server.ts';

/** `@modal.asgi_app()` → a `fal.function` with a port that serves the app with uvicorn. */
export function unit(context: UnitContext): Part {
  return servedApp(context, 'asgi');
}
