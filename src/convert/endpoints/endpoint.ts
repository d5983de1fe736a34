import type { Edit } from '../../model/span.ts';
import type { Method } from '../../program/units.ts';
import type { FunctionStmt, Param } from '../../python/syntax.ts';
import { contains, expressionsIn, statements } from '../../python/walk.ts';
import { encodedText } from './base64.ts';
import { renameEdits } from '../startup/hooks.ts';
import { inputModel, unpackLines } from './input-model.ts';
import { atBodyStart, indentOf, lineStart, textAt } from '../layout.ts';
import { endpointPath, modelName } from '../naming.ts';
import type { Need, Part, UnitContext } from '../part.ts';
import type { Reason } from '../plan.ts';
import { returnPart, wireReasons } from './returns.ts';
import { wireOf, type Wire } from './wire.ts';
import { mergeParts } from '../parts.ts';
import { freeName } from './reserved.ts';
import { paramRemarks } from '../remarks/of-params.ts';

/** A longer line is broken up. */
const WIDTH = 88;

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

const generators = new WeakMap<FunctionStmt, boolean>();

/** Whether a function yields, itself and not in a function inside it. */
export function isGenerator(stmt: FunctionStmt): boolean {
  const yields = generators.get(stmt) ?? yieldsItself(stmt);
  generators.set(stmt, yields);
  return yields;
}

function yieldsItself(stmt: FunctionStmt): boolean {
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
  const { unit } = context;
  const { stmt } = method;
  const wire = wireOf(unit, stmt.name);
  const path = endpointPath(unit, stmt.name);
  const answer = form.served ? {} : returnPart(context, stmt, wire);
  return mergeParts([
    { edits: decoratorEdits(context, method, form, path), needs: [{ module: 'fal' }] },
    { ...answer, before: [] },
    form.served ? {} : { reasons: wireReasons(context, stmt, wire) },
    inputPart(context, stmt, form, wire),
    { before: answer.before ?? [] },
  ]);
}

/** The input model, and what takes it apart again. */
function inputPart(
  context: UnitContext,
  stmt: FunctionStmt,
  { fields, kept }: EndpointForm,
  wire: Wire,
): Part {
  if (fields.length === 0) return {};
  const { unit, units } = context;
  const scope = context.file.names.scopes.inside(stmt).parent ?? unit.scope;
  const name = modelName(unit, stmt.name, units);
  const remarks = paramRemarks(context.file.names, stmt);
  const model = inputModel(context, name, fields, scope, wire.fields, remarks);
  const edits = [
    ...signatureEdits(context, stmt, kept, model.name),
    ...unpackEdits(context, stmt, fields),
  ];
  return { edits, before: [model.text], needs: model.needs, reasons: model.reasons };
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
  const { source } = file.names.module;
  const rest = kept.map(({ span }) => `, ${textAt(source, span)}`).join('');
  // A bare `*` or `/` before the first parameter goes too.
  const text = `, input: ${model}${rest}`;
  const end = kept.length > 0 ? last.span.end : endOfParams(source, last);
  const line = oneLine(source, stmt, end, `(${textAt(source, self.span)}${text}`);
  return [line ?? { span: { start: self.span.end, end }, text }];
}

/** Where the last parameter ends with the comment behind it, which goes with it. */
function endOfParams(source: string, { span }: Param): number {
  return span.end + (/^[ \t]*,?[ \t]*#.*/.exec(source.slice(span.end))?.[0].length ?? 0);
}

/** Parameters that had lines of their own stand on the header's, where that is short enough. */
function oneLine(source: string, stmt: FunctionStmt, last: number, text: string): Edit | undefined {
  const start = stmt.nameSpan.end;
  const blank = /^[\s,]*/.exec(source.slice(last))?.[0].length ?? 0;
  const end = last + blank;
  const behind = source.slice(end, stmt.header.end);
  const line = source.slice(lineStart(source, start), start) + text + behind;
  const broken = /^\(\s*\n/.test(source.slice(start)) && behind.startsWith(')');
  return broken && line.length <= WIDTH ? { span: { start, end }, text } : undefined;
}

function unpackEdits(context: UnitContext, stmt: FunctionStmt, params: readonly Param[]): Edit[] {
  const { source } = context.file.names.module;
  const { indent } = context.style;
  const room = WIDTH - indentOf(source, stmt.header.start).length - indent.length;
  const lines = unpackLines(stmt, params, room);
  return lines.length === 0 ? [] : [atBodyStart(source, stmt, lines, indent)];
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
  const wire = wireOf(of, stmt.name);
  const item = streamedItem(wire);
  const path = endpointPath(of, stmt.name) === '/' ? '/stream' : `/${stmt.name}`;
  const scope = context.file.names.scopes.inside(stmt).parent ?? of.scope;
  const model =
    params.length > 0
      ? inputModel(context, modelName(of, stmt.name, context.units), params, scope, wire.fields)
      : undefined;
  const call = `self._${stmt.name}(${params.map(({ name }) => `${name}=input.${name}`).join(', ')})`;
  const loop = stmt.async ? 'async for' : 'for';
  const i = style.indent;
  const members = [
    `@fal.endpoint(${q}${path}${q})`,
    `def ${freeName(stmt.name)}(self${model ? `, input: ${model.name}` : ''}):`,
    `${i}${stmt.async ? 'async ' : ''}def events():`,
    `${i}${i}${loop} item in ${call}:`,
    `${i}${i}${i}yield f${q}data: {json.dumps(${item})}\\n\\n${q}`,
    '',
    `${i}return StreamingResponse(events(), media_type=${q}text/event-stream${q})`,
  ];
  const decorators = method.decorators.filter(({ symbol }) => symbol?.name === form.decorator);
  const needs: Need[] = [
    ...(item === 'item' ? [] : [{ module: 'base64' }]),
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
      reasons: [reason, ...wireReasons(context, stmt, wire)],
    },
    model ? { before: [model.text], needs: model.needs, reasons: model.reasons } : {},
  ]);
}

/** What of each item is written as JSON: base64 text where it is bytes. */
function streamedItem({ result }: Wire): string {
  const held = { text: 'item', isName: true };
  return (result && encodedText(result.shape, held)) ?? held.text;
}
