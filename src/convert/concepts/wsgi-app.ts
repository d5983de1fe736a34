import type { Part, UnitContext } from '../part.ts';
import { servedApp } from '../web/app-server.ts';

/** `@modal.wsgi_app()` → a `fal.function` with a port that serves the app with uvicorn, behind the bridge of `a2wsgi`. */
export function unit(context: UnitContext): Part {
  return servedApp(context, 'wsgi');
}
