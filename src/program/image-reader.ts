import { turnsOf } from '../python/collections.ts';
import { constantAt } from '../python/constants.ts';
import { holds, loopsBack } from '../python/flow.ts';
import { step, testIn } from '../python/follow.ts';
import { deeper, isUnknown, type Located } from '../python/place.ts';
import { bindingsOf, owner, runsWithin, type Binding, type Branch } from '../python/scopes.ts';
import type { SdkSymbol } from '../python/sdk.ts';
import type { AttributeExpr, CallExpr, CompoundStmt, Expr, NameExpr } from '../python/syntax.ts';
import type { Origin } from '../python/values.ts';
import { contains, expressions, statements } from '../python/walk.ts';
import type { ImageChain, LayerCall } from './image.ts';
import { layerCall } from './layer-call.ts';

const IMAGE = 'modal.Image';
/** What gives the same image back. */
const SAME = new Set(['modal.Image.build', 'modal.Image.hydrate']);

function unknown(why: string): ImageChain {
  return { known: false, why };
}

/** Follows an expression to the calls that make an image; the loops that it is in are run through. */
export class ImageReader {
  private readonly loops: readonly CompoundStmt[];

  constructor(loops: readonly CompoundStmt[] = []) {
    this.loops = loops;
  }

  read(from: Located): ImageChain {
    const at = deeper(from);
    if (!at) return unknown('too deep to follow');
    const { expr } = at;
    const found =
      expr.kind === 'call'
        ? this.call(at, expr)
        : expr.kind === 'attribute'
          ? this.ofApp(at, expr)
          : expr.kind === 'name'
            ? this.ofBranches(at, expr)
            : undefined;
    if (found) return found;
    if (expr.kind === 'constant')
      return expr.value === null ? { known: true, layers: [] } : unknown('no image');
    if (expr.kind === 'await' && expr.value) return this.read({ ...at, expr: expr.value });
    const next = step(at);
    if (!next) return unknown(whyLeaf(at));
    if (!isUnknown(next)) return this.read(next);
    return unknown(expr.kind === 'conditional' ? 'chosen by a condition' : next.unknown);
  }

  /** A call of the SDK; nothing for a helper of the user's. */
  private call(at: Located, expr: CallExpr): ImageChain | undefined {
    const { names, scope } = at;
    const found = names.symbolOf(expr.func, scope);
    const base = receiverOf(expr);
    if (!found) return base && this.unresolved(at, expr, base);
    const { symbol, receiver } = found;
    if (symbol.returns !== IMAGE || !symbol.name.startsWith(`${IMAGE}.`)) {
      return unknown(`what \`${symbol.name}\` gives`);
    }
    if (receiver && base) return this.method(at, symbol, expr, base);
    return { known: true, layers: [layerCall(at, symbol, expr)] };
  }

  private method(at: Located, symbol: SdkSymbol, expr: CallExpr, base: Expr): ImageChain {
    if (symbol.name === `${IMAGE}.pipe`) return this.pipe(at, expr, base);
    const before = this.read({ ...at, expr: base });
    if (SAME.has(symbol.name) || !before.known) return before;
    return { known: true, layers: [...before.layers, layerCall(at, symbol, expr)] };
  }

  /** A method of what a helper gives or is given: `base.pip_install()` of a parameter `base`. */
  private unresolved(at: Located, expr: CallExpr, base: Expr): ImageChain | undefined {
    const attr = expr.func.kind === 'attribute' ? expr.func.attr : '';
    const symbol = at.names.sdk.lookup(`${IMAGE}.${attr}`);
    if (symbol?.returns !== IMAGE) return undefined;
    const before = this.read({ ...at, expr: base });
    if (!before.known || before.layers.length === 0) return before;
    return this.method(at, symbol, expr, base);
  }

  /** `image.pipe(f, 1)` is `f(image, 1)`. */
  private pipe(at: Located, expr: CallExpr, image: Expr): ImageChain {
    const [first, ...rest] = expr.args;
    if (first?.name !== undefined || first?.star !== '') {
      return unknown('made by a function that is not known');
    }
    const args = [{ span: image.span, star: '' as const, value: image }, ...rest];
    return this.read({ ...at, expr: { ...expr, func: first.value, args } });
  }

  /** `app.image = …`, as it was written before 0.72, or the `image=` of the App. */
  private ofApp({ names, scope }: Located, expr: AttributeExpr): ImageChain | undefined {
    const value = names.valueOf(expr.value, scope);
    if (value.kind !== 'instance' || value.of !== 'modal.App') return undefined;
    const app: Origin | undefined = value.origin;
    const { source, body } = names.module;
    const text = source.slice(expr.span.start, expr.span.end);
    const assigned = [...statements(body)].flatMap((stmt) => {
      if (stmt.kind !== 'assign' || !stmt.value) return [];
      const { value: image } = stmt;
      const hit = stmt.targets.some(({ span }) => source.slice(span.start, span.end) === text);
      return hit ? [image] : [];
    });
    const [only, second] = assigned;
    if (second) return unknown(`\`${text}\`, which is set in several places`);
    if (only) return this.read({ names, expr: only, scope: names.scopes.module });
    const args = app?.expr.kind === 'call' ? app.expr.args : [];
    const argument = expr.attr === 'image' ? args.find((arg) => arg.name === 'image') : undefined;
    return app && argument
      ? this.read({ ...app, expr: argument.value })
      : unknown(`the attribute \`${expr.attr}\``);
  }

  /** A name that an `if` or a loop may have set anew; nothing where it has one meaning. */
  private ofBranches(at: Located, { id, span }: NameExpr): ImageChain | undefined {
    const candidates = bindingsOf(id, at.scope, span.start);
    const home = owner(id, at.scope);
    const all = home?.bindings.get(id) ?? [];
    const [latest] = candidates;
    if (all.length <= 1 || !home || !latest) return undefined;
    const inOrder = runsWithin(at.scope, home);
    const again = inOrder && all.some((one) => one.from > span.start && this.comesBack(one, at));
    if (again || (!inOrder && at.frame))
      return unknown(`\`${id}\`, which is set in several places`);
    return this.chain({ ...at, scope: home }, candidates, inOrder ? span.start : undefined);
  }

  /** Whether a binding further down reaches a place through a loop that is not run through. */
  private comesBack({ branches }: Binding, { expr }: Located): boolean {
    const open = branches.filter(({ of }) => of && !this.loops.includes(of.stmt));
    return loopsBack(open, expr.span.start);
  }

  /** The image that the latest of several bindings gives. */
  private chain(at: Located, candidates: readonly Binding[], use: number | undefined): ImageChain {
    const [latest, ...rest] = candidates;
    if (!latest) return unknown('set nowhere');
    const test = testIn(at, at.scope);
    const held = holds(latest.branches, use, test);
    if (held === true) return this.bound(at, latest);
    if (held === false) return this.chain(at, rest, use);
    const open = latest.branches.find((branch) => holds([branch], use, test) === undefined);
    const several = unknown(`\`${latest.name}\`, which is set in several places`);
    if (!open?.of || rest.length === 0) return several;
    const earlier = rest.filter(({ span }) => !contains(open.span, span));
    const before = this.chain(at, earlier, use);
    if (!before.known) return before;
    const turns = open.of.stmt.kind === 'for' && this.loop(at, latest, open, before.layers);
    const after = turns || this.maybe(at, latest, open, before.layers);
    return after ? { known: true, layers: after } : several;
  }

  /** What a binding gives; its own name is read where it stands. */
  private bound(at: Located, { how, name, scope, from }: Binding): ImageChain {
    if (how.kind === 'assign') return this.read({ ...at, scope, expr: how.value });
    const next = step({
      ...at,
      scope,
      expr: { kind: 'name', id: name, span: { start: from, end: from } },
    });
    if (!next || isUnknown(next)) return unknown(next?.unknown ?? `\`${name}\``);
    return this.read(next);
  }

  /** The layers that an `if` or a loop adds, where nobody knows whether it does: each says so. */
  private maybe(
    at: Located,
    latest: Binding,
    { of }: Branch,
    before: readonly LayerCall[],
  ): readonly LayerCall[] | undefined {
    if (of?.stmt.kind !== 'if' && of?.stmt.kind !== 'for') return undefined;
    const after = new ImageReader([...this.loops, of.stmt]).bound(at, latest);
    const added = after.known ? addedTo(before, after.layers) : undefined;
    const { source } = at.names.module;
    const when = source.slice(of.clause.header.start, of.clause.header.end).replace(/\s+/g, ' ');
    return added && [...before, ...added.map((layer) => ({ ...layer, when: layer.when ?? when }))];
  }

  /** The layers that a loop over known items adds. */
  private loop(
    at: Located,
    latest: Binding,
    { of, span }: Branch,
    before: readonly LayerCall[],
  ): readonly LayerCall[] | undefined {
    const [iterable] = of?.clause.exprs ?? [];
    const [target] = of?.clause.targets ?? [];
    if (!of || !iterable || !target || of.stmt.clauses.length > 1 || leaves(of.stmt))
      return undefined;
    const turns = turnsOf({ ...at, expr: iterable }, target, at.scope, at.frame ?? new Map());
    if (isUnknown(turns)) return undefined;
    const { how, name } = latest;
    const goesOn = how.kind === 'assign' && mentions(how.value, name);
    if (!goesOn) return undefined;
    const reader = new ImageReader([...this.loops, of.stmt]);
    const inner = latest.branches.filter(
      (branch) => branch.span !== span && contains(span, branch.span),
    );
    let layers = before;
    for (const frame of turns) {
      const here = { ...at, frame };
      const held = holds(inner, undefined, testIn(here, at.scope));
      if (held === undefined) return undefined;
      const after = held ? reader.bound(here, latest) : undefined;
      if (!after) continue;
      const added = after.known ? addedTo(before, after.layers) : undefined;
      if (!added) return undefined;
      layers = [...layers, ...added];
    }
    return layers;
  }
}

/** What stands behind the layers of `before`; nothing where it is another image. */
function addedTo(
  before: readonly LayerCall[],
  after: readonly LayerCall[],
): readonly LayerCall[] | undefined {
  const same = before.every(({ call }, i) => after[i]?.call === call);
  return same && before.length > 0 ? after.slice(before.length) : undefined;
}

/** Whether an image is made from what its own name was before. */
function mentions(value: Expr, name: string): boolean {
  return [...expressions(value)].some((expr) => expr.kind === 'name' && expr.id === name);
}

/** Whether a loop may end before its last item. */
function leaves({ clauses }: CompoundStmt): boolean {
  return clauses.some(({ body }) =>
    [...statements(body.body)].some(({ kind }) => /^(?:break|continue|return)$/.test(kind)),
  );
}

/** The expression on which a method was called, without `.aio`. */
function receiverOf({ func }: CallExpr): Expr | undefined {
  if (func.kind !== 'attribute') return undefined;
  const { attr, value } = func;
  return attr === 'aio' && value.kind === 'attribute' ? value.value : value;
}

/** Why an expression that stands for itself is no image that is known. */
function whyLeaf(at: Located): string {
  const { expr } = at;
  if (expr.kind === 'call') return 'the result of a call';
  if (expr.kind === 'subscript') return 'looked up when the program runs';
  if (expr.kind !== 'name' && expr.kind !== 'attribute')
    return `the result of a ${expr.kind} expression`;
  const constant = constantAt(at);
  return constant.kind === 'unknown' ? constant.why : 'no image';
}
