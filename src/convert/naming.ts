import { textOf } from '../python/constant.ts';
import type { Program } from '../program/program.ts';
import type { Method, Unit } from '../program/units.ts';
import { kebab, pascal } from '../text/case.ts';
import { isRequested } from './endpoints/requested.ts';
import { falName, falUnits, isServed, type FalUnit } from './fal-units.ts';
import type { ConvertOptions } from './plan.ts';

/** Stands for the owner of an app until a person or the configuration (`fal-owner`) names one. */
export const OWNER_PLACEHOLDER = 'your-username';

/** Whether a unit is served over HTTP on fal, so that callers go through `fal_client`. */
export function isHttp(unit: Unit): boolean {
  return unit.kind === 'class' || webDecorator(unit) !== undefined || isRequested(unit);
}

/** Whether a function stays what it is, and a class that is put after it serves it. */
export function hasEndpointClass(unit: Unit): boolean {
  return webDecorator(unit) === 'modal.fastapi_endpoint' || isRequested(unit);
}

/** The canonical name of the web decorator on a function unit. */
export function webDecorator(unit: Unit): string | undefined {
  return unit.decorators
    .map(({ symbol }) => symbol?.name ?? '')
    .find((name) => /^modal\.(?:fastapi_endpoint|asgi_app|wsgi_app|web_server)$/.test(name));
}

/**
 * The name a unit is deployed under: the Modal app's where the App holds one unit, else `<app>-<unit>`, and with the file's name in
 * it where the program has that already. fal's own derivation from the class name loses digits (fal.app, `_to_fal_app_name`), so it
 * is always written out.
 */
export function appName(unit: Unit, units: readonly Unit[]): string {
  const names = known.get(units) ?? appNames(units, []);
  known.set(units, names);
  return names.get(unit) ?? kebab(unit.name);
}

const known = new WeakMap<readonly Unit[], ReadonlyMap<Unit, string>>();

/** Has the names of units not meet those of apps that an earlier run or pass converted, in whichever file. */
export function avoidNames(units: readonly Unit[], { files }: Program): void {
  const apps = files.flatMap(({ names }) => falUnits(names).filter(isServed));
  known.set(units, appNames(units, apps));
}

/** A unit before it in its file that it takes the place of: both are called alike, and both are made. */
export function namesake(unit: Unit, units: readonly Unit[]): Unit | undefined {
  if (!isNamed(unit)) return undefined;
  const isTop = ({ file, stmt }: Unit): boolean => file.names.module.body.includes(stmt);
  const first = units.find((other) => isTwin(unit, other) && isTop(other));
  return isTop(unit) && first !== unit ? first : undefined;
}

/** Of the branches of an `if`, one is deployed. */
function isTwin(unit: Unit, { name, file }: Unit): boolean {
  return unit.file === file && unit.name === name;
}

/** Whether the name is written into its app; a function that serves has its own. */
function isNamed(unit: Unit): boolean {
  return unit.kind === 'class' || hasEndpointClass(unit);
}

/** Gives each unit the first of its names that no app has; what stands first in the program chooses first. */
function appNames(units: readonly Unit[], apps: readonly FalUnit[]): ReadonlyMap<Unit, string> {
  const given = new Map<Unit, string>();
  const taken = new Set(apps.flatMap((app) => falName(app) ?? []));
  const served = units.filter(isHttp);
  for (const unit of served.filter(isNamed)) {
    const twin = [...given].find(([other]) => isTwin(unit, other));
    const wanted = twin ? [twin[1]] : wantedNames(unit, served, apps);
    const name = wanted.find((each) => !taken.has(each)) ?? wanted.at(-1) ?? kebab(unit.name);
    given.set(unit, name);
    taken.add(name);
  }
  return given;
}

/** What a unit may be called, the shortest first. */
function wantedNames(
  unit: Unit,
  served: readonly Unit[],
  apps: readonly FalUnit[],
): readonly string[] {
  const own = kebab(unit.name);
  const app = unit.app && textOf(unit.app.name);
  const whole = app === undefined ? [] : [kebab(app)];
  const parts = unit.file.path.replace(/\.py$/, '').split('/').toReversed();
  // `<app>-<file>-<unit>`, and folders before the file where even that is taken.
  const longer = parts.map((_, i) =>
    [
      ...whole,
      ...parts
        .slice(0, i + 1)
        .toReversed()
        .map(kebab),
      own,
    ]
      .filter(Boolean)
      .join('-'),
  );
  const plain = [[...whole, own].join('-'), ...longer];
  const single = served.every((other) => !isSameApp(unit, other) || isTwin(unit, other));
  const shared = apps.some((each) => isOfApp(each, unit, whole[0] ?? own));
  return single && !shared ? [...whole, ...plain] : plain;
}

function isSameApp(unit: Unit, other: Unit): boolean {
  return unit.app !== undefined && unit.app.call === other.app?.call;
}

/** Whether an app that is on fal already was one of the unit's App: a name does not depend on what was converted when. */
function isOfApp(app: FalUnit, { file }: Unit, name: string): boolean {
  const given = falName(app);
  return app.names === file.names || given === name || given?.startsWith(`${name}-`) === true;
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
