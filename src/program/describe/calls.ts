import type { CallData, Fact, ObjectData, UnitData } from '../../model/program-data.ts';
import { textOf, whyUnknown } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Origin } from '../../python/values.ts';
import type { Use } from '../../python/uses.ts';
import { contains } from '../../python/walk.ts';
import type { Program, ProgramFile } from '../program.ts';
import type { CallSite, Unit } from '../units.ts';
import { unitId } from './units.ts';
import type { Places } from './places.ts';

/** What calls are compared with. */
export interface Callees {
  readonly units: readonly Unit[];
  readonly data: readonly UnitData[];
  readonly apps: readonly ObjectData[];
}

/** Classes whose objects are something that can be called. */
const CALLABLE = new Set(['modal.Function', 'modal.Cls', 'modal.Obj']);

/** Every call of a unit, from whichever file, and every call of something deployed. */
export function readCalls(program: Program, callees: Callees, places: Places): CallData[] {
  const { units } = callees;
  const sites = units.flatMap((unit) => unit.sites.map((site) => ({ unit, site })));
  const known = new Map(sites.map(({ unit, site }) => [site.use, { unit, site }]));
  return program.files.flatMap((file) =>
    file.uses.flatMap((use): CallData[] => {
      const found = known.get(use);
      if (found) {
        const id = unitId(found.unit, places);
        return [callData(file, use, units, places, { sure: 'known', value: id }, found.site)];
      }
      if (!isCall(use)) return [];
      return [callData(file, use, units, places, deployed(use, callees))];
    }),
  );
}

function isCall({ receiver, role, symbol }: Use): boolean {
  if (!receiver || (role !== 'call' && role !== 'reference')) return false;
  return CALLABLE.has(receiver.of) && !receiver.definition && symbol.kind === 'function';
}

function callData(
  file: ProgramFile,
  { symbol, span, aio, role }: Use,
  units: readonly Unit[],
  places: Places,
  unit: Fact,
  site?: CallSite,
): CallData {
  const inside = units.find((each) => each.file === file && contains(each.stmt.span, span));
  return {
    ...places.of(file.names, span.start),
    symbol: symbol.name,
    aio,
    reference: role === 'reference',
    unit,
    ...(site?.method !== undefined && { method: site.method }),
    ...(inside && { inside: unitId(inside, places) }),
  };
}

/** The unit behind `modal.Function.from_name("app", "name")`, where the tree holds it. */
function deployed({ receiver }: Use, callees: Callees): Fact {
  let at = receiver;
  while (at?.object) at = at.object;
  const origin = at?.origin && madeFrom(at.origin);
  if (!origin) return { sure: 'unknown', why: 'called on something that is not made in this tree' };
  const app = argument(origin, 'app_name', 0);
  const name = argument(origin, 'name', 1);
  if ('why' in app) return { sure: 'unknown', why: `of an App whose name is ${app.why}` };
  if ('why' in name) return { sure: 'unknown', why: `looked up by a name that is ${name.why}` };
  const unit = unitNamed(app.text, name.text, callees);
  if (unit) return { sure: 'known', value: unit.id };
  const why = `\`${name.text}\` of the App \`${app.text}\`, which is not in this tree`;
  return { sure: 'unknown', why };
}

function unitNamed(app: string, name: string, { data, apps }: Callees): UnitData | undefined {
  const isApp = ({ name: fact }: ObjectData): boolean =>
    fact?.sure === 'known' && fact.value === app;
  const homes = apps.filter(isApp).map(({ id }) => id);
  const [root] = name.split('.');
  return data.find((unit) => {
    const home = unit.app.sure === 'known' ? unit.app.value : undefined;
    const tag = unit.settings.name?.sure === 'known' ? unit.settings.name.value : unit.name;
    return homes.some((id) => id === home) && tag === root;
  });
}

/** `Cls.from_name(…)` behind `Cls.from_name(…)().with_options(…)`. */
function madeFrom(origin: Origin): Origin | undefined {
  let { expr } = origin;
  while (expr.kind === 'call') {
    const symbol = origin.names.symbolOf(expr.func, origin.scope)?.symbol.name ?? '';
    if (/^modal\.(?:Function|Cls)\.(?:from_name|lookup)$/.test(symbol)) return { ...origin, expr };
    const { func } = expr;
    const value = origin.names.valueOf(func, origin.scope);
    if (value.kind === 'instance' && value.origin && value.origin.expr !== expr) {
      return madeFrom(value.origin);
    }
    if (func.kind !== 'attribute') return undefined;
    expr = func.value;
  }
  return undefined;
}

function argument(
  { names, scope, expr }: Origin,
  parameter: string,
  index: number,
): { readonly text: string } | { readonly why: string } {
  const args = expr.kind === 'call' ? expr.args : [];
  const positional = args.filter((arg) => arg.name === undefined);
  const found = args.find((arg) => arg.name === parameter) ?? positional[index];
  if (found?.star !== '') return { why: 'not written out' };
  const constant = constantOf(names, found.value, scope);
  const text = textOf(constant);
  return text === undefined ? { why: whyUnknown(constant) ?? 'no text' } : { text };
}
