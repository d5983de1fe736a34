import type { CallSite } from '../../program/units.ts';
import { exprsOf } from '../../python/lookup.ts';
import type { Expr } from '../../python/syntax.ts';
import { contains } from '../../python/walk.ts';
import { indentOf, lineEnd, lineStart, styleOf } from '../layout.ts';
import type { CallPlace } from '../lines.ts';
import type { CallShape } from './shape.ts';

/** Where a call, or what is around it, stands on its line. Inside of an f-string nothing is broken into lines: before Python 3.12 it could not be. */
export function placeOf({ file }: CallSite, { call }: CallShape, whole: Expr = call): CallPlace {
  const { module } = file.names;
  const { start, end } = whole.parens ?? whole.span;
  const inText = exprsOf(file.names, 'fstring').some(({ expr }) => contains(expr.span, call.span));
  return {
    indent: indentOf(module.source, start),
    unit: styleOf(file.names).indent,
    before: start - lineStart(module.source, start),
    after: lineEnd(module.source, end) - end,
    ...(inText && { width: Infinity }),
  };
}
