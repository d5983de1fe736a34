import type { Data, Fact, ObjectData } from '../../model/program-data.ts';
import type { Names } from '../../python/names.ts';
import type { CallExpr, Expr } from '../../python/syntax.ts';
import type { Origin } from '../../python/values.ts';
import { statements } from '../../python/walk.ts';
import type { Program } from '../program.ts';
import { madeBy } from './arguments.ts';
import { Images } from './images.ts';
import type { Places } from './places.ts';

/** Classes whose objects are listed, and under what. */
const LISTED = new Map<string, ObjectKind>([
  ['modal.App', 'apps'],
  ['modal.Volume', 'volumes'],
  ['modal.NetworkFileSystem', 'volumes'],
  ['modal.CloudBucketMount', 'volumes'],
  ['modal.Secret', 'secrets'],
  ['modal.Dict', 'dicts'],
  ['modal.Queue', 'queues'],
  ['modal.Cron', 'schedules'],
  ['modal.Period', 'schedules'],
]);

export type ObjectKind = 'apps' | 'volumes' | 'secrets' | 'dicts' | 'queues' | 'schedules';

/** All objects of a program, each once, however often it is used. */
export class Objects {
  readonly images: Images;
  private readonly places: Places;
  private readonly found = new Map<Expr, ObjectData>();
  private readonly variables = new Map<Expr, string>();

  constructor(program: Program, places: Places) {
    this.places = places;
    this.images = new Images(places, this.variables, this.read);
    for (const { names } of program.files) this.nameValues(names);
    for (const { names, uses } of program.files) {
      const calls = uses.flatMap(({ call, scope, role }) =>
        call && role === 'call' ? [{ names, scope, expr: call }] : [],
      );
      const inner = new Set(calls.flatMap(beginningOf));
      for (const call of calls) if (!inner.has(call.expr)) this.read(call);
    }
  }

  /** The objects of a kind, in the order of the files. */
  of(kind: ObjectKind): ObjectData[] {
    return [...this.found.values()].filter(({ object }) => LISTED.get(object) === kind);
  }

  /** An object as part of a value; nothing for what is no object of the SDK. */
  readonly read = (at: Origin): Data | undefined => {
    const { names, expr, scope } = at;
    const value = names.valueOf(expr, scope);
    if (value.kind !== 'instance') return undefined;
    if (value.of === 'modal.Image') return this.images.read(at);
    // Names are followed one by one: of what a branch decides, `valueOf` gives the likeliest.
    if (expr.kind !== 'call' && expr.kind !== 'await') return undefined;
    const { origin } = value;
    if (origin?.expr.kind !== 'call') return undefined;
    if (!LISTED.has(value.of)) return this.other(origin, origin.expr);
    return { object: value.of, id: this.listed(value.of, origin, origin.expr).id };
  };

  /** The id of a listed object by the call that makes it. */
  idOf(object: string, at: Origin): string | undefined {
    return at.expr.kind === 'call' ? this.listed(object, at, at.expr).id : undefined;
  }

  private other({ names, scope }: Origin, call: CallExpr): Data | undefined {
    const symbol = names.symbolOf(call.func, scope)?.symbol;
    if (!symbol) return undefined;
    const { made, arguments: args } = madeBy({ symbol, names, scope, call }, this.read);
    return { made, arguments: args };
  }

  private listed(object: string, { names, scope }: Origin, call: CallExpr): ObjectData {
    const known = this.found.get(call);
    if (known) return known;
    const symbol = names.symbolOf(call.func, scope)?.symbol ?? { name: object, kind: 'class' };
    const variable = this.variables.get(call);
    const head = {
      id: this.places.id(names, call.span.start),
      object,
      ...this.places.of(names, call.span.start),
      ...(variable !== undefined && { variable }),
    };
    // Listed before its arguments are read: an argument may lead back here.
    this.found.set(call, { ...head, made: symbol.name, arguments: {} });
    const made = madeBy({ symbol, names, scope, call }, this.read);
    const name = this.nameOf(made.arguments, names, scope, call);
    const data: ObjectData = { ...head, ...made, ...(name && { name }) };
    this.found.set(call, data);
    return data;
  }

  /** The name on Modal: its own, or that of the object which a method was called on (`vol.read_only()`). */
  private nameOf(
    args: ObjectData['arguments'],
    names: Names,
    scope: Origin['scope'],
    { func }: CallExpr,
  ): Fact | undefined {
    const own = args.name ?? args.bucket_name;
    if (own || func.kind !== 'attribute') return own;
    const base = names.valueOf(func.value, scope);
    if (base.kind !== 'instance' || base.origin?.expr.kind !== 'call') return undefined;
    return LISTED.has(base.of)
      ? this.listed(base.of, base.origin, base.origin.expr).name
      : undefined;
  }

  private nameValues({ module }: Names): void {
    for (const stmt of statements(module.body)) {
      if (stmt.kind !== 'assign' || !stmt.value || stmt.op !== '=') continue;
      const [target, second] = stmt.targets;
      if (target?.kind === 'name' && !second) this.variables.set(stmt.value, target.id);
    }
  }
}

/** The call that a call goes on from, to an object of the same kind: `debian_slim()` in `debian_slim().pip_install()`. */
function beginningOf({ names, scope, expr }: Origin): Expr[] {
  if (expr.kind !== 'call' || expr.func.kind !== 'attribute') return [];
  const base = expr.func.value;
  const [before, after] = [names.valueOf(base, scope), names.valueOf(expr, scope)];
  const same = before.kind === 'instance' && after.kind === 'instance' && before.of === after.of;
  return same ? [base] : [];
}
