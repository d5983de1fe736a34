import type { Span } from '../../model/span.ts';
import type { LayerCall } from '../../program/image.ts';
import { textOf, textsOf, whyUnknown, type Constant } from '../../python/constant.ts';
import { constantAt, constantOf } from '../../python/constants.ts';
import { isUnknown, type Located, type Unknown } from '../../python/place.ts';
import type { Expr } from '../../python/syntax.ts';
import type { Reason } from '../plan.ts';
import type { Place } from '../written/place.ts';
import { shapeOf } from '../written/shape.ts';
import { writtenAt } from '../written/write.ts';
import { isOpen, openList, openText } from './open-text.ts';
import { piecesOf, type Line } from './template.ts';
import { holeOf, type Word } from './words.ts';

import { argumentExpr, argumentOf, layerReason, methodOf } from './call.ts';

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
/** What brings packages: most come built. */
const INSTALLS =
  /^(?:(?:uv_)?pip_install\w*|poetry_install\w*|uv_sync|micromamba_install|apt_install)$/;
const WITHOUT_GPU =
  ', as fal builds images without a GPU: a package that compiles for the GPU it finds has to be told, as by `TORCH_CUDA_ARCH_LIST`';
/** Is about Modal's cache of layers. */
const IRRELEVANT = new Set(['force_build']);

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
  private readonly place: Place | undefined;
  private readonly seen = new Set(IRRELEVANT);
  private noGpu: boolean;

  /** With a place, what is only known when the file is deployed can be written there. */
  constructor(call: LayerCall, rule: string, place?: Place) {
    this.call = call;
    this.rule = rule;
    this.place = place;
    this.noGpu = INSTALLS.test(methodOf(call));
  }

  /** What the step does needs no GPU, but for packages that compile. */
  needNoGpu(): void {
    this.noGpu = true;
  }

  /** The text of a string or path argument. */
  text(name: string, place?: number): string | undefined {
    return this.read(name, place, textOf, 'a string');
  }

  /** A string or path that may be known in part only; `sure` asks that it is a text and not `None`. */
  line(name: string, place?: number, sure = false): Line | undefined {
    const found = argumentOf(this.call, name, place);
    const expr = argumentExpr(this.call.call, name, place);
    if (!found || textOf(found) !== undefined || !expr || !this.place)
      return this.text(name, place);
    this.seen.add(name);
    const at = this.at(expr);
    const isText = !sure || shapeOf(at) === 'text';
    const line = isText ? openText(at, this.place) : { unknown: 'a string or `None`' };
    if (!isOpen(line)) return line;
    this.open(this.spelled(name, place), found, 'not a string', line.unknown);
    return undefined;
  }

  /** The texts of `*args`, nested one level as Modal allows, as far as they are known. */
  words(): readonly Word[] {
    const { call } = this.call;
    const given = call.args.filter(({ name, star }) => name === undefined && star !== '**');
    const words = given.flatMap(({ value, star, span }) => {
      const isList = star === '' && (value.kind === 'list' || value.kind === 'tuple');
      if (!isList) return this.word(value, star === '*', span);
      return value.items.flatMap((item) =>
        item.kind === 'starred' && item.value
          ? this.word(item.value, true, item.span)
          : this.word(item, false, item.span, true),
      );
    });
    this.spread();
    return words;
  }

  private word(value: Expr, spread: boolean, span: Span, sure = false): readonly Word[] {
    const at = this.at(value);
    const folded = constantAt(at);
    const known = textsOf({ kind: 'list', items: [folded] });
    if (known) return known;
    const word = this.place && this.openWord(at, this.place, spread, sure);
    if (word && !isUnknown(word)) return word;
    this.open(spelling(this.call, { span }), folded, 'no string', word?.unknown);
    return [];
  }

  private openWord(
    at: Located,
    place: Place,
    spread: boolean,
    sure: boolean,
  ): readonly Word[] | Unknown {
    const shape = spread ? 'list' : sure ? 'text' : shapeOf(at);
    if (shape === 'text') {
      const line = openText(at, place);
      if (isOpen(line)) return line;
      const whole = writtenAt(at, place);
      const code = isUnknown(whole) ? holeOf(line) : whole;
      return [{ kind: 'text', code, pieces: piecesOf(line) }];
    }
    if (shape === undefined) return { unknown: 'a text or a list' };
    const code = openList(at, place);
    return isUnknown(code) ? code : [{ kind: 'list', code }];
  }

  private at(expr: Expr): Located {
    const { names, scope, frame } = this.call;
    return { names, scope, expr, ...(frame && { frame }) };
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
    this.spread();
    return texts;
  }

  /** `**options` that are not known. */
  private spread(): void {
    const spread = this.call.call.args.find(({ star }) => star === '**');
    if (spread && this.call.unknown !== undefined)
      this.open(spelling(this.call, spread), undefined);
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
      const method = methodOf(this.call);
      const left = `\`${this.spelled(name)}\` of \`${method}\` is left out`;
      if (name === 'gpu' && this.noGpu) this.unsafe(left + WITHOUT_GPU);
      else this.manual(left + advice);
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

  private open(
    what: string,
    of: Constant | undefined,
    otherwise = 'no string',
    sooner?: string,
  ): void {
    const why = sooner ?? (of ? (whyUnknown(of) ?? otherwise) : 'keywords from elsewhere');
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
