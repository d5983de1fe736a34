import type { Span } from '../../model/span.ts';
import type { Unit } from '../../program/units.ts';
import type { AssignStmt, CallExpr, Expr, FunctionStmt } from '../../python/syntax.ts';

/** What callers may set on an object of a class: a `modal.parameter()`, or a parameter of `__init__`. */
export interface Field {
  readonly name: string;
  readonly annotation?: Expr;
  /** Its default. */
  readonly fallback?: Expr;
  /** Of the statement, or of the parameter. */
  readonly span: Span;
}

/** A `name: type = modal.parameter()` statement of a class. */
export interface ParameterField extends Field {
  readonly member: AssignStmt;
  readonly call: CallExpr;
}

/** What an object of the class is made with, in order. */
export function fieldsOf(unit: Unit): readonly Field[] {
  return [...parameterFields(unit), ...initFields(unit)];
}

/** The `modal.parameter()` statements of a class. */
export function parameterFields({ stmt, file: { names } }: Unit): ParameterField[] {
  return stmt.body.body.flatMap((member): ParameterField[] => {
    if (member.kind !== 'assign' || member.value?.kind !== 'call') return [];
    const call = member.value;
    const [target] = member.targets;
    const symbol = names.symbolOf(call.func, names.scopes.module)?.symbol.name;
    if (symbol !== 'modal.parameter' || target?.kind !== 'name') return [];
    const fallback =
      call.args.find((arg) => arg.name === 'default') ??
      call.args.find((arg) => arg.name === undefined);
    return [
      {
        name: target.id,
        ...(member.annotation && { annotation: member.annotation }),
        ...(fallback && { fallback: fallback.value }),
        span: member.span,
        member,
        call,
      },
    ];
  });
}

/** The `__init__` of a class. */
export function initOf({ stmt }: Pick<Unit, 'stmt'>): FunctionStmt | undefined {
  const found = stmt.body.body.find(
    (member) => member.kind === 'function' && member.name === '__init__',
  );
  return found?.kind === 'function' ? found : undefined;
}

/** The parameters of `__init__`, `self` and starred ones left out. */
export function initFields(unit: Unit): Field[] {
  const params = unit.stmt.kind === 'class' ? (initOf(unit)?.params.slice(1) ?? []) : [];
  return params.flatMap(({ name, star, annotation, default: fallback, span }): Field[] =>
    star === ''
      ? [{ name, ...(annotation && { annotation }), ...(fallback && { fallback }), span }]
      : [],
  );
}
