import { externalName } from '../../python/constants.ts';
import type { Names } from '../../python/names.ts';
import type { Scope } from '../../python/scopes.ts';
import type { Expr, FunctionStmt, Param, Stmt } from '../../python/syntax.ts';
import { textOfExpr } from '../layout.ts';
import type { Need, Part, Style, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';

/**
 * `@app.local_entrypoint()` becomes an `if __name__ == "__main__":` block that reads the same options with argparse.
 * fal runs a file through runpy under another name, so the block runs only under `python file.py` (facts: `fal run`).
 */
export function unit(context: UnitContext): Part {
  const { unit: of, file, style } = context;
  const { stmt } = of;
  if (stmt.kind !== 'function') return {};
  const { names } = file;
  const removed = of.decorators
    .filter(({ symbol }) => symbol?.name === 'modal.App.local_entrypoint')
    .map(({ decorator }) => decorator.span);
  const several =
    context.units.filter((other) => other.kind === 'entrypoint' && other.file === file).length > 1;
  const existing = names.module.body.find((other) => isMainBlock(other));
  if (several || existing) {
    const what = several
      ? 'the file has several entrypoints'
      : 'the file has an `if __name__ == "__main__":` block already';
    return {
      removed,
      reasons: [
        manualReason(
          context,
          `${what}: call \`${stmt.name}\` from it with the options that it needs`,
        ),
      ],
    };
  }
  const options = stmt.params.map((param) => option(context, param, names, of.scope));
  const unread = options.flatMap((each) =>
    each.why === undefined ? [] : [manualReason(context, each.why)],
  );
  const { text, needs } = mainBlock(stmt, options, style);
  return { removed, bottom: [text], needs, reasons: unread };
}

function manualReason({ rule, unit: of }: UnitContext, message: string): Reason {
  return { rule: rule.id, verdict: 'manual', message, span: of.stmt.nameSpan };
}

/** `if __name__ == "__main__":`. */
function isMainBlock(stmt: Stmt): boolean {
  const [test] = stmt.kind === 'if' ? (stmt.clauses[0]?.exprs ?? []) : [];
  return (
    test?.kind === 'binary' &&
    test.op === '==' &&
    test.left.kind === 'name' &&
    test.left.id === '__name__'
  );
}

interface Option {
  readonly param: Param;
  /** `parser.add_argument(…)`. */
  readonly line: string;
  /** The value in `args`, where it is not just that. */
  readonly value: string;
  readonly why?: string;
  readonly needs: readonly Need[];
}

/** Types that Modal's command line reads (facts: `cli/run.py`). Without an annotation it hands over the raw string. */
function option(context: UnitContext, param: Param, names: Names, scope: Scope): Option {
  const q = context.style.quote;
  const flag = `${q}--${param.name.replaceAll('_', '-')}${q}`;
  const source = names.module.source;
  const fallback = param.default
    ? `, default=${textOfExpr(source, param.default)}`
    : ', required=True';
  const value = `args.${param.name}`;
  const line = (middle: string): string => `parser.add_argument(${flag}${middle}${fallback})`;
  if (param.star !== '') {
    const why = `\`${param.star}${param.name}\` takes whatever stands on the command line: read it with argparse`;
    return { param, line: '', value: '', why, needs: [] };
  }
  const { type, needs = [], optional } = typeOf(names, param.annotation, scope);
  if (type === 'bool')
    return { param, line: line(', action=argparse.BooleanOptionalAction'), value, needs };
  if (type === undefined) {
    const text = param.annotation ? textOfExpr(source, param.annotation) : '';
    const why = `\`${param.name}: ${text}\` has no option of its own: read it with argparse`;
    return { param, line: line(''), value, why, needs: [] };
  }
  const kind = type === 'str' && !optional ? '' : `, type=${type}`;
  return { param, line: line(type === 'str' ? '' : kind), value, needs };
}

interface OptionType {
  /** What argparse calls with the text; `undefined` where there is nothing. */
  readonly type: string | undefined;
  readonly needs?: readonly Need[];
  readonly optional?: boolean;
}

function typeOf(names: Names, annotation: Expr | undefined, scope: Scope): OptionType {
  if (!annotation) return { type: 'str' };
  const name = externalName(names, annotation, scope);
  if (name === 'str' || name === 'typing.Any') return { type: 'str' };
  if (name === 'int' || name === 'float' || name === 'bool') return { type: name };
  if (name === 'datetime.datetime')
    return { type: 'datetime.datetime.fromisoformat', needs: [{ module: 'datetime' }] };
  const inner = optionalOf(names, annotation, scope);
  return inner ? { ...typeOf(names, inner, scope), optional: true } : { type: undefined };
}

/** `T` of `Optional[T]` and `T | None`. */
function optionalOf(names: Names, annotation: Expr, scope: Scope): Expr | undefined {
  if (annotation.kind === 'subscript') {
    return externalName(names, annotation.value, scope) === 'typing.Optional'
      ? annotation.index
      : undefined;
  }
  if (annotation.kind !== 'binary' || annotation.op !== '|') return undefined;
  const isNone = (expr: Expr): boolean => expr.kind === 'constant' && expr.value === null;
  if (isNone(annotation.right)) return annotation.left;
  return isNone(annotation.left) ? annotation.right : undefined;
}

function mainBlock(
  stmt: FunctionStmt,
  options: readonly Option[],
  { quote: q, indent: i }: Style,
): { text: string; needs: Need[] } {
  const head = `if __name__ == ${q}__main__${q}:`;
  const readable = options.filter(({ param }) => param.star === '');
  const args = readable.map(({ param, value }) => `${param.name}=${value}`).join(', ');
  const call = `${stmt.name}(${args})`;
  const run = stmt.async ? `asyncio.run(${call})` : call;
  const needs: Need[] = [
    ...options.flatMap((each) => each.needs),
    ...(stmt.async ? [{ module: 'asyncio' }] : []),
  ];
  if (readable.length === 0) return { text: `${head}\n${i}${run}`, needs };
  const lines = [
    'parser = argparse.ArgumentParser()',
    ...readable.map(({ line }) => line),
    'args = parser.parse_args()',
    run,
  ];
  return {
    text: [head, ...lines.map((line) => i + line)].join('\n'),
    needs: [...needs, { module: 'argparse' }],
  };
}
