import type { Edit } from '../../model/span.ts';
import type { Names } from '../../python/names.ts';
import type { Expr } from '../../python/syntax.ts';
import { contains } from '../../python/walk.ts';
import type { FalUnit } from '../fal-units.ts';

/** What most formatters allow. */
const LINE = 88;

/** A setting with another value: `image=image`; the decorator on one line again, where it fits and no other of `edits` is in it. */
export function settingEdit(
  { module }: Names,
  { unit, expr }: { readonly unit: FalUnit; readonly expr: Expr },
  value: string,
  edits: readonly Edit[] = [],
): Edit {
  const { source, comments } = module;
  const call = unit.stmt.decorators
    .flatMap((decorator) => (decorator.expr.kind === 'call' ? [decorator.expr] : []))
    .find(({ span }) => contains(span, expr.span));
  const plain = { span: expr.span, text: value };
  if (!call) return plain;
  const isOutside = (span: Edit['span']): boolean =>
    contains(call.argsSpan, span) && !contains(expr.span, span);
  if (comments.some(isOutside) || edits.some(({ span }) => isOutside(span))) return plain;
  const args = call.args.map(({ name: key, value: old, span }) =>
    old === expr ? `${key ?? ''}=${value}` : source.slice(span.start, span.end),
  );
  const text = `(${args.join(', ')})`;
  const head = source.slice(call.span.start, call.argsSpan.start);
  const fits = !text.includes('\n') && head.length + text.length + 1 <= LINE;
  return fits ? { span: call.argsSpan, text } : plain;
}
