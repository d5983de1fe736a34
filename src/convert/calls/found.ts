import { lookedUp } from '../../program/looked-up.ts';
import type { Program, ProgramFile } from '../../program/program.ts';
import type { CallSite, Unit } from '../../program/units.ts';
import type { CallExpr } from '../../python/syntax.ts';
import type { Use } from '../../python/uses.ts';
import type { Value } from '../../python/values.ts';
import { idReads, isRequested } from '../endpoints/requested.ts';
import type { CallContext } from '../part.ts';
import { deployedClass } from './deployed.ts';
import { calledName } from './client.ts';
import { callShape, calledUnit, isRequest } from './shape.ts';
import { hasSharedIds } from './shared-ids.ts';

const SPAWN = 'modal.Function.spawn';
const FROM_ID = 'modal.FunctionCall.from_id';

type Tree = Pick<CallContext, 'program' | 'units'>;

/** What an id is one of a request to. */
export interface Asked {
  readonly unit: Unit;
  /** Of a class. */
  readonly method: string | undefined;
}

/** The `FunctionCall.from_id(…)` that made a value. */
export function foundBy({ file }: CallSite, value: Value | undefined): CallExpr | undefined {
  const origin = value?.kind === 'instance' ? value.origin : undefined;
  const expr = origin?.expr;
  if (origin?.names !== file.names || expr?.kind !== 'call') return undefined;
  return file.uses.some(({ symbol, call }) => symbol.name === FROM_ID && call === expr)
    ? expr
    : undefined;
}

/** Every look-up of a call by its id in a file. */
export function foundIn({ uses }: ProgramFile): readonly Use[] {
  return uses.filter(({ symbol, role }) => symbol.name === FROM_ID && role !== 'keyword');
}

/**
 * What a call that is found by its id was a call of: what the calls are of whose ids are read in the same file, or anywhere in the
 * tree where none is read there; nothing where one is not known, or where nobody could tell several units apart.
 */
export function askedById(context: Tree, { file }: CallSite): readonly Asked[] | undefined {
  const here = spawnsRead(context, file);
  const all =
    here.length > 0 ? here : context.program.files.flatMap((other) => spawnsRead(context, other));
  const asked = all.filter((one) => one !== undefined);
  const [first] = asked;
  if (!first || asked.length < all.length) return undefined;
  const isOne = asked.every(({ unit }) => unit === first.unit);
  return isOne || asked.every(({ unit }) => hasSharedIds(context.units, unit)) ? asked : undefined;
}

/** What is spawned in a file by calls whose ids are read; nothing for one that is no request. */
export function spawnsRead(context: Tree, file: ProgramFile): (Asked | undefined)[] {
  return file.uses.flatMap((use) => {
    if (use.symbol.name !== SPAWN || idReads({ file, use, scope: use.scope }).length === 0)
      return [];
    return [askedBy(context, file, use)];
  });
}

function askedBy(context: Tree, file: ProgramFile, use: Use): Asked | undefined {
  const { receiver, scope } = use;
  const definition = receiver?.definition;
  const plain: CallSite = { file, use, scope };
  const site = lookedUp(context.units, file, use)?.site ?? plain;
  const deployed = deployedClass(context.units, site);
  const unit = calledUnit(context, site) ?? deployed;
  const shape = callShape(site);
  if (!unit || !shape || !(deployed ?? isRequest(context, site))) return undefined;
  if (unit.kind !== 'class') return { unit, method: undefined };
  return { unit, method: definition?.stmt.name ?? calledName(site, shape, unit) };
}

/**
 * Units with what is asked of their calls by those that find them by their ids, and with the places that read these ids: both ends
 * are converted together, as a function is an app only because of them.
 */
export function withFoundCalls(units: readonly Unit[], program: Program): readonly Unit[] {
  const found = new Map<Unit, CallSite[]>();
  for (const file of program.files) {
    for (const use of file.uses) {
      if (use.role === 'keyword') continue;
      const site: CallSite = { file, use, scope: use.scope };
      const isFound = use.symbol.name === FROM_ID ? use.call : foundBy(site, use.receiver);
      const asked = isFound ? (askedById({ program, units }, site) ?? []) : [];
      for (const [i, unit] of [...new Set(asked.map((one) => one.unit))].entries()) {
        const own: CallSite = i === 0 ? site : { ...site, alongside: true };
        found.set(unit, [...(found.get(unit) ?? []), own]);
      }
    }
  }
  const taken = new Set<Use>();
  return units.map((unit) => {
    const ids = isRequested(unit) ? unit.sites.flatMap(idSites) : [];
    // One that is read of either of two calls goes with the first.
    const own = ids.filter(({ use }) => !taken.has(use) && taken.add(use));
    const sites = [...(found.get(unit) ?? []), ...own];
    return sites.length > 0 ? { ...unit, sites: [...unit.sites, ...sites] } : unit;
  });
}

function idSites(site: CallSite): CallSite[] {
  return idReads(site).map((use) => ({ file: site.file, use, scope: use.scope }));
}
