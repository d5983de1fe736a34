import type { Rule } from '../../model/rule.ts';
import type { CallSite } from '../../program/units.ts';
import { parentOf } from '../../python/lookup.ts';
import type { CallExpr, Expr } from '../../python/syntax.ts';
import type { Need, Part } from '../part.ts';
import { freeQuote } from '../quotes.ts';

/** A table-only rewrite: a call without arguments becomes the fal cell's expression, with quotes and parentheses that its place asks for. */
export function expressionPart(
  { id, rewrite }: Rule,
  { file: { names }, use }: CallSite,
): Part | undefined {
  const { call } = use;
  if (rewrite?.kind !== 'expression' || !call || call.args.length > 0) return undefined;
  const needs = rewrite.imports.map((module): Need => ({ module }));
  const quote = freeQuote(names, call.span, '"');
  const text = quote === '"' ? rewrite.text : rewrite.text.replaceAll('"', quote ?? '"');
  if (quote === undefined && text.includes('"')) {
    const message = `\`${rewrite.text}\` has quotes, and before Python 3.12 this f-string has room for none: give it a name first`;
    return { reasons: [{ rule: id, verdict: 'manual', message, span: use.span }] };
  }
  const parent = parentOf(names, call);
  const negated = text.replace(/ is None$/, ' is not None');
  if (parent?.kind === 'unary' && parent.op === 'not' && negated !== text)
    return { edits: [{ span: parent.span, text: negated }], needs };
  const isWhole = /^[\w.]+(?:\([^()]*\))?$/.test(text) || !(parent && bindsTighter(parent, call));
  return {
    edits: [{ span: call.parens ?? call.span, text: isWhole ? text : `(${text})` }],
    needs,
  };
}

/** Whether an operator of the parent would take a part of an expression that ends in a comparison. */
function bindsTighter(parent: Expr, child: CallExpr): boolean {
  switch (parent.kind) {
    case 'binary':
      return parent.op !== 'and' && parent.op !== 'or';
    case 'unary':
      return parent.op !== 'not';
    case 'attribute':
    case 'await':
      return true;
    case 'subscript':
      return parent.value === child;
    case 'call':
      return parent.func === child;
    default:
      return false;
  }
}
