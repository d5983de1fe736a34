import type { Verdict } from '../../model/rule.ts';
import type { Span } from '../../model/span.ts';
import type { LayerCall } from '../../program/image.ts';
import { textOf, textsOf, whyUnknown, type Constant } from '../../python/constants.ts';
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
  rest(what: string, from = 0): readonly string[] {
    const items = this.call.args
      .slice(from)
      .flatMap((arg) => (arg.kind === 'list' ? arg.items : [arg]));
    const texts: string[] = [];
    for (const item of items) {
      const text = textOf(item);
      if (text === undefined) this.open(what, whyUnknown(item) ?? 'no string');
      else texts.push(text);
    }
    if (this.call.unknown !== undefined) this.open(what, this.call.unknown);
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
      this.manual(`\`${name}=\` of \`${methodOf(this.call)}\` is left out${advice}`);
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
    if (value === undefined) this.open(`\`${name}=\``, whyUnknown(found) ?? `not ${wanted}`);
    return value;
  }

  private open(what: string, why: string): void {
    this.manual(
      `${what} of \`${methodOf(this.call)}\` is ${why}: write its value into the converted image`,
    );
  }
}

/** `[]`, `{}`, `None`, `False`: says the default. */
function isNothing(value: Constant): boolean {
  if (value.kind === 'list') return value.items.length === 0;
  if (value.kind === 'dict') return value.entries.length === 0;
  return value.kind === 'value' && (value.value === null || value.value === false);
}
