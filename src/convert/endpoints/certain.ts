import { holdsBytes, optional, PLAIN, sameShape, type Shape } from './shape.ts';

/**
 * What the text says of a value: its shape; `none`; `lost` where bytes, or a file in memory, stand where JSON cannot carry them;
 * nothing where it says too little.
 */
export type Certain = Shape | { readonly kind: 'none' } | { readonly kind: 'lost' } | undefined;

export const NONE: Certain = { kind: 'none' };
export const LOST: Certain = { kind: 'lost' };
/** What several values are together; nothing where one of them is not known and none is lost. */
export function joined(values: readonly Certain[]): Certain {
  if (values.some((value) => value?.kind === 'lost')) return LOST;
  const shapes = values.filter((value) => value !== undefined && value.kind !== 'none') as Shape[];
  const [first, ...others] = shapes;
  if (!first) return values.length > 0 && values.every((value) => value) ? NONE : undefined;
  const none = values.some((value) => value?.kind === 'none');
  const bare = (shape: Shape): Shape => (shape.kind === 'optional' ? shape.of : shape);
  const isOptional = none || shapes.some(({ kind }) => kind === 'optional');
  const same = others.every((other) => sameShape(bare(first), bare(other)));
  const known = values.every((value) => value !== undefined);
  if (same && known) return isOptional ? optional(bare(first)) : first;
  if (shapes.some(holdsBytes)) return LOST;
  return known ? PLAIN : undefined;
}

/** Whether a value certainly holds bytes, wherever they stand. */
export function certainlyBytes(value: Certain): boolean {
  if (value === undefined || value.kind === 'none') return false;
  return value.kind === 'lost' || holdsBytes(value);
}

/** A list of what its items are. */
export function listOf(items: readonly Certain[], as: 'list' | 'tuple' = 'list'): Certain {
  const of = joined(items);
  if (of === undefined || of.kind === 'lost') return of;
  return of.kind === 'none' || !holdsBytes(of) ? PLAIN : { kind: 'list', as, of };
}

/** A tuple of what its items are. */
export function tupleOf(items: readonly Certain[]): Certain {
  if (items.some((item) => item?.kind === 'lost')) return LOST;
  // What is not known stands beside them as it is.
  const shapes = items.map((item): Shape =>
    item && 'kind' in item && isShape(item) ? item : PLAIN,
  );
  if (shapes.some(holdsBytes)) return { kind: 'tuple', items: shapes };
  return items.every((item) => item) ? PLAIN : undefined;
}

function isShape(value: Exclude<Certain, undefined>): value is Shape {
  return value.kind !== 'none' && value.kind !== 'lost';
}

/** A dict of what its values are: bytes beside other things in one dict have no type of their own. */
export function dictOf(values: readonly Certain[]): Certain {
  const of = joined(values);
  if (of && isShape(of)) return holdsBytes(of) ? { kind: 'dict', of } : PLAIN;
  if (values.some(certainlyBytes)) return LOST;
  return of && PLAIN;
}
