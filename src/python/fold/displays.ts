import { asText, list, unknown, value, type Constant } from '../constant.ts';
import type { CallExpr, Expr } from '../syntax.ts';

/** Folds a part of what is folded. */
export type Fold = (expr: Expr) => Constant;

/** A text with placeholders. */
export function foldFString({ parts }: Extract<Expr, { kind: 'fstring' }>, fold: Fold): Constant {
  let text = '';
  for (const part of parts) {
    if (part.kind === 'text') text += part.value;
    else {
      const inner = fold(part.value);
      if (inner.kind === 'unknown') return inner;
      const piece = part.formatted ? undefined : asText(inner);
      if (piece === undefined) return unknown('an f-string with a format');
      text += piece;
    }
  }
  return value(text);
}

/** A list, tuple or set. */
export function foldItems(items: readonly Expr[], fold: Fold): Constant {
  const folded: Constant[] = [];
  for (const item of items) {
    const inner = item.kind === 'starred' && item.value ? fold(item.value) : fold(item);
    if (item.kind !== 'starred') folded.push(inner);
    else if (inner.kind === 'list') folded.push(...inner.items);
    else return inner.kind === 'unknown' ? inner : unknown('a `*` of something that is no list');
  }
  return list(folded);
}

/** A dict. */
export function foldDict({ entries }: Extract<Expr, { kind: 'dict' }>, fold: Fold): Constant {
  const folded: { key: Constant; value: Constant }[] = [];
  for (const entry of entries) {
    const inner = fold(entry.value);
    if (entry.key) folded.push({ key: fold(entry.key), value: inner });
    else if (inner.kind === 'dict') folded.push(...inner.entries);
    else return inner.kind === 'unknown' ? inner : unknown('a `**` of something that is no dict');
  }
  return { kind: 'dict', entries: folded };
}

/** `dict(a=1, **rest)` as the dict that it is. */
export function dictOf({ args }: CallExpr): Omit<Extract<Expr, { kind: 'dict' }>, 'span'> {
  const entries = args.map(({ name, value: inner }) => ({
    ...(name !== undefined && {
      key: { kind: 'string' as const, value: name, pieces: [], span: inner.span },
    }),
    value: inner,
  }));
  return { kind: 'dict', entries };
}
