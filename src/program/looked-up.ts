import type { Use } from '../python/uses.ts';
import { soughtBy, unitSought } from './look-up.ts';
import type { Program, ProgramFile } from './program.ts';
import type { CallSite, Unit } from './units.ts';

const CALLS = /^modal\.Function\.(?:remote|remote_gen|spawn|map|starmap|for_each)$/;

/** Units with the calls of those that find them as a function of a deployed App: `modal.Function.from_name("app", "f").remote(1)`. */
export function withLookUps(units: readonly Unit[], { files }: Program): Unit[] {
  const found = new Map<Unit, CallSite[]>();
  for (const file of files) {
    for (const use of file.uses) {
      if (use.role === 'keyword' || !CALLS.test(use.symbol.name)) continue;
      const called = lookedUp(units, file, use);
      if (!called) continue;
      const sites = found.get(called.unit);
      if (sites) sites.push(called.site);
      else found.set(called.unit, [called.site]);
    }
  }
  return units.map((unit) => {
    const sites = found.get(unit);
    return sites ? { ...unit, sites: [...unit.sites, ...sites] } : unit;
  });
}

/** A unit, and the place where it is called. */
export interface Called {
  readonly unit: Unit;
  readonly site: CallSite;
}

/** The unit of which something is asked that was looked up as a function of a deployed App. */
export function lookedUp(units: readonly Unit[], file: ProgramFile, use: Use): Called | undefined {
  if (!isOnFunction(use)) return undefined;
  const sought = soughtBy(file.names, use);
  const unit = sought && unitSought(units, sought, file.names);
  if (!unit) return undefined;
  const { method } = sought;
  if ((method !== undefined) !== (unit.kind === 'class')) return undefined;
  const site: CallSite = {
    file,
    use,
    scope: use.scope,
    lookedUp: true,
    ...(method !== undefined && { method }),
  };
  return { unit, site };
}

/** Whether something is asked of a function that is not defined where it is found. */
function isOnFunction({ receiver, symbol, role }: Use): boolean {
  return (
    receiver?.of === 'modal.Function' &&
    !receiver.definition &&
    !receiver.object &&
    role !== 'keyword' &&
    symbol.name.startsWith('modal.Function.')
  );
}
