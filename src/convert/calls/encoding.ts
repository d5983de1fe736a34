import type { Span } from '../../model/span.ts';
import type { CallSite } from '../../program/units.ts';
import { parentOf } from '../../python/lookup.ts';
import type { Names } from '../../python/names.ts';
import { bindingsOf } from '../../python/scopes.ts';
import type { Expr } from '../../python/syntax.ts';
import { carriedInstead, uncarriedIn, uncarriedWords } from '../endpoints/arrays.ts';
import { decodedText, encodedText } from '../endpoints/base64.ts';
import { certainOf } from '../endpoints/certain-bytes.ts';
import { certainlyBytes } from '../endpoints/certain.ts';
import { holdsBytes, modelsIn, type Model, type Shape } from '../endpoints/shape.ts';
import type { CallPlace } from '../lines.ts';
import { textOfExpr } from '../layout.ts';
import type { CallContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { placeOf } from './place.ts';
import type { CallShape } from './shape.ts';

/** Names for what is read twice. */
const FRESH = ['content', 'encoded', 'payload', 'crossing'] as const;

/** An argument as it is sent: bytes as base64 text. `undefined` where it needs a name first and none can be given. */
export function sentText(site: CallSite, value: Expr, shape: Shape): string | undefined {
  const { names } = site.file;
  const text = textOfExpr(names.module.source, value);
  const certain = certainOf(names, value, site.use.scope);
  if (shape.kind === 'model' && (certain?.kind === 'none' || isPlain(value))) return text;
  if (shape.kind === 'optional') {
    if (certain?.kind === 'none') return text;
    // What is bytes for certain is not `None`.
    if (certain?.kind === 'bytes' && shape.of.kind === 'bytes')
      return encodedText(shape.of, { text, isName: false });
  }
  const plain = encodedText(shape, { text, isName: value.kind === 'name' });
  const sent = plain ?? namedArgument(site, value, text, shape);
  // An entry of a dict needs no parentheses of its own.
  return shape.kind === 'optional' ? sent?.slice(1, -1) : sent;
}

/** What is no object any more: `{…}`, `request.model_dump()`. */
function isPlain(value: Expr): boolean {
  if (value.kind === 'call' && value.func.kind === 'attribute')
    return ['dict', 'model_dump', 'asdict'].includes(value.func.attr);
  return value.kind === 'dict' || value.kind === 'string' || value.kind === 'constant';
}

/** How a result arrives, and what makes it again what it was. */
export function arrival(result: Shape): { readonly as: string; readonly undo: string } {
  const [model] = modelsIn(result);
  return holdsBytes(result) || !model
    ? { as: 'base64 text', undo: 'decode it with `base64.b64decode`' }
    : { as: 'a dict', undo: madeAgain(model) };
}

function madeAgain({ name, form }: Model): string {
  const call =
    form === 'pydantic' ? `${name}.model_validate(…)` : `TypeAdapter(${name}).validate_python(…)`;
  return `make it a \`${name}\` with \`${call}\``;
}

/** Says that a result stays a dict: its class has no name where the call stands. */
export function unmade({ rule }: CallContext, { use, method }: CallSite, model: Model): Reason {
  const message = `what \`${method ?? 'the method'}\` gives comes as a dict: ${madeAgain(model)}`;
  return { rule: rule.id, verdict: 'manual', message, span: use.span };
}

/** What `base64` is where a call stands: the module, an import further down that has to go, or another thing. */
export function base64At({ use }: CallSite): 'module' | 'other' | readonly Span[] {
  const [binding] = bindingsOf('base64', use.scope, use.span.start);
  if (!binding) return 'module';
  const all = binding.scope.bindings.get('base64') ?? [];
  const stmts = all.flatMap(({ how }) =>
    how.kind === 'import' && how.module === 'base64' ? [how.stmt] : [],
  );
  if (stmts.length < all.length) return 'other';
  if (binding.scope.kind !== 'function' || binding.from <= use.span.start) return 'module';
  // The import at the top of the file does for the function too.
  return stmts.every(({ names }) => names.length === 1) ? stmts.map(({ span }) => span) : 'other';
}

/** What an argument is, where it is bytes for certain. */
export function certainShape(site: CallSite, value: Expr): Shape | undefined {
  const certain = certainOf(site.file.names, value, site.use.scope);
  if (!certain || certain.kind === 'none' || certain.kind === 'lost') return undefined;
  return holdsBytes(certain) ? certain : undefined;
}

/** Whether an argument holds bytes, though no field is known to take them. */
export function isUnsent(site: CallSite, value: Expr): boolean {
  return certainlyBytes(certainOf(site.file.names, value, site.use.scope));
}

/** Says that an argument holds an array, a table or an image. */
export function uncarried({ rule }: CallContext, site: CallSite, value: Expr): Reason[] {
  const { names } = site.file;
  const found = uncarriedIn(names, value, site.use.scope);
  if (!found) return [];
  const message = `JSON cannot carry ${uncarriedWords(names, found)}: ${carriedInstead(found)} here, and make it again in the method`;
  return [{ rule: rule.id, verdict: 'manual', message, span: found.expr.span }];
}

/** Says that an argument is bytes, or can be by way of `**spread`, which the request does not carry. */
export function unsent(
  { rule }: CallContext,
  { use }: CallSite,
  name: string,
  spread?: string,
): Reason {
  const message =
    spread === undefined
      ? `\`${name}\` holds bytes here, which JSON cannot carry: send base64 text, and decode it in the method`
      : `\`${name}\` crosses as base64 text, and may be in \`**${spread}\`: encode it there`;
  return { rule: rule.id, verdict: 'manual', message, span: use.span };
}

/** A result as bytes again, laid out where the call stands; `undefined` where it needs a name first. */
export function receivedText(
  site: CallSite,
  shape: CallShape,
  result: Shape,
  request: Request,
): string | undefined {
  const place = placeOf(site, shape, wholeOf(shape));
  if (result.kind === 'list' && result.as === 'list') {
    const element = decodedText(result.of, { text: 'item', isName: true });
    return element && loopText('[]', { element, loop: 'for item in', of: request }, place);
  }
  if (result.kind === 'dict') {
    const element = decodedText(result.of, { text: 'value', isName: true });
    const of: Request = (at) => `${request(at)}.items()`;
    const loop = 'for key, value in';
    return element && loopText('{}', { element: `key: ${element}`, loop, of }, place);
  }
  const flat = request({ ...place, width: Infinity });
  const inner = place.indent + place.unit;
  const below = (before: number): string => request({ ...place, indent: inner, before, after: 0 });
  const plain = decodedText(result, { text: flat, isName: false });
  if (plain === undefined) return namedResult(site, shape, result, place, { flat, below });
  if (fits(plain, place) || (result.kind !== 'bytes' && result.kind !== 'model')) return plain;
  const [head = '', tail = ''] = plain.split(flat);
  return `${head}\n${inner}${below(inner.length)}\n${place.indent}${tail}`;
}

/** A request as it is laid out at a place. */
export type Request = (place: CallPlace) => string;

/** `f(x)` → `(… if (content := f(x)) is not None else None)`, on several lines where it is long. */
function namedResult(
  { file: { names } }: CallSite,
  shape: CallShape,
  result: Shape,
  place: CallPlace,
  { flat, below }: { readonly flat: string; readonly below: (before: number) => string },
): string | undefined {
  const name = freshName(names, wholeOf(shape));
  const full = name && decodedText(result, { text: name, isName: true });
  if (!name || full === undefined) return undefined;
  const line = assigned(full, name, flat);
  if (fits(line, place)) return line;
  const inner = place.indent + place.unit;
  const [some, rest] = partsOf(full, name);
  if (some === undefined) {
    const body = assigned(full, name, below(inner.length)).slice(1, -1);
    return `(\n${inner}${body}\n${place.indent})`;
  }
  const head = `if (${name} := `;
  const test = `${head}${below(inner.length + head.length)})${rest}`;
  return ['(', inner + some, inner + test, `${inner}else None`, `${place.indent})`].join('\n');
}

/** A loop over what a request gives: on one line where it fits, else its element and its loop on lines of their own. */
export function loopText(
  brackets: '[]' | '()' | '{}',
  part: { readonly element: string; readonly loop: string; readonly of: Request },
  place: CallPlace,
): string {
  const { element, loop, of } = part;
  const [open = '', close = ''] = brackets;
  const line = `${open}${element} ${loop} ${of({ ...place, width: Infinity })}${close}`;
  if (fits(line, place)) return line;
  const inner = place.indent + place.unit;
  const below = { ...place, indent: inner, before: inner.length + loop.length + 1, after: 0 };
  return [open, inner + element, `${inner}${loop} ${of(below)}`, place.indent + close].join('\n');
}

/** Whether a text without line breaks fits on the line where the call stands. */
function fits(text: string, { before, after = 0, width = WIDTH }: CallPlace): boolean {
  return text.includes('\n') || before + text.length + after <= width;
}

/** The call, with the `await` around it where that goes with it. */
export function wholeOf({ call, awaited, aio }: CallShape): Expr {
  return (aio ? awaited : undefined) ?? call;
}

/** What most formatters allow. */
const WIDTH = 100;

/** An argument that is read twice, evaluated once. */
function namedArgument(
  { file: { names } }: CallSite,
  expr: Expr,
  text: string,
  shape: Shape,
): string | undefined {
  const name = freshName(names, expr);
  const full = name && encodedText(shape, { text: name, isName: true });
  return name && full && assigned(full, name, text);
}

/** A name that the file does not have; none where no assignment can stand, in the loop of a comprehension. */
function freshName(names: Names, expr: Expr): string | undefined {
  if (isInLoop(names, expr)) return undefined;
  return FRESH.find((each) => !new RegExp(`\\b${each}\\b`).test(names.module.source));
}

/** The expression with its value given where it is evaluated first. */
function assigned(full: string, name: string, text: string): string {
  const given = `(${name} := ${text})`;
  const [some, rest] = partsOf(full, name);
  return some === undefined
    ? full.replace(name, () => given)
    : `(${some} if ${given}${rest} else None)`;
}

const REST = ' is not None';

/** `(X if name is not None else None)` in two; the test comes first. */
function partsOf(full: string, name: string): readonly [string | undefined, string] {
  const end = ` if ${name}${REST} else None)`;
  return full.endsWith(end) ? [full.slice(1, -end.length), REST] : [undefined, REST];
}

function isInLoop(names: Names, expr: Expr): boolean {
  for (let at: Expr | undefined = expr; at; at = parentOf(names, at))
    if (at.kind === 'comprehension' || at.kind === 'lambda') return true;
  return false;
}
