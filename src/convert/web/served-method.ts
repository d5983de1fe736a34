import type { Method, Unit, UnitDecorator } from '../../program/units.ts';

/** What serves a whole app, and not one request. */
export const SERVES = /^modal\.(?:asgi_app|wsgi_app|web_server)$/;

/** The method that serves a class, where nothing else of it is called from outside. */
export function servedMethod({ methods }: Unit): Method | undefined {
  const [only, second] = methods.filter(({ role }) => ['method', 'web', 'batched'].includes(role));
  return only && !second && only.decorators.some(isServing) ? only : undefined;
}

function isServing({ symbol }: UnitDecorator): boolean {
  return symbol !== undefined && SERVES.test(symbol.name);
}
