import type { Scope } from '../../python/scopes.ts';
import type { Expr, FunctionStmt, Param } from '../../python/syntax.ts';
import { expressionsIn } from '../../python/walk.ts';
import { carried } from './annotations.ts';
import type { BytesType } from './bytes-type.ts';
import { textOfExpr } from '../layout.ts';
import type { ParamRemark } from '../remarks/of-params.ts';
import type { Need, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';

/** A pydantic model that holds the parameters of one endpoint: `fal_client` sends its arguments as one JSON object. */
export interface InputModel {
  readonly name: string;
  /** The class statement, without indentation. */
  readonly text: string;
  readonly fields: readonly Param[];
  readonly needs: readonly Need[];
  readonly reasons: readonly Reason[];
}

const NO_BYTES: ReadonlyMap<string, BytesType> = new Map();
const NO_REMARKS: ReadonlyMap<Param, ParamRemark> = new Map();
/** What pydantic makes bytes of, and takes base64 text for. */
const BASE64 = 'Base64Bytes';

/** Builds the model of a method's or function's parameters; `self` must not be among them, `bytes` are those sent as base64, `remarks` what is said of them. */
export function inputModel(
  context: UnitContext,
  name: string,
  params: readonly Param[],
  scope: Scope,
  bytes = NO_BYTES,
  remarks = NO_REMARKS,
): InputModel {
  const needs: Need[] = [{ module: 'pydantic', name: 'BaseModel' }];
  const reasons: Reason[] = [];
  const lines = params.flatMap((param) => {
    const { above = [], behind } = remarks.get(param) ?? {};
    const encoded = bytes.get(param.name)?.text(BASE64);
    const type = encoded ?? fieldType(context, param, scope, reasons);
    if (encoded !== undefined) needs.push({ module: 'pydantic', name: BASE64 });
    if (type === 'Any' || (!param.annotation && /\bAny\b/.test(type)))
      needs.push({ module: 'typing', name: 'Any' });
    const value = fieldDefault(context, param);
    if (value?.startsWith('Field(')) needs.push({ module: 'pydantic', name: 'Field' });
    const field = `${param.name}: ${type}${value === undefined ? '' : ` = ${value}`}`;
    return [...above, behind === undefined ? field : `${field}  ${behind}`].map(
      (line) => context.style.indent + line,
    );
  });
  return {
    name,
    text: [`class ${name}(BaseModel):`, ...lines].join('\n'),
    fields: params,
    needs,
    reasons,
  };
}

function fieldType(context: UnitContext, param: Param, scope: Scope, reasons: Reason[]): string {
  const { names } = context.file;
  const { source } = names.module;
  if (!param.annotation) return 'Any';
  const type = carried(names, param.annotation, scope);
  if (!type.json) {
    const rule = context.rule.id;
    const { span } = param;
    const isOpen = type.why === 'late' || type.why === 'none';
    const message = isOpen
      ? `\`${type.name}\` ${type.why === 'late' ? 'is not known when the file is imported' : 'is no type'}, so the field \`${param.name}\` takes anything`
      : `JSON cannot carry \`${type.name}\`: send \`${param.name}\` as a URL, numbers or text, and make the object in the method`;
    reasons.push({
      rule,
      verdict: isOpen ? 'rewrite-unsafe' : 'manual',
      message,
      span,
    });
    return 'Any';
  }
  const text = textOfExpr(source, param.annotation);
  const optional = param.default?.kind === 'constant' && param.default.value === null;
  return optional && !/None|Optional|Any/.test(text) ? `${text} | None` : text;
}

function fieldDefault({ file }: UnitContext, { default: value }: Param): string | undefined {
  if (!value) return undefined;
  const text = textOfExpr(file.names.module.source, value);
  return isMutable(value) ? `Field(default_factory=lambda: ${text})` : text;
}

function isMutable(value: Expr): boolean {
  return ['list', 'dict', 'set', 'call', 'comprehension'].includes(value.kind);
}

/**
 * What gives a body its parameters back: `prompt, steps = input.prompt, input.steps`, a line each where that takes more than `room` columns.
 * Only those that the body uses.
 */
export function unpackLines(
  stmt: FunctionStmt,
  params: readonly Param[],
  room: number,
): readonly string[] {
  const used = new Set<string>();
  for (const expr of expressionsIn(stmt.body.body)) if (expr.kind === 'name') used.add(expr.id);
  const names = params.map(({ name }) => name).filter((name) => used.has(name));
  if (names.length === 0) return [];
  const line = `${names.join(', ')} = ${names.map((name) => `input.${name}`).join(', ')}`;
  if (line.length <= room) return [line];
  // A parameter of that name takes the place of the model.
  const last = names.filter((name) => name === 'input');
  const others = names.filter((name) => name !== 'input');
  return [...others, ...last].map((name) => `${name} = input.${name}`);
}
