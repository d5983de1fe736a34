import type { Unit } from '../../program/units.ts';
import type { SdkSymbol } from '../../python/sdk.ts';

/** Decorators that make a unit what it is: their transforms come last, when all settings are known. */
export const MAIN = new Set(['modal.App.function', 'modal.App.cls', 'modal.App.local_entrypoint']);
/** They come last too: what serves a function over HTTP carries its settings. */
export const LAST = new Set([
  ...MAIN,
  'modal.fastapi_endpoint',
  'modal.asgi_app',
  'modal.wsgi_app',
  'modal.web_server',
]);

/** What makes a unit one: `modal.App.function`, `modal.App.cls` or `modal.App.local_entrypoint`. */
export function mainSymbol({ decorators }: Unit): SdkSymbol | undefined {
  return decorators.find(({ symbol }) => symbol && MAIN.has(symbol.name))?.symbol;
}
