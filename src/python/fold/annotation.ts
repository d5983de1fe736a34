import type { Constant } from '../constant.ts';
import type { Expr } from '../syntax.ts';

/** Whether a pydantic model takes a value as it is: `str` for a text, but not `int` for one. What is not known may be anything. */
export function fitsAnnotation(annotation: Expr | undefined, constant: Constant): boolean {
  if (!annotation || constant.kind === 'unknown') return true;
  if (annotation.kind === 'binary' && annotation.op === '|')
    return [annotation.left, annotation.right].some((one) => fitsAnnotation(one, constant));
  if (annotation.kind === 'subscript')
    return fitsGeneric(annotation.value, annotation.index, constant);
  if (annotation.kind === 'constant') return constant.kind === 'value' && constant.value === null;
  return fitsName(nameOf(annotation), constant);
}

function nameOf(expr: Expr): string {
  if (expr.kind === 'attribute') return expr.attr;
  return expr.kind === 'name' ? expr.id : '';
}

function fitsName(name: string, constant: Constant): boolean {
  switch (name) {
    case 'Any':
      return true;
    case 'str':
      return constant.kind === 'value' && typeof constant.value === 'string';
    case 'int':
      return isNumber(constant) && !constant.float;
    case 'float':
      return isNumber(constant) && constant.float === true;
    case 'bool':
      return constant.kind === 'value' && typeof constant.value === 'boolean';
    case 'Path':
    case 'PurePosixPath':
      return constant.kind === 'path';
    case 'list':
    case 'List':
    case 'Sequence':
    case 'tuple':
      return constant.kind === 'list';
    case 'dict':
    case 'Dict':
    case 'Mapping':
      return constant.kind === 'dict';
    default:
      return false;
  }
}

function isNumber(constant: Constant): constant is Extract<Constant, { kind: 'value' }> {
  return constant.kind === 'value' && typeof constant.value === 'number';
}

function fitsGeneric(base: Expr, index: Expr, constant: Constant): boolean {
  const parts = index.kind === 'tuple' ? index.items : [index];
  switch (nameOf(base)) {
    case 'Optional':
      return (
        (constant.kind === 'value' && constant.value === null) || fitsAnnotation(index, constant)
      );
    case 'Union':
      return parts.some((part) => fitsAnnotation(part, constant));
    case 'Literal':
      return constant.kind === 'value' && typeof constant.value === 'string';
    case 'list':
    case 'List':
    case 'Sequence':
      return (
        constant.kind === 'list' && constant.items.every((item) => fitsAnnotation(index, item))
      );
    case 'dict':
    case 'Dict':
    case 'Mapping': {
      const [key, value] = parts;
      return (
        constant.kind === 'dict' &&
        constant.entries.every(
          (entry) => fitsAnnotation(key, entry.key) && fitsAnnotation(value, entry.value),
        )
      );
    }
    default:
      return false;
  }
}
