import type { FunctionStmt, Param } from '../../python/syntax.ts';
import { isGenerator } from '../endpoints/endpoint.ts';
import type { InputModel } from '../endpoints/input-model.ts';
import { textAt, textOfExpr } from '../layout.ts';
import { appName } from '../naming.ts';
import type { FalSetting, Style, UnitContext } from '../part.ts';
import { freeName } from '../endpoints/reserved.ts';
import { attributeLines, classKeywords } from '../settings/settings-text.ts';
import type { Taken } from './params.ts';

const WIDTH = 88;

/** What the class that serves a function is made of. */
export interface ClassParts {
  readonly name: string;
  readonly settings: readonly FalSetting[];
  readonly taken: Taken;
  readonly model: InputModel | undefined;
  /** The return annotation, where it is not the function's own. */
  readonly answer?: string | undefined;
  /** Statements that a runner executes when it starts. */
  readonly setup?: readonly string[];
}

/** A `fal.App` with one endpoint that hands its input to a function of the file. */
export function endpointClassText(
  context: UnitContext,
  stmt: FunctionStmt,
  { name, settings, taken, model, setup = [], ...own }: ClassParts,
): string {
  const { style, unit, units } = context;
  const { quote: q, indent } = style;
  const named: FalSetting = { name: 'app_name', value: `${q}${appName(unit, units)}${q}` };
  const bases = [
    'fal.App',
    ...classKeywords(settings).map((keyword) => `${keyword.name}=${keyword.value}`),
  ];
  const params = [
    ...(model ? [`input: ${model.name}`] : []),
    ...taken.kept.map((param) => paramText(context, param, taken)),
  ];
  const def = `${stmt.async ? 'async ' : ''}def ${freeName(stmt.name)}(`;
  const answer = 'answer' in own ? own.answer : returns(context, stmt);
  const end = `)${answer === undefined ? '' : ` -> ${answer}`}:`;
  return [
    `class ${name}(${bases.join(', ')}):`,
    attributeLines([named, ...settings], indent),
    '',
    ...setupLines(setup, indent),
    `${indent}@fal.endpoint(${q}/${q})`,
    ...enclosed(def, ['self', ...params], end, style, 1),
    ...body(context, stmt, taken),
  ].join('\n');
}

function setupLines(setup: readonly string[], indent: string): string[] {
  if (setup.length === 0) return [];
  return [`${indent}def setup(self):`, ...setup.map((line) => indent + indent + line), ''];
}

/** The parameter as it stands; the one that is the whole body is called `input`, as everywhere. */
function paramText({ file }: UnitContext, param: Param, taken: Taken): string {
  const text = textAt(file.names.module.source, param.span);
  return innerName(param, taken) + text.slice(param.name.length);
}

function innerName(param: Param, { whole, kept }: Taken): string {
  const free = kept.every(({ name }) => name !== 'input');
  return param === whole && free ? 'input' : param.name;
}

/** FastAPI has read the annotation on Modal too. */
function returns({ file }: UnitContext, stmt: FunctionStmt): string | undefined {
  if (!stmt.returns || isGenerator(stmt)) return undefined;
  return textOfExpr(file.names.module.source, stmt.returns);
}

/** `return predict(prompt=input.prompt)`. */
function body({ style }: UnitContext, stmt: FunctionStmt, taken: Taken): string[] {
  const args = stmt.params.map((param) => {
    const sent = taken.fields.includes(param) ? `input.${param.name}` : innerName(param, taken);
    return `${param.name}=${sent}`;
  });
  return enclosed(`return ${stmt.async ? 'await ' : ''}${stmt.name}(`, args, ')', style, 2);
}

/** `start a, b end` on one line where it fits, else an item a line. */
function enclosed(
  start: string,
  items: readonly string[],
  end: string,
  { indent }: Style,
  depth: number,
): string[] {
  const margin = indent.repeat(depth);
  const line = margin + start + items.join(', ') + end;
  if (line.length <= WIDTH && !line.includes('\n')) return [line];
  return [margin + start, ...items.map((item) => `${margin}${indent}${item},`), margin + end];
}
