import type { Names } from '../names.ts';
import type { Scope } from '../scopes.ts';
import type { Expr } from '../syntax.ts';
import { FOREIGN, UNKNOWN, join, type Value } from '../values.ts';
import { attributeValue } from './attributes.ts';

/** The object that an annotation promises: `modal.Image`, `"modal.Image"`, `Optional[modal.Image]`, `modal.Image | None`. */
export function annotationValue(names: Names, annotation: Expr, scope: Scope): Value {
  if (annotation.kind === 'binary' && annotation.op === '|') {
    return join([
      annotationValue(names, annotation.left, scope),
      annotationValue(names, annotation.right, scope),
    ]);
  }
  if (annotation.kind === 'subscript') {
    const { value, index } = annotation;
    const name = value.kind === 'attribute' ? value.attr : value.kind === 'name' ? value.id : '';
    return ['Optional', 'Annotated'].includes(name)
      ? annotationValue(names, firstOf(index), scope)
      : UNKNOWN;
  }
  if (annotation.kind === 'string') return quotedAnnotation(names, annotation.value ?? '', scope);
  if (annotation.kind === 'constant') return FOREIGN;
  const value = names.valueOf(annotation, scope);
  if (value.kind !== 'symbol' || value.symbol.kind !== 'class') return UNKNOWN;
  return { kind: 'instance', of: value.symbol.name };
}

function quotedAnnotation(names: Names, text: string, scope: Scope): Value {
  const inner = /^\s*(?:\w+\.)?Optional\[(.*)\]\s*$/.exec(text)?.[1] ?? text;
  const parts = inner.split('|').map((part) => part.trim());
  return join(parts.map((part) => dottedAnnotation(names, part, scope)));
}

function dottedAnnotation(names: Names, text: string, scope: Scope): Value {
  if (text === 'None') return FOREIGN;
  const [root = '', ...attrs] = text.split('.').map((part) => part.trim());
  if (!/^\w+$/.test(root)) return UNKNOWN;
  let value = names.nameValue(root, scope, Infinity);
  for (const attr of attrs) value = attributeValue(names, value, attr);
  return value.kind === 'symbol' && value.symbol.kind === 'class'
    ? { kind: 'instance', of: value.symbol.name }
    : UNKNOWN;
}

function firstOf(expr: Expr): Expr {
  return (expr.kind === 'tuple' ? expr.items[0] : undefined) ?? expr;
}
