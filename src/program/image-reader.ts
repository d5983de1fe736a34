import { constantAt } from '../python/constants.ts';
import { step } from '../python/follow.ts';
import { isUnknown, TOO_DEEP, type Located } from '../python/place.ts';
import type { SdkSymbol } from '../python/sdk.ts';
import type {
  AttributeExpr,
  CallExpr,
  CompoundStmt,
  ConditionalExpr,
  Expr,
} from '../python/syntax.ts';
import type { Origin } from '../python/values.ts';
import { statements } from '../python/walk.ts';
import { NameReader } from './image-names.ts';
import { spelled, together, whereDeployed, type Way } from './image-ways.ts';
import type { Condition, ImageChain } from './image.ts';
import { layerCall } from './layer-call.ts';

const IMAGE = 'modal.Image';
/** How far an image is followed: no program has so many layers. */
const MAX_READS = 4000;
const MAX_LAYERS = 400;

/** Shared by all that read for one image. */
interface Effort {
  left: number;
  depth: number;
}

/** What gives the same image back. */
const SAME = new Set(['modal.Image.build', 'modal.Image.hydrate']);

function unknown(why: string): ImageChain {
  return { known: false, why };
}

/** Follows an expression to the calls that make an image; the loops that it is in are run through. */
export class ImageReader {
  private readonly effort: Effort;
  private readonly byName: NameReader;

  constructor(loops: readonly CompoundStmt[] = [], effort: Effort = { left: MAX_READS, depth: 0 }) {
    this.effort = effort;
    this.byName = new NameReader(
      loops,
      (at) => this.read(at),
      (loop) => new ImageReader([...loops, loop], effort).byName,
    );
  }

  /** Each layer is a question of its own: a long chain is no deep one. */
  read({ names, scope, expr, frame }: Located): ImageChain {
    const { effort } = this;
    effort.left--;
    if (effort.left < 0 || effort.depth > MAX_LAYERS) return unknown(TOO_DEEP);
    effort.depth++;
    const found = this.readHere({ names, scope, expr, ...(frame && { frame }) });
    effort.depth--;
    return found;
  }

  private readHere(at: Located): ImageChain {
    const { expr } = at;
    const found =
      expr.kind === 'call'
        ? this.call(at, expr)
        : expr.kind === 'attribute'
          ? this.ofApp(at, expr)
          : expr.kind === 'name'
            ? this.byName.ofName(at, expr)
            : undefined;
    if (found) return found;
    if (expr.kind === 'constant')
      return expr.value === null ? { known: true, layers: [] } : unknown('no image');
    if (expr.kind === 'await' && expr.value) return this.read({ ...at, expr: expr.value });
    const next = step(at);
    if (!next) return unknown(whyLeaf(at));
    if (!isUnknown(next)) return this.read(next);
    return expr.kind === 'conditional' ? this.ofConditional(at, expr) : unknown(next.unknown);
  }

  /** `image.pip_install("a") if X else image`. */
  private ofConditional(at: Located, { test, then, else: otherwise }: ConditionalExpr): ImageChain {
    const held = whereDeployed(at)(test);
    if (held !== undefined) return this.read({ ...at, expr: held ? then : otherwise });
    const asked = { ...at, expr: test };
    const ways = [then, otherwise].map((expr, i): Way => {
      const condition: Condition = { kind: 'if', test: asked, holds: i === 0 };
      return { conditions: [condition], image: this.read({ ...at, expr }) };
    });
    return together(ways, spelled(at, test.span));
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
