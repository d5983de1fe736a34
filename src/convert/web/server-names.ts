import type { Program } from '../../program/program.ts';
import type { Unit } from '../../program/units.ts';
import { textOf } from '../../python/constant.ts';
import { falName, falUnits, isServed } from '../fal-units.ts';
import { webDecorator } from '../naming.ts';
import { mentionsOf } from '../../python/lookup.ts';
import { servingName, snake } from '../../text/case.ts';
import { isTaken } from './names.ts';
import { servedMethod, SERVES } from './served-method.ts';

/** What serves a unit on a port: `web` → `serve_web`, `Site` → `serve_site`; a function that starts its own server keeps its name. */
export function serverName(unit: Unit, units: readonly Unit[]): string {
  const names = servers.get(units) ?? serverNames(units, new Set(), () => false);
  servers.set(units, names);
  return names.get(unit) ?? plainName(unit);
}

const servers = new WeakMap<readonly Unit[], ReadonlyMap<Unit, string>>();

/** Has the names of functions that serve not meet those of apps that are on fal already: fal deploys each by its name. */
export function avoidServers(units: readonly Unit[], { files }: Program): void {
  const apps = files.flatMap(({ names }) => falUnits(names).filter(isServed));
  const taken = new Set(apps.flatMap((app) => falName(app) ?? []));
  const isImported = ({ file, name }: Unit): boolean =>
    files.some(({ names }) =>
      names.scopes.stmts.some(
        (stmt) =>
          stmt.kind === 'import-from' &&
          stmt.names.some((item) => item.name === name || item.name === '*') &&
          names.open(stmt.module, stmt.level) === file.names,
      ),
    );
  servers.set(units, serverNames(units, taken, isImported));
}

/** Whether a function of its own serves the unit on a port. */
export function isServer(unit: Unit): boolean {
  if (unit.kind === 'class') return servedMethod(unit) !== undefined;
  return SERVES.test(webDecorator(unit) ?? '');
}

/** Gives each the first of its names that no other has; what stands first in the program chooses first. */
function serverNames(
  units: readonly Unit[],
  apps: ReadonlySet<string>,
  isImported: (unit: Unit) => boolean,
): ReadonlyMap<Unit, string> {
  const given = new Map<Unit, string>();
  const taken = new Set(apps);
  for (const unit of units.filter(isServer)) {
    const twin = [...given].find(
      ([other]) => other.file === unit.file && other.name === unit.name,
    )?.[1];
    const isFixed = startsItself(unit) && (isRead(unit) || isImported(unit));
    const longer = isFixed ? [] : longerNames(unit).filter((name) => !isTaken(unit, name));
    const plain = plainName(unit);
    const name = twin ?? [plain, ...longer].find((each) => !taken.has(each)) ?? plain;
    given.set(unit, name);
    taken.add(name);
  }
  return given;
}

function plainName(unit: Unit): string {
  if (startsItself(unit)) return unit.name;
  const own = servingName(unit.name);
  return isTaken(unit, own) ? `${own}_on_port` : own;
}

/** `serve_cxr_foundation`: with the App's name, then with the file's. */
function longerNames(unit: Unit): string[] {
  const own = snake(unit.name);
  const app = unit.app && textOf(unit.app.name);
  const file = unit.file.path.replace(/\.py$/, '').split('/').map(snake);
  const parts = [
    ...(app === undefined ? [] : [snake(app)]),
    ...file.map((_, i) => file.slice(-1 - i).join('_')),
  ];
  return parts.map((part) =>
    startsItself(unit) || own.startsWith('serve') ? `${own}_${part}` : `serve_${part}_${own}`,
  );
}

/** A function that starts a server itself is what is deployed. */
function startsItself(unit: Unit): boolean {
  return unit.kind === 'function' && webDecorator(unit) === 'modal.web_server';
}

/** Whether its file reads the name for more than its address, so that it has to stay. */
function isRead({ file, name, sites }: Unit): boolean {
  const addresses = sites.filter(({ use }) => use.symbol.name.endsWith('.get_web_url'));
  return mentionsOf(file.names, name).some(
    ({ expr }) =>
      !addresses.some(({ file: home, use }) => home === file && use.span.start === expr.span.start),
  );
}
