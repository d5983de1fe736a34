import type { Verdict } from '../../model/rule.ts';
import type { Span } from '../../model/span.ts';
import type { LayerCall } from '../../program/image.ts';
import { textOf, textsOf, whyUnknown, type Constant } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { CallExpr, Expr } from '../../python/syntax.ts';
import type { Reason } from '../plan.ts';

/** Options of a build step that have no Dockerfile line, and what to do about each. */
const DROPPED = new Map([
  ['gpu', ', as fal builds images without a GPU: move what needs one into `setup`'],
  [
    'secrets',
    ': pass them in `secrets={...}` of the image, and begin the line with `RUN --mount=type=secret`',
  ],
  ['secret', ': pass the credentials in `registries={...}` of the image'],
  ['env', ': set the variables in the `RUN` line, as they hold for this step only'],
  ['volumes', ', as an image is built without `/data`: move the step into `setup`'],
]);
/** Is about Modal's cache of layers. */
const IRRELEVANT = new Set(['force_build']);

/** `pip_install` of `modal.Image.pip_install`. */
export function methodOf({ symbol }: LayerCall): string {
  return symbol.name.slice(symbol.name.lastIndexOf('.') + 1);
}

/** The call as the program spells it, without what stands before it in the chain. */
export function layerSpan({ call }: LayerCall): Span {
  const { func, span } = call;
  return { start: func.kind === 'attribute' ? func.attrSpan.start : span.start, end: span.end };
}

/** A reason about a layer. */
export function layerReason(
  call: LayerCall,
  rule: string,
  verdict: Verdict,
  message: string,
): Reason {
  return { rule, verdict, message, span: layerSpan(call) };
}

/** An argument by its name, or by its place among the positional ones; `None` is none. */
export function argumentOf(call: LayerCall, name: string, place?: number): Constant | undefined {
  const found = call.keywords.get(name) ?? (place === undefined ? undefined : call.args[place]);
  return found?.kind === 'value' && found.value === null ? undefined : found;
}

/** The expression of an argument; none where a `*list` stands before it. */
export function argumentExpr({ args }: CallExpr, name: string, place?: number): Expr | undefined {
  const byName = args.find((arg) => arg.name === name);
  if (byName || place === undefined) return byName?.value;
  const before = args.slice(0, place + 1);
  const plain = before.every((arg) => arg.name === undefined && arg.star === '');
  return plain ? before[place]?.value : undefined;
}

/** How the program spells an expression, on one line and not too long. */
function spelling({ names }: LayerCall, { span }: { readonly span: Span }): string {
  const text = names.module.source.slice(span.start, span.end).replace(/\s+/g, ' ');
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}

/** Reads arguments of a layer; what is not known becomes a manual reason, once for each. */
export class Arguments {
  readonly reasons: Reason[] = [];
  private readonly call: LayerCall;
  private readonly rule: string;
  private readonly seen = new Set(IRRELEVANT);

  constructor(call: LayerCall, rule: string) {
    this.call = call;
    this.rule = rule;
  }

  /** The text of a string or path argument. */
  text(name: string, place?: number): string | undefined {
    return this.read(name, place, textOf, 'a string');
  }

  /** The texts of a list of strings. */
  texts(name: string, place?: number): readonly string[] | undefined {
    return this.read(name, place, textsOf, 'a list of strings');
  }

  /** Whether a flag is set. */
  flag(name: string, place?: number): boolean {
    const read = (of: Constant): boolean | undefined =>
      of.kind === 'value' ? Boolean(of.value) : undefined;
    return this.read(name, place, read, '`True` or `False`') ?? false;
  }

  /** The texts of `*args`, nested one level as Modal allows; those that are not known are left out. */
  rest(): readonly string[] {
    const { call, names, scope, frame } = this.call;
    const given = call.args.filter(({ name, star }) => name === undefined && star !== '**');
    const texts = given.flatMap(({ value, star, span }) => {
      const plainList = star === '' && (value.kind === 'list' || value.kind === 'tuple');
      const items = plainList ? value.items : [value];
      return items.flatMap((item) => {
        const inner = item.kind === 'starred' && item.value ? item.value : item;
        const folded = constantOf(names, inner, scope, frame);
        const known = textsOf({ kind: 'list', items: [folded] });
        if (!known) this.open(spelling(this.call, plainList ? item : { span }), folded);
        return known ?? [];
      });
    });
    const spread = call.args.find(({ star }) => star === '**');
    if (spread && this.call.unknown !== undefined)
      this.open(spelling(this.call, spread), undefined);
    return texts;
  }

  /** Names an argument that was read elsewhere. */
  taken(...names: readonly string[]): void {
    for (const name of names) this.seen.add(name);
  }

  /** Reasons about every argument that nobody asked for; called last. */
  finish(): readonly Reason[] {
    for (const [name, value] of this.call.keywords) {
      if (this.seen.has(name) || isNothing(value)) continue;
      const advice = DROPPED.get(name) ?? ': write what it does into the Dockerfile';
      const text = this.spelled(name);
      this.manual(`\`${text}\` of \`${methodOf(this.call)}\` is left out${advice}`);
    }
    return this.reasons;
  }

  manual(message: string): void {
    this.reasons.push(layerReason(this.call, this.rule, 'manual', message));
  }

  unsafe(message: string): void {
    this.reasons.push(layerReason(this.call, this.rule, 'rewrite-unsafe', message));
  }

  private read<T>(
    name: string,
    place: number | undefined,
    as: (of: Constant) => T | undefined,
    wanted: string,
  ): T | undefined {
    this.seen.add(name);
    const found = argumentOf(this.call, name, place);
    if (!found) return undefined;
    const value = as(found);
    if (value === undefined) this.open(this.spelled(name, place), found, `not ${wanted}`);
    return value;
  }

  /** An argument as the program spells it; what may hold a secret is never repeated. */
  private spelled(name: string, place?: number): string {
    if (/^(?:secrets?|env)$/.test(name)) return `${name}=`;
    const { args } = this.call.call;
    const expr = argumentExpr(this.call.call, name, place);
    const argument = args.find(({ value }) => value === expr);
    return expr ? spelling(this.call, argument ?? expr) : `${name}=`;
  }

  private open(what: string, of: Constant | undefined, otherwise = 'no string'): void {
    const why = of ? (whyUnknown(of) ?? otherwise) : 'keywords from elsewhere';
    const layer = methodOf(this.call);
    this.manual(
      `\`${what}\` of \`${layer}\` is not known (${why}): write its value into the converted image`,
    );
  }
}

/** `[]`, `{}`, `None`, `False`: says the default. */
function isNothing(value: Constant): boolean {
  if (value.kind === 'list') return value.items.length === 0;
  if (value.kind === 'dict') return value.entries.length === 0;
  return value.kind === 'value' && (value.value === null || value.value === false);
}
