import type { Names } from '../../python/names.ts';
import type { FunctionStmt, Param } from '../../python/syntax.ts';
import { insideSpan } from './remarks.ts';

/** What the user says of a parameter. */
export interface ParamRemark {
  readonly above: readonly string[];
  readonly behind?: string;
}

/** The comments between and behind the parameters of a function, which go with them. */
export function paramRemarks(
  { module }: Names,
  { params, paramsSpan }: FunctionStmt,
): ReadonlyMap<Param, ParamRemark> {
  const elements = params.map(({ span, name }) => ({ span, text: name }));
  const { words } = insideSpan(module, paramsSpan, elements);
  return new Map(
    params.flatMap((param) => {
      const remark = words.find(({ word }) => word === param.name);
      return remark ? [[param, remark]] : [];
    }),
  );
}
