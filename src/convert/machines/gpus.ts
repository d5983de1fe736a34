import { numberOf, textOf, whyUnknown } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { CallExpr } from '../../python/syntax.ts';
import { itemsAt } from '../../python/collections.ts';
import { follow } from '../../python/follow.ts';
import { isUnknown, type Located, type Unknown } from '../../python/place.ts';

/** One GPU request as Modal writes it: `H100:2`. */
export interface GpuSpec {
  /** In capitals. */
  readonly type: string;
  readonly count: number;
  /** As it was written. */
  readonly text: string;
}

/** What `gpu=` asks for: nothing, one thing, or the first of several that is free; `undefined` in a list is "no GPU". */
export type GpuRequest =
  | { readonly kind: 'none' }
  | { readonly kind: 'one'; readonly spec: GpuSpec }
  | { readonly kind: 'list'; readonly specs: readonly (GpuSpec | undefined)[] }
  | Unknown;

/** The objects that named GPUs before 1.0, by what they are called today. */
const OBJECTS: ReadonlyMap<string, string> = new Map([
  ['modal.gpu.T4', 'T4'],
  ['modal.gpu.L4', 'L4'],
  ['modal.gpu.A10G', 'A10G'],
  ['modal.gpu.A100', 'A100-40GB'],
  ['modal.gpu.L40S', 'L40S'],
  ['modal.gpu.H100', 'H100'],
  ['modal.gpu.Any', 'any'],
]);

/** Reads the value of `gpu=`. */
export function gpuRequest(at: Located): GpuRequest {
  const here = follow(at);
  if (here.expr.kind === 'list') {
    const items = itemsAt(here);
    if (isUnknown(items)) return items;
    const specs: (GpuSpec | undefined)[] = [];
    for (const item of items) {
      const one = oneOf(item);
      if ('unknown' in one) return one;
      specs.push(one.kind === 'one' ? one.spec : undefined);
    }
    return { kind: 'list', specs };
  }
  return oneOf(at);
}

type One = Exclude<GpuRequest, { kind: 'list' }>;

function oneOf(at: Located): One {
  const constant = constantOf(at.names, at.expr, at.scope);
  if (constant.kind === 'value') {
    const { value } = constant;
    if (value === null || value === false || value === '') return { kind: 'none' };
    // Before 0.60 `True` meant any GPU.
    if (value === true) return { kind: 'one', spec: { type: 'ANY', count: 1, text: 'True' } };
  }
  const text = textOf(constant);
  if (text !== undefined) return parsed(text);
  return legacyObject(at) ?? { unknown: whyUnknown(constant) ?? 'no GPU name' };
}

/** `H100:2`, split at the first colon as Modal does it. */
function parsed(text: string): One {
  const [type = '', count] = text.split(/:(.*)/s);
  const number = count === undefined ? 1 : Number(count.trim());
  const whole = Number.isInteger(number) && number > 0 && count?.trim() !== '';
  if (!whole) return { unknown: `\`${text}\`, whose count is no number` };
  return { kind: 'one', spec: { type: type.trim().toUpperCase(), count: number, text } };
}

/** `modal.gpu.A100(count=2, size="80GB")`. */
function legacyObject({ names, scope, expr }: Located): One | undefined {
  const value = names.valueOf(expr, scope);
  const name = value.kind === 'symbol' ? value.symbol.name : value.kind === 'instance' && value.of;
  const type = OBJECTS.get(name || '');
  if (type === undefined) return undefined;
  const origin = value.kind === 'instance' ? value.origin : undefined;
  if (origin?.expr.kind !== 'call') return specOf(type, 1);
  const { names: home, scope: at, expr: call } = origin;
  const argument = (key: string, position?: number): Located | undefined => {
    const found = argumentOf(call, key, position);
    return found && { names: home, scope: at, expr: found };
  };
  const countAt = argument('count', 0);
  const count = countAt ? numberOf(constantOf(home, countAt.expr, at)) : 1;
  if (countAt && count === undefined) {
    const why = whyUnknown(constantOf(home, countAt.expr, at)) ?? 'no number';
    return { unknown: `a count that is ${why}` };
  }
  return specOf(sized(type, argument('size') ?? argument('memory')), count ?? 1);
}

function argumentOf(call: CallExpr, key: string, position?: number): Located['expr'] | undefined {
  const named = call.args.find(({ name }) => name === key);
  const at = position === undefined ? undefined : call.args[position];
  return (named ?? (at?.name === undefined && at?.star === '' ? at : undefined))?.value;
}

/** Only the A100 came in sizes: `size="80GB"`, and before that `memory=80`. */
function sized(type: string, size: Located | undefined): string {
  if (type !== 'A100-40GB' || !size) return type;
  const constant = constantOf(size.names, size.expr, size.scope);
  const text = textOf(constant) ?? String(numberOf(constant) ?? '');
  return text.startsWith('80') ? 'A100-80GB' : type;
}

function specOf(type: string, count: number): One {
  const text = count === 1 ? type : `${type}:${count}`;
  return { kind: 'one', spec: { type: type.toUpperCase(), count, text } };
}
