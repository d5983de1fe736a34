import { constantOf } from '../../python/constants.ts';
import { externalName } from '../../python/external.ts';
import type { Names } from '../../python/names.ts';
import type { Scope } from '../../python/scopes.ts';
import type { Expr, FunctionStmt, Param } from '../../python/syntax.ts';
import { textOfExpr } from '../layout.ts';
import type { Need } from '../part.ts';

/** What `modal run` makes of one parameter of an entrypoint, as argparse says it. */
export interface Option {
  readonly name: string;
  /** Arguments of `add_argument`, as source; none where there is nothing to add. */
  readonly args: readonly string[] | undefined;
  /** Why a person has to read it. */
  readonly why?: string;
  readonly needs: readonly Need[];
}

/** Values that a main block of the file hands over: they stand for options that are not given. */
export type Given = ReadonlyMap<string, string>;

/** Where the parameters of an entrypoint are read. */
export interface OptionContext {
  readonly names: Names;
  readonly scope: Scope;
  readonly quote: '"' | "'";
}

/** The one `*words` parameter that takes the command line as it is: Modal allows no other beside it. */
export function rawWords({ params }: FunctionStmt): Param | undefined {
  const [only, second] = params;
  return only?.star === '*' && !second ? only : undefined;
}

/** The options of an entrypoint, in the order of its parameters. */
export function optionsOf(
  context: OptionContext,
  { params }: FunctionStmt,
  given: Given = new Map(),
): Option[] {
  return params.map((param) => option(context, param, given.get(param.name)));
}

/** Types that Modal's command line reads (facts: `cli/run.py`). Without an annotation it hands over the raw string. */
function option(context: OptionContext, param: Param, given: string | undefined): Option {
  const { names, scope, quote: q } = context;
  const { source } = names.module;
  if (param.star !== '') {
    const why = `\`${param.star}${param.name}\` takes whatever stands on the command line: read it with argparse`;
    return { name: param.name, args: undefined, why, needs: [] };
  }
  const flag = `${q}--${param.name.replaceAll('_', '-')}${q}`;
  const fallback = given ?? (param.default && textOfExpr(source, param.default));
  const end = fallback === undefined ? 'required=True' : `default=${fallback}`;
  const type = typeOf(names, param.annotation, scope);
  const args = [flag, ...(type ? type.args : []), end];
  if (type) return { name: param.name, args, needs: type.needs ?? [] };
  const text = param.annotation ? textOfExpr(source, param.annotation) : '';
  const why = `\`${param.name}: ${text}\` has no option of its own: read it with argparse`;
  return { name: param.name, args, why, needs: [] };
}

/** What a type adds to `add_argument`. */
interface OptionType {
  readonly args: readonly string[];
  readonly needs?: readonly Need[];
}

function typeOf(names: Names, annotation: Expr | undefined, scope: Scope): OptionType | undefined {
  if (!annotation) return { args: [] };
  const name = externalName(names, annotation, scope);
  if (name === 'str' || name === 'typing.Any') return { args: [] };
  if (name === 'int' || name === 'float') return { args: [`type=${name}`] };
  if (name === 'bool') return { args: ['action=argparse.BooleanOptionalAction'] };
  if (name === 'datetime.datetime')
    return { args: ['type=datetime.datetime.fromisoformat'], needs: [{ module: 'datetime' }] };
  const inner = optionalOf(names, annotation, scope);
  return inner ? typeOf(names, inner, scope) : literalOf(names, annotation, scope);
}

/** `Literal["a", "b"]`: all texts, or all whole numbers. */
function literalOf(names: Names, annotation: Expr, scope: Scope): OptionType | undefined {
  if (annotation.kind !== 'subscript') return undefined;
  const base = externalName(names, annotation.value, scope) ?? '';
  if (!/^typing(?:_extensions)?\.Literal$/.test(base)) return undefined;
  const { index } = annotation;
  const items = index.kind === 'tuple' ? index.items : [index];
  const values = items.map((item) => constantOf(names, item, scope));
  const kinds = new Set(values.map((each) => (each.kind === 'value' ? typeof each.value : '')));
  const [kind] = kinds;
  if (kinds.size !== 1 || (kind !== 'string' && kind !== 'number')) return undefined;
  const { source } = names.module;
  const choices = `choices=[${items.map((item) => textOfExpr(source, item)).join(', ')}]`;
  return { args: kind === 'number' ? ['type=int', choices] : [choices] };
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
