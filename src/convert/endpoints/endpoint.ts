import type { Edit } from '../../model/span.ts';
import type { Method } from '../../program/units.ts';
import type { FunctionStmt, Param } from '../../python/syntax.ts';
import { contains, expressionsIn, statements } from '../../python/walk.ts';
import { carried } from './annotations.ts';
import { renameEdits } from '../startup/hooks.ts';
import { inputModel, unpackLine } from './input-model.ts';
import { atBodyStart, textAt, textOfExpr } from '../layout.ts';
import { endpointPath, modelName } from '../naming.ts';
import type { Need, Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { mergeParts } from '../parts.ts';
import { freeName } from './reserved.ts';

/** How a method takes what is sent to it. */
export interface EndpointForm {
  /** Canonical name of the Modal decorator that gives way to `fal.endpoint`. */
  readonly decorator: string;
  /** Parameters that become fields of one input model. */
  readonly fields: readonly Param[];
  /** Parameters that FastAPI fills by itself: they stay in the signature. */
  readonly kept: readonly Param[];
  /** FastAPI served it on Modal too, and has read its return annotation and its body before. */
  readonly served: boolean;
}

/** Turns a method into a `fal.endpoint` with one input model. */
export function endpoint(context: UnitContext, method: Method, form: EndpointForm): Part {
  const { stmt } = method;
  const open = form.fields.find(({ star }) => star !== '');
  if (open) {
    return {
      refused: `\`${open.star}${open.name}\` of \`${stmt.name}\` cannot be a field of a JSON body`,
    };
  }
  const name = freeName(stmt.name);
  if (name !== stmt.name && isCalledInside(context, stmt)) {
    return {
      refused: `\`self.${stmt.name}\` is called, and \`fal.App\` has a \`${stmt.name}\` of its own`,
    };
  }
  if (isGenerator(stmt) && !form.served) return streaming(context, method, form);
  const rename = renameEdits(context, stmt, name);
  return mergeParts([{ edits: rename }, plain(context, method, form)]);
}

function isCalledInside({ unit }: UnitContext, { name }: FunctionStmt): boolean {
  return unit.sites.some(
    ({ file, method, use }) =>
      file === unit.file && method === name && contains(unit.stmt.span, use.span),
  );
}

/** Whether a function yields, itself and not in a function inside it. */
export function isGenerator(stmt: FunctionStmt): boolean {
  const inner = [...statements(stmt.body.body)].filter(
    ({ kind }) => kind === 'function' || kind === 'class',
  );
  for (const expr of expressionsIn(stmt.body.body)) {
    const nested = inner.some(
      ({ span }) => span.start <= expr.span.start && expr.span.end <= span.end,
    );
    if (expr.kind === 'yield' && !nested) return true;
  }
  return false;
}

function plain(context: UnitContext, method: Method, form: EndpointForm): Part {
  const { stmt } = method;
  const { fields, kept } = form;
  const path = endpointPath(context.unit, stmt.name);
  const returns = form.served ? { edits: [], reasons: [] } : returnEdits(context, stmt);
  const decorate: Part = {
    edits: [...decoratorEdits(context, method, form, path), ...returns.edits],
    needs: [{ module: 'fal' }],
    reasons: returns.reasons,
  };
  if (fields.length === 0) return decorate;
  const scope = context.file.names.scopes.inside(stmt).parent ?? context.unit.scope;
  const model = inputModel(
    context,
    modelName(context.unit, stmt.name, context.units),
    fields,
    scope,
  );
  const edits = [
    ...signatureEdits(context, stmt, kept, model.name),
    ...unpackEdits(context, stmt, fields),
  ];
  return mergeParts([
    decorate,
    { edits, before: [model.text], needs: model.needs, reasons: model.reasons },
  ]);
}

/** `@modal.method()` → `@fal.endpoint("/")`. */
function decoratorEdits(
  context: UnitContext,
  { decorators }: Method,
  form: EndpointForm,
  path: string,
): Edit[] {
  const { quote } = context.style;
  return decorators.flatMap(({ decorator, symbol }) => {
    if (symbol?.name !== form.decorator) return [];
    return [{ span: decorator.expr.span, text: `fal.endpoint(${quote}${path}${quote})` }];
  });
}

/** `self, prompt: str, steps: int = 4` → `self, input: GenerateInput`. */
function signatureEdits(
  { file }: UnitContext,
  stmt: FunctionStmt,
  kept: readonly Param[],
  model: string,
): Edit[] {
  const [self] = stmt.params;
  const last = stmt.params.at(-1);
  if (!self || !last) return [];
  const rest = kept.map(({ span }) => `, ${textAt(file.names.module.source, span)}`).join('');
  // A bare `*` or `/` before the first parameter goes too.
  return [{ span: { start: self.span.end, end: last.span.end }, text: `, input: ${model}${rest}` }];
}

function unpackEdits(context: UnitContext, stmt: FunctionStmt, params: readonly Param[]): Edit[] {
  const line = unpackLine(stmt, params);
  return line === undefined
    ? []
    : [atBodyStart(context.file.names.module.source, stmt, [line], context.style.indent)];
}

/** FastAPI makes a response model of a return annotation: what it cannot read is dropped. */
function returnEdits(
  context: UnitContext,
  stmt: FunctionStmt,
): { edits: Edit[]; reasons: Reason[] } {
  const { returns } = stmt;
  if (!returns) return { edits: [], reasons: [] };
  const { names } = context.file;
  const type = carried(names, returns, names.scopes.inside(stmt).parent ?? context.unit.scope);
  if (type.json) return { edits: [], reasons: [] };
  const text = textOfExpr(names.module.source, returns);
  const manual =
    type.why === 'binary' || /(?:^|\.)(?:Image|ndarray|Tensor|DataFrame|BytesIO)\b/.test(type.name);
  const message = manual
    ? `\`${stmt.name}\` returns \`${text}\`, which JSON cannot carry: return a \`fal.toolkit.Image\`, \`File\`, \`Audio\` or \`Video\``
    : `FastAPI makes no response of \`${text}\`: the return annotation of \`${stmt.name}\` is dropped`;
  const verdict = manual ? 'manual' : 'rewrite-unsafe';
  const reason: Reason = { rule: context.rule.id, verdict, message, span: returns.span };
  const span = { start: stmt.paramsSpan.end, end: (returns.parens ?? returns.span).end };
  return { edits: [{ span, text: '' }], reasons: [reason] };
}

/**
 * A generator keeps its body under a private name; the endpoint streams what it yields as server-sent events, which is what
 * `fal_client.stream` reads (a bare `yield` gives JSON lines, which it refuses).
 */
function streaming(context: UnitContext, method: Method, form: EndpointForm): Part {
  const { stmt } = method;
  const params = form.fields;
  const { style, unit: of } = context;
  const q = style.quote;
  const path = endpointPath(of, stmt.name) === '/' ? '/stream' : `/${stmt.name}`;
  const scope = context.file.names.scopes.inside(stmt).parent ?? of.scope;
  const model =
    params.length > 0
      ? inputModel(context, modelName(of, stmt.name, context.units), params, scope)
      : undefined;
  const call = `self._${stmt.name}(${params.map(({ name }) => `${name}=input.${name}`).join(', ')})`;
  const loop = stmt.async ? 'async for' : 'for';
  const i = style.indent;
  const members = [
    `@fal.endpoint(${q}${path}${q})`,
    `def ${freeName(stmt.name)}(self${model ? `, input: ${model.name}` : ''}):`,
    `${i}${stmt.async ? 'async ' : ''}def events():`,
    `${i}${i}${loop} item in ${call}:`,
    `${i}${i}${i}yield f${q}data: {json.dumps(item)}\\n\\n${q}`,
    '',
    `${i}return StreamingResponse(events(), media_type=${q}text/event-stream${q})`,
  ];
  const decorators = method.decorators.filter(({ symbol }) => symbol?.name === form.decorator);
  const needs: Need[] = [
    { module: 'fal' },
    { module: 'json' },
    { module: 'fastapi.responses', name: 'StreamingResponse' },
  ];
  const message = `\`${stmt.name}\` streams server-sent events at \`${path}\`: callers read them with \`fal_client.stream\``;
  const reason: Reason = {
    rule: context.rule.id,
    verdict: 'rewrite-unsafe',
    message,
    span: stmt.nameSpan,
  };
  return mergeParts([
    {
      removed: decorators.map(({ decorator }) => decorator.span),
      edits: [{ span: stmt.nameSpan, text: `_${stmt.name}` }],
      members: [members.join('\n')],
      needs,
      reasons: [reason],
    },
    model ? { before: [model.text], needs: model.needs, reasons: model.reasons } : {},
  ]);
}
