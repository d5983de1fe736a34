import type { Located } from '../../python/place.ts';
import type { Expr } from '../../python/syntax.ts';
import { contains, expressions } from '../../python/walk.ts';

/** A piece of source text that becomes another one. */
export interface Change {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The text of an expression with its changes, on one line where that says the same. */
export function changedText(at: Located, changes: readonly Change[]): string {
  const text = spliced(at.names.module.source, at.expr, changes);
  const keeps = isFolded(at) || changes.some((change) => change.text.includes('\n'));
  return keeps ? text : onOneLine(text);
}

/** Whether line breaks of an expression mean something: a text over several lines, a comment. */
function isFolded({ names, expr }: Located): boolean {
  const { source, comments } = names.module;
  if (comments.some((comment) => contains(expr.span, comment))) return true;
  return [...expressions(expr)].some(
    (one) =>
      (one.kind === 'string' || one.kind === 'fstring') &&
      one.pieces.some(({ span }) => source.slice(span.start, span.end).includes('\n')),
  );
}

function onOneLine(code: string): string {
  if (!code.includes('\n')) return code;
  return code
    .replace(/([([{])\s*\n\s*/g, '$1')
    .replace(/,?\s*\n\s*([\]}])/g, '$1')
    .replace(/\s*\n\s*\)/g, ')')
    .replace(/\s*\n\s*/g, ' ');
}

function spliced(source: string, { span }: Expr, changes: readonly Change[]): string {
  let text = '';
  let from = span.start;
  for (const change of changes.toSorted((a, b) => a.start - b.start)) {
    if (!contains(span, change) || change.start < from) continue;
    text += source.slice(from, change.start) + change.text;
    from = change.end;
  }
  return text + source.slice(from, span.end);
}
