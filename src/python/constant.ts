/** What an expression's value is, as far as it follows from the text alone. */
export type Constant =
  | {
      readonly kind: 'value';
      readonly value: string | number | boolean | null;
      /** Of a number: it is a `float`, which prints with a point. */
      readonly float?: boolean;
    }
  /** A `pathlib` path, by its text. */
  | { readonly kind: 'path'; readonly value: string }
  | { readonly kind: 'list'; readonly items: readonly Constant[] }
  | {
      readonly kind: 'dict';
      readonly entries: readonly { readonly key: Constant; readonly value: Constant }[];
    }
  /** Not known before the program runs: `why` ends the sentence "`expr` is …". */
  | { readonly kind: 'unknown'; readonly why: string };

/** A constant that nothing is known of. */
export function unknown(why: string): Constant {
  return { kind: 'unknown', why };
}

/** A plain value. */
export function value(of: string | number | boolean | null): Constant {
  return { kind: 'value', value: of };
}

/** A number that Python has as a `float`. */
export function float(of: number): Constant {
  return { kind: 'value', value: of, float: true };
}

/** A list. */
export function list(items: readonly Constant[]): Constant {
  return { kind: 'list', items };
}

/** The text of a constant that is a string or a path. */
export function textOf(constant: Constant): string | undefined {
  if (constant.kind === 'path') return constant.value;
  return constant.kind === 'value' && typeof constant.value === 'string'
    ? constant.value
    : undefined;
}

/** The number of a constant that is one. */
export function numberOf(constant: Constant): number | undefined {
  return constant.kind === 'value' && typeof constant.value === 'number'
    ? constant.value
    : undefined;
}

/** The texts of a constant list of strings, nested one level as Modal's builders allow; `undefined` if anything else is in it. */
export function textsOf(constant: Constant): readonly string[] | undefined {
  if (constant.kind !== 'list') return undefined;
  const items = constant.items
    .flatMap((item) => (item.kind === 'list' ? item.items : [item]))
    .map(textOf);
  return items.every((item) => item !== undefined) ? items : undefined;
}

/** The first thing that keeps a constant from being known. */
export function whyUnknown(constant: Constant): string | undefined {
  if (constant.kind === 'unknown') return constant.why;
  const inner =
    constant.kind === 'list'
      ? constant.items
      : constant.kind === 'dict'
        ? constant.entries.flatMap((entry) => [entry.key, entry.value])
        : [];
  return inner.map(whyUnknown).find((why) => why !== undefined);
}

/** What `str(constant)` is. */
export function asText(constant: Constant): string | undefined {
  if (constant.kind === 'path') return constant.value;
  if (constant.kind !== 'value') return undefined;
  const { value: inner } = constant;
  if (typeof inner === 'string') return inner;
  if (typeof inner === 'number') {
    if (!Number.isSafeInteger(inner)) return undefined;
    return constant.float ? `${inner}.0` : String(inner);
  }
  return inner === null ? 'None' : inner ? 'True' : 'False';
}

/** What `bool(constant)` is. */
export function truthOf(constant: Constant): boolean | undefined {
  switch (constant.kind) {
    case 'value':
      return Boolean(constant.value);
    case 'path':
      return true;
    case 'list':
      return constant.items.length > 0;
    case 'dict':
      return constant.entries.length > 0;
    case 'unknown':
      return undefined;
  }
}

/** Python's `==`; `undefined` where something in it is not known. */
export function equal(a: Constant, b: Constant): boolean | undefined {
  if (a.kind === 'unknown' || b.kind === 'unknown') return undefined;
  if (a.kind === 'value' && b.kind === 'value') {
    // `True == 1` in Python, and nobody means it.
    const mixed = (typeof a.value === 'boolean') !== (typeof b.value === 'boolean');
    return mixed && a.value !== null && b.value !== null ? undefined : a.value === b.value;
  }
  if (a.kind === 'path' && b.kind === 'path') return a.value === b.value;
  if (a.kind === 'list' || b.kind === 'list' || a.kind === 'dict' || b.kind === 'dict')
    return undefined;
  return false;
}

/** The value of the last entry with a key; `undefined` where there is none, or an unknown key may be it. */
export function entryOf(
  { entries }: Extract<Constant, { kind: 'dict' }>,
  key: Constant,
): Constant | 'none' | undefined {
  for (const entry of entries.toReversed()) {
    const same = equal(entry.key, key);
    if (same === undefined) return undefined;
    if (same) return entry.value;
  }
  return 'none';
}
