import { eagerAnnotations } from '../endpoints/eager.ts';
import type { Part, UnitContext } from '../part.ts';
import { mergeParts } from '../parts.ts';
import { servedApp } from '../web/app-server.ts';

/** `@modal.asgi_app()` → a `fal.function` with a port that serves the app with uvicorn. */
export function unit(context: UnitContext): Part {
  return mergeParts([servedApp(context, 'asgi'), eagerAnnotations(context)]);
}
