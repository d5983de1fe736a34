import type { Data, Fact, ObjectData } from '../../model/program-data.ts';
import type { Names } from '../../python/names.ts';
import type { CallExpr, Expr } from '../../python/syntax.ts';
import { follow } from '../../python/follow.ts';
import type { Located } from '../../python/place.ts';
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
  private readonly found = new Map<Expr, readonly ObjectData[]>();
  /** Objects that helpers and loops make, by what they were run with. */
  private readonly framed = new Map<Expr, readonly ObjectData[]>();
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
    return [...this.found.values(), ...this.framed.values()]
      .flat()
      .filter(({ object }) => LISTED.get(object) === kind);
  }

  /** An object as part of a value; nothing for what is no object of the SDK. */
  readonly read = (at: Located): Data | undefined => {
    const { names, expr, scope } = at;
    const value = names.valueOf(expr, scope);
    if (value.kind !== 'instance') return undefined;
    if (value.of === 'modal.Image') return this.images.read(at);
    // Names are followed one by one: of what a branch decides, `valueOf` gives the likeliest.
    if (expr.kind !== 'call' && expr.kind !== 'await') return undefined;
    // A call that stands here itself knows what the functions around it were called with.
    const origin = value.origin?.expr === expr ? at : value.origin;
    if (origin?.expr.kind !== 'call') return undefined;
    if (!LISTED.has(value.of)) return this.other(origin, origin.expr);
    return { object: value.of, id: this.listed(value.of, origin, origin.expr).id };
  };

  /** The id of a listed object by the call that makes it. */
  idOf(object: string, at: Origin): string | undefined {
    return at.expr.kind === 'call' ? this.listed(object, at, at.expr).id : undefined;
  }

  private other({ names, scope, frame }: Located, call: CallExpr): Data | undefined {
    const symbol = names.symbolOf(call.func, scope)?.symbol;
    if (!symbol) return undefined;
    const at = { symbol, names, scope, call, ...(frame && { frame }) };
    const { made, arguments: args } = madeBy(at, this.read);
    return { made, arguments: args };
  }

  private listed(object: string, at: Located, call: CallExpr): ObjectData {
    const { names, scope, frame } = at;
    const store = frame ? this.framed : this.found;
    const known = store.get(call) ?? [];
    const [first] = known;
    if (first && !frame) return first;
    const before = known.length + (frame && this.found.has(call) ? 1 : 0);
    const symbol = names.symbolOf(call.func, scope)?.symbol ?? { name: object, kind: 'class' };
    const variable = this.variables.get(call);
    const place = this.places.id(names, call.span.start);
    const head = {
      id: before > 0 ? `${place}#${before + 1}` : place,
      object,
      ...this.places.of(names, call.span.start),
      ...(variable !== undefined && { variable }),
    };
    // Listed before its arguments are read: an argument may lead back here.
    if (!frame) store.set(call, [{ ...head, made: symbol.name, arguments: {} }]);
    const made = madeBy({ symbol, names, scope, call, ...(frame && { frame }) }, this.read);
    const name = this.nameOf(made.arguments, at, call);
    const data: ObjectData = { ...head, ...made, ...(name && { name }) };
    // A helper gives another object for other arguments.
    const text = JSON.stringify([data.arguments, name]);
    const twin = known.find((one) => JSON.stringify([one.arguments, one.name]) === text);
    if (!twin) store.set(call, frame ? [...known, data] : [data]);
    return twin ?? data;
  }

  /** The name on Modal: its own, or that of the object which a method was called on (`vol.read_only()`). */
  private nameOf(args: ObjectData['arguments'], at: Located, { func }: CallExpr): Fact | undefined {
    const own = args.name ?? args.bucket_name;
    if (own || func.kind !== 'attribute') return own;
    const before = follow({ ...at, expr: func.value });
    const base = before.names.valueOf(before.expr, before.scope);
    if (base.kind !== 'instance' || !LISTED.has(base.of)) return undefined;
    const origin = base.origin?.expr === before.expr ? before : base.origin;
    return origin?.expr.kind === 'call'
      ? this.listed(base.of, origin, origin.expr).name
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
