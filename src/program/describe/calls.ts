import type { CallData, Fact, ObjectData, UnitData } from '../../model/program-data.ts';
import { constantOf, textOf, whyUnknown } from '../../python/constants.ts';
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
      return [callData(file, use, units, places, deployed(use, callees, places))];
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
function deployed({ receiver }: Use, { units, data, apps }: Callees, places: Places): Fact {
  let at = receiver;
  while (at?.object) at = at.object;
  const origin = at?.origin && madeFrom(at.origin);
  if (!origin) return { sure: 'unknown', why: 'what it is called on is not made in this tree' };
  const [app, name] = ['app_name', 'name'].map((parameter, i) => argument(origin, parameter, i));
  if (app === undefined || name === undefined) {
    return { sure: 'unknown', why: 'what it is called on is not looked up by name' };
  }
  if ('why' in app || 'why' in name) {
    const why = 'why' in app ? app.why : 'why' in name ? name.why : '';
    return { sure: 'unknown', why: `the name that is looked up is ${why}` };
  }
  const unit = units.find((each, i) => {
    const id = data[i]?.app;
    const home = apps.find((one) => id?.sure === 'known' && one.id === id.value);
    const called = home?.name?.sure === 'known' && home.name.value === app.text;
    return called && each.name === name.text.split('.')[0];
  });
  if (unit) return { sure: 'known', value: unitId(unit, places) };
  return {
    sure: 'unknown',
    why: `\`${name.text}\` of the app \`${app.text}\` is not in this tree`,
  };
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
): { readonly text: string } | { readonly why: string } | undefined {
  if (expr.kind !== 'call') return undefined;
  const positional = expr.args.filter((arg) => arg.name === undefined);
  const found = expr.args.find((arg) => arg.name === parameter) ?? positional[index];
  if (!found || found.star !== '') return undefined;
  const constant = constantOf(names, found.value, scope);
  const text = textOf(constant);
  return text === undefined ? { why: whyUnknown(constant) ?? 'no text' } : { text };
}
