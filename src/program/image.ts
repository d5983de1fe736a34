import { constantOf, type Constant } from '../python/constants.ts';
import type { Names } from '../python/names.ts';
import { bindingsOf, type Binding, type Scope } from '../python/scopes.ts';
import type { SdkSymbol } from '../python/sdk.ts';
import type { Argument, AttributeExpr, CallExpr, Expr, Param } from '../python/syntax.ts';
import type { Definition, Origin } from '../python/values.ts';
import { statements } from '../python/walk.ts';

/** One call of an image's chain: `pip_install("torch")`, in order from the base. */
export interface LayerCall {
  /** `modal.Image.pip_install`, `modal.Image.debian_slim` … */
  readonly symbol: SdkSymbol;
  readonly call: CallExpr;
  readonly names: Names;
  readonly scope: Scope;
  /** Positional arguments, `*list` spread where the list is known. */
  readonly args: readonly Constant[];
  /** Keyword arguments by today's names. */
  readonly keywords: ReadonlyMap<string, Constant>;
  /** `**kwargs`, or a `*args` that is not known: why. */
  readonly unknown?: string;
  /** Folds an expression that stands in the call, with what the helper functions around it were called with. */
  readonly fold?: (expr: Expr) => Constant;
}

/** How an image is made. */
export type ImageChain =
  /** Every call from the base on; none for `None`, Modal's default image. */
  | { readonly known: true; readonly layers: readonly LayerCall[] }
  /** `why` ends the sentence "the image is …". */
  | { readonly known: false; readonly why: string };

/** Longer chains of names are nobody's code, or a circle. */
const MAX_DEPTH = 80;
const IMAGE = 'modal.Image';
/** What gives the same image back. */
const SAME = new Set(['modal.Image.build', 'modal.Image.hydrate']);

/** Follows the value of an `image=` argument to the calls that make it, through variables, files and helper functions. */
export function readImage(names: Names, expr: Expr, scope: Scope): ImageChain {
  return new ImageReader(new Map(), 0).read({ names, expr, scope });
}

function unknown(why: string): ImageChain {
  return { known: false, why };
}

/** What the parameters of the helper functions around a place were called with. */
type Given = ReadonlyMap<Param, Argued>;

interface Argued {
  readonly at: Origin;
  /** Around the call. */
  readonly given: Given;
}

/** One step of the walk. */
class ImageReader {
  private readonly given: Given;
  private readonly depth: number;

  constructor(given: Given, depth: number) {
    this.given = given;
    this.depth = depth;
  }

  read(at: Origin, given = this.given): ImageChain {
    if (this.depth > MAX_DEPTH) return unknown('too deep to follow');
    return new ImageReader(given, this.depth + 1).follow(at);
  }

  private follow({ names, expr, scope }: Origin): ImageChain {
    switch (expr.kind) {
      case 'name':
        return this.name(names, expr.id, scope, expr.span.start);
      case 'attribute':
        return this.attribute(names, expr, scope);
      case 'call':
        return this.call(names, expr, scope);
      case 'named':
        return this.read({ names, expr: expr.value, scope });
      case 'await':
        return expr.value
          ? this.read({ names, expr: expr.value, scope })
          : unknown('nothing at all');
      case 'conditional':
        return unknown('chosen by a condition');
      case 'constant':
        return expr.value === null ? { known: true, layers: [] } : unknown('no image');
      case 'subscript':
        return unknown('looked up when the program runs');
      default:
        return unknown(`the result of a ${expr.kind} expression`);
    }
  }

  private name(names: Names, name: string, scope: Scope, at: number): ImageChain {
    const bindings = bindingsOf(name, scope, at);
    const [binding, second] = bindings;
    const star = binding ? undefined : names.starSource(name);
    if (star) return this.read(exported(star, name), new Map());
    if (!binding) return unknown(`\`${name}\`, which is defined nowhere`);
    if (second) return unknown(`\`${name}\`, which is set in several places`);
    return this.binding(names, binding);
  }

  private binding(names: Names, { how, name, scope }: Binding): ImageChain {
    if (how.kind === 'assign') return this.read({ names, expr: how.value, scope });
    if (how.kind === 'param') {
      const given = this.given.get(how.param);
      return given ? this.read(given.at, given.given) : unknown(`the parameter \`${name}\``);
    }
    if (how.kind === 'import-from') {
      const { module, level } = how.stmt;
      const other = names.open(module, level);
      if (other) return this.read(exported(other, how.name), new Map());
      return unknown(`\`${name}\`, which comes from \`${'.'.repeat(level)}${module}\``);
    }
    return unknown(`\`${name}\``);
  }

  /** `common.image`, `Settings.image`, `self.image`, `app.image`. */
  private attribute(names: Names, expr: AttributeExpr, scope: Scope): ImageChain {
    const { value: base, attr } = expr;
    const other =
      base.kind === 'name' ? moduleBehind(names, base.id, scope, base.span.start) : undefined;
    if (other) return this.read(exported(other, attr), new Map());
    const owner = names.valueOf(base, scope);
    if (owner.kind === 'definition' && owner.stmt.kind === 'class') {
      const [binding, second] = owner.names.scopes.inside(owner.stmt).bindings.get(attr) ?? [];
      if (binding && !second) return this.binding(owner.names, binding);
    }
    if (owner.kind === 'instance' && owner.of === 'modal.App') {
      return this.appImage(names, expr, owner.origin);
    }
    const value = names.valueOf(expr, scope);
    if (value.kind === 'instance' && value.of === IMAGE && value.origin) {
      return this.read(value.origin);
    }
    return unknown(`the attribute \`${attr}\``);
  }

  /** `app.image = …`, as it was written before 0.72, or the `image=` of the App. */
  private appImage(names: Names, expr: AttributeExpr, app: Origin | undefined): ImageChain {
    const { source, body } = names.module;
    const text = source.slice(expr.span.start, expr.span.end);
    const assigned = [...statements(body)].flatMap((stmt) => {
      if (stmt.kind !== 'assign' || !stmt.value) return [];
      const { value } = stmt;
      const hit = stmt.targets.some(({ span }) => source.slice(span.start, span.end) === text);
      return hit ? [value] : [];
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

  private call(names: Names, expr: CallExpr, scope: Scope): ImageChain {
    const found = names.symbolOf(expr.func, scope);
    const base = receiverOf(expr);
    if (!found) return this.unresolvedCall(names, expr, scope, base);
    const { symbol, receiver } = found;
    if (symbol.returns !== IMAGE || !symbol.name.startsWith(`${IMAGE}.`)) {
      return unknown(`what \`${symbol.name}\` gives`);
    }
    if (receiver && base) return this.method(names, symbol, expr, scope, base);
    return { known: true, layers: [layerCall(names, symbol, expr, scope, this.given)] };
  }

  private method(
    names: Names,
    symbol: SdkSymbol,
    expr: CallExpr,
    scope: Scope,
    base: Expr,
  ): ImageChain {
    if (symbol.name === `${IMAGE}.pipe`) return this.pipe(names, expr, scope, base);
    const before = this.read({ names, expr: base, scope });
    if (SAME.has(symbol.name) || !before.known) return before;
    return {
      known: true,
      layers: [...before.layers, layerCall(names, symbol, expr, scope, this.given)],
    };
  }

  /** A helper of the user's, or a method of what one gives or is given: `base.pip_install()` of a parameter `base`. */
  private unresolvedCall(
    names: Names,
    expr: CallExpr,
    scope: Scope,
    base: Expr | undefined,
  ): ImageChain {
    const attr = expr.func.kind === 'attribute' ? expr.func.attr : '';
    const symbol = base && names.sdk.lookup(`${IMAGE}.${attr}`);
    if (!base || symbol?.returns !== IMAGE) {
      return this.applied(names, expr.func, scope, expr.args);
    }
    const before = this.read({ names, expr: base, scope });
    if (!before.known || before.layers.length === 0) return before;
    return this.method(names, symbol, expr, scope, base);
  }

  /** `image.pipe(f, 1)` is `f(image, 1)`. */
  private pipe(names: Names, expr: CallExpr, scope: Scope, image: Expr): ImageChain {
    const [first, ...rest] = expr.args;
    if (first?.name !== undefined || first?.star !== '') {
      return unknown('made by a function that is not known');
    }
    const receiver: Argument = { span: image.span, star: '', value: image };
    const args = [receiver, ...rest];
    const func = first.value;
    if (func.kind !== 'lambda') return this.applied(names, func, scope, args);
    const given = this.bind(func.params, args, names, scope);
    const inside = names.scopes.inside(func);
    return this.read({ names, expr: func.body, scope: inside }, new Map([...this.given, ...given]));
  }

  /** A call of a function of the tree: the image that its one `return` gives. */
  private applied(names: Names, func: Expr, scope: Scope, args: readonly Argument[]): ImageChain {
    const callee = names.valueOf(func, scope);
    if (callee.kind !== 'definition') return unknown('the result of a call');
    const { stmt } = callee;
    const returned = returnedExpr(callee);
    if (stmt.kind !== 'function' || !returned) {
      return unknown(`what \`${stmt.name}\` gives, which has no single \`return\``);
    }
    const params = callee.owner ? stmt.params.slice(1) : stmt.params;
    const given = this.bind(params, args, names, scope);
    const home = { names: callee.names, scope: callee.names.scopeOf(stmt) };
    for (const param of params) {
      const missing = !given.has(param) && param.star === '';
      if (missing && param.default) {
        given.set(param, { at: { ...home, expr: param.default }, given: this.given });
      }
    }
    return this.read(returned, given);
  }

  /** What each parameter is called with; a `*` among the arguments leaves the rest open. */
  private bind(
    params: readonly Param[],
    args: readonly Argument[],
    names: Names,
    scope: Scope,
  ): Map<Param, Argued> {
    const bound = new Map<Param, Argued>();
    const spread = args.findIndex((arg) => arg.star !== '');
    const plain = spread < 0 ? args : args.slice(0, spread);
    const positional = plain.filter((arg) => arg.name === undefined);
    params.forEach((param, i) => {
      const byName = args.find((arg) => arg.name === param.name);
      const argument = byName ?? (param.kind === 'keyword-only' ? undefined : positional[i]);
      if (param.star === '*' && spread < 0) {
        const items = positional.slice(i).map((arg) => arg.value);
        const expr: Expr = { kind: 'tuple', items, span: param.span };
        bound.set(param, { at: { names, expr, scope }, given: this.given });
      }
      if (!argument || param.star !== '') return;
      bound.set(param, { at: { names, expr: argument.value, scope }, given: this.given });
    });
    return bound;
  }
}

/** What another file means by a name at its end. */
function exported(names: Names, name: string): Origin {
  const scope = names.scopes.module;
  const end = names.module.source.length;
  const span = { start: end, end };
  return { names, scope, expr: { kind: 'name', id: name, span } };
}

/** The file of the tree that a name stands for: `import common`, `from . import common`. */
function moduleBehind(names: Names, name: string, scope: Scope, at: number): Names | undefined {
  const how = bindingsOf(name, scope, at)[0]?.how;
  if (how?.kind === 'import') return names.open(how.module, 0);
  if (how?.kind !== 'import-from') return undefined;
  const { module, level } = how.stmt;
  return names.open(module === '' ? how.name : `${module}.${how.name}`, level);
}

/** The expression on which a method was called, without `.aio`. */
function receiverOf({ func }: CallExpr): Expr | undefined {
  if (func.kind !== 'attribute') return undefined;
  const { attr, value } = func;
  return attr === 'aio' && value.kind === 'attribute' ? value.value : value;
}

function returnedExpr({ names, stmt }: Definition): Origin | undefined {
  const returned = [...statements(stmt.body.body)].filter((inner) => inner.kind === 'return');
  const [only, second] = returned;
  const expr = only && 'exprs' in only ? only.exprs[0] : undefined;
  if (!expr || second || stmt.kind !== 'function') return undefined;
  return { names, expr, scope: names.scopes.inside(stmt) };
}

function layerCall(
  names: Names,
  symbol: SdkSymbol,
  call: CallExpr,
  scope: Scope,
  given: Given,
): LayerCall {
  const args: Constant[] = [];
  const keywords = new Map<string, Constant>();
  let why: string | undefined;
  const fold = (expr: Expr): Constant => givenConstant({ names, expr, scope }, given);
  for (const { name, star, value } of call.args) {
    const folded = fold(value);
    if (star === '') {
      if (name === undefined) args.push(folded);
      else keywords.set(names.sdk.keyword(symbol.name, name), folded);
    } else if (star === '*' && folded.kind === 'list') args.push(...folded.items);
    else if (star === '**' && folded.kind === 'dict') {
      for (const { key, value: inner } of folded.entries) {
        if (key.kind === 'value') {
          keywords.set(names.sdk.keyword(symbol.name, String(key.value)), inner);
        }
      }
    } else why ??= folded.kind === 'unknown' ? folded.why : 'no list';
  }
  return {
    symbol,
    call,
    names,
    scope,
    args,
    keywords,
    ...(why !== undefined && { unknown: why }),
    fold,
  };
}

/** A constant; a parameter of the helper around it is what the helper was called with. */
function givenConstant({ names, expr, scope }: Origin, given: Given): Constant {
  const [binding, second] = expr.kind === 'name' ? bindingsOf(expr.id, scope, expr.span.start) : [];
  const argued =
    binding?.how.kind === 'param' && !second ? given.get(binding.how.param) : undefined;
  return argued ? givenConstant(argued.at, argued.given) : constantOf(names, expr, scope);
}
