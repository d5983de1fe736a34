import { textOf } from '../python/constant.ts';
import type { Method, Unit } from '../program/units.ts';
import { falUnits, isServed } from './fal-units.ts';
import type { ConvertOptions } from './plan.ts';

/** Stands for the owner of an app until a person or the configuration (`fal-owner`) names one. */
export const OWNER_PLACEHOLDER = 'your-username';

/** `TextToImage` and `text_to_image` → `text-to-image`; digits stay, runs of capitals are one word. */
export function kebab(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1-$2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
    .replace(/[^A-Za-z\d]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .toLowerCase();
}

/** `text_to_image` → `TextToImage`. */
export function pascal(name: string): string {
  return name
    .split(/[^A-Za-z\d]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');
}

/** Whether a unit is served over HTTP on fal, so that callers go through `fal_client`. */
export function isHttp(unit: Unit): boolean {
  return unit.kind === 'class' || webDecorator(unit) !== undefined;
}

/** The canonical name of the web decorator on a function unit. */
export function webDecorator(unit: Unit): string | undefined {
  return unit.decorators
    .map(({ symbol }) => symbol?.name ?? '')
    .find((name) => /^modal\.(?:fastapi_endpoint|asgi_app|wsgi_app|web_server)$/.test(name));
}

/**
 * The name a unit is deployed under: the Modal app's where the file holds one unit, else `<app>-<unit>`.
 * fal's own derivation from the class name loses digits (fal.app, `_to_fal_app_name`), so it is always written out.
 */
export function appName(unit: Unit, units: readonly Unit[]): string {
  const app = unit.app && textOf(unit.app.name);
  const own = kebab(unit.name);
  if (app === undefined) return own;
  // Apps that an earlier run converted count too, so that a name does not depend on what was converted when.
  const apps =
    units.filter((other) => other.file === unit.file && isHttp(other)).length + falApps(unit);
  const single = apps <= 1;
  return single ? kebab(app) : `${kebab(app)}-${own}`;
}

/** How many apps, and functions that serve, the unit's file has on fal already. */
function falApps({ file }: Unit): number {
  return falUnits(file.names).filter(isServed).length;
}

/** The id that `fal_client` takes. */
export function appId(
  unit: Unit,
  units: readonly Unit[],
  { owner = OWNER_PLACEHOLDER }: ConvertOptions,
): string {
  return `${owner}/${appName(unit, units)}`;
}

/** The methods of a class that become endpoints. */
export function endpoints(unit: Unit): readonly Method[] {
  return unit.methods.filter(
    ({ role }) => role === 'method' || role === 'web' || role === 'batched',
  );
}

/** Route of an endpoint: `/` where it is the only one, `/stream` where it streams: what `fal_client.stream` asks for. */
export function endpointPath(unit: Unit, method: string): string {
  return endpoints(unit).length <= 1 ? '/' : `/${method}`;
}

/** Name of the input model of a method; the class's name is put before it where two units of a file would clash. */
export function modelName(unit: Unit, method: string, units: readonly Unit[]): string {
  const plain = `${pascal(method)}Input`;
  const clashes = units.some(
    (other) =>
      other !== unit &&
      other.file === unit.file &&
      endpoints(other).some(({ stmt }) => stmt.name === method),
  );
  const taken = unit.file.names.scopes.module.bindings.has(plain);
  return clashes || taken ? `${pascal(unit.name)}${plain}` : plain;
}
