import type { LayerCall } from '../../program/image.ts';
import type { Edit } from '../../model/span.ts';
import { asText, textOf } from '../../python/constant.ts';
import { constantOf } from '../../python/constants.ts';
import type { Names } from '../../python/names.ts';
import type { CallExpr, Expr, FunctionStmt, Param } from '../../python/syntax.ts';
import { argumentExpr } from '../dockerfile/call.ts';
import { pythonString } from '../settings/literals.ts';
import { pythonText } from '../dockerfile/literal.ts';
import { joined, joinedBy, type Line } from '../dockerfile/template.ts';
import { isGenerator } from '../endpoints/endpoint.ts';
import { insertion, lineEnd } from '../layout.ts';
import type { Style } from '../part.ts';
import type { Place } from '../written/place.ts';
import { moduleName } from '../written/write.ts';
import { buildSecretsOf } from './build-secrets.ts';
import { isPlain, isPlainValue, StepProgram } from './step-program.ts';

/** A function that ran while the image was built, as a program of its own that a `RUN` line can execute. */
export interface BuildStep {
  readonly stmt: FunctionStmt;
  /** The variable that holds the program. */
  readonly name: string;
  /** Its lines: Python expressions that give text. */
  readonly lines: readonly string[];
  /** Where all is defined that the lines mention. */
  readonly after: number;
  /** The file of the function, and of the variable. */
  readonly names: Names;
  /** The module as which another file imports the variable. */
  readonly module: string | undefined;
  /** Variables that a build takes from secrets. */
  readonly secrets: readonly string[];
}

/** Options that say how the step runs on Modal, and mean nothing to a `RUN` line; secrets are read on their own. */
const PLAIN = new Set([
  'raw_f',
  'args',
  'kwargs',
  'secret',
  'secrets',
  'timeout',
  'cpu',
  'memory',
  'force_build',
  'include_source',
  'cloud',
  'region',
]);

const LINE = 88;

/**
 * Reads a `run_function` layer whose function is whole with its own source, the imports, constants and functions of its file that it
 * uses, and nothing that only Modal or a running container gives; nothing where it needs more.
 */
export function buildStepOf(
  layer: LayerCall,
  place: Place,
  quote: Style['quote'] = '"',
): BuildStep | undefined {
  const { call, names, scope } = layer;
  const expr = argumentExpr(call, 'raw_f', 0);
  const value = expr?.kind === 'name' ? names.valueOf(expr, scope) : undefined;
  if (value?.kind !== 'definition' || value.names !== names) return undefined;
  const { stmt } = value;
  if (stmt.kind !== 'function' || !isPlain(names, stmt) || isGenerator(stmt)) return undefined;
  const module = names === place.names ? undefined : moduleName(place.names, names);
  const name = freeName([names, place.names], `${stmt.name}_step`);
  if (module === undefined && names !== place.names) return undefined;
  const program = new StepProgram(names, quote);
  const args = isCall(call) ? argumentsOf(call, stmt, names, program) : undefined;
  const whole = args === undefined ? undefined : program.read(stmt);
  // The image is written where it is made, or behind that; another file is read to its end before.
  const end = Math.min(call.span.start, module === undefined ? place.at : Infinity);
  if (args === undefined || !whole || whole.after > end) return undefined;
  const given = argumentExpr(call, 'secrets') ?? argumentExpr(call, 'secret');
  const secrets = given ? buildSecretsOf(layer, given, whole.parts) : [];
  if (!secrets) return undefined;
  const lines = [...whole.lines, ...callLines(stmt, args, quote)];
  return { stmt, name, lines, after: whole.after, names, module, secrets };
}

/** Whether nothing is asked of the step but a call. */
function isCall({ args }: CallExpr): boolean {
  const positional = args.filter(({ name }) => name === undefined);
  return (
    positional.length <= 1 &&
    args.every(({ name, star }) => star === '' && PLAIN.has(name ?? 'raw_f'))
  );
}

/** `download("m")`, in an event loop where it has to be. */
function callLines(
  { name, async: isAsync }: FunctionStmt,
  args: Line,
  quote: Style['quote'],
): string[] {
  const run = joined(`${name}(`, args, ')');
  if (!isAsync) return [pythonText(run, quote)];
  return [
    pythonString('import asyncio', quote),
    pythonText(joined('asyncio.run(', run, ')'), quote),
  ];
}

function freeName(files: readonly Names[], wanted: string): string {
  const isTaken = (name: string): boolean =>
    files.some(({ scopes }) => scopes.module.bindings.has(name));
  const [free] = [wanted, ...Array.from({ length: 9 }, (_, i) => `${wanted}_${i + 2}`)].filter(
    (name) => !isTaken(name),
  );
  return free ?? wanted;
}

/** The arguments of the call: what they are, or the values that names have when the file is deployed. */
function argumentsOf(
  call: LayerCall['call'],
  { params }: FunctionStmt,
  names: Names,
  program: StepProgram,
): Line | undefined {
  const list = argumentExpr(call, 'args');
  const dict = argumentExpr(call, 'kwargs');
  if (list && list.kind !== 'tuple' && list.kind !== 'list') return undefined;
  if (dict && dict.kind !== 'dict') return undefined;
  const named = (dict?.entries ?? []).map(({ key, value }) => ({
    name: key?.kind === 'string' ? key.value : undefined,
    value,
  }));
  const isGiven = (param: Param, place: number): boolean =>
    param.star !== '' ||
    param.default !== undefined ||
    place < (list?.items ?? []).length ||
    named.some(({ name }) => name === param.name);
  if (named.some(({ name }) => name === undefined) || !params.every(isGiven)) return undefined;
  const all = [...(list?.items ?? []).map((value) => ({ name: undefined, value })), ...named];
  const texts = all.map(({ name, value }) => {
    const text = argumentText(names, value, program);
    return text && (name === undefined ? text : joined(`${name}=`, text));
  });
  return texts.includes(undefined)
    ? undefined
    : joinedBy(
        ', ',
        texts.flatMap((each) => (each === undefined ? [] : [each])),
      );
}

function argumentText(names: Names, expr: Expr, program: StepProgram): Line | undefined {
  const constant = constantOf(names, expr, names.scopes.module);
  if (expr.kind === 'name') {
    if (!isPlainValue(constant)) return undefined;
    program.comesAfter(expr);
    return [{ code: `repr(${expr.id})`, needs: [] }];
  }
  const text = textOf(constant);
  if (text !== undefined) return pythonString(text, "'");
  return constant.kind === 'value' ? asText(constant) : undefined;
}

/** The statement that puts the program of a step together, behind all that it mentions. */
export function stepEdit(source: string, { name, lines, after }: BuildStep, style: Style): Edit {
  const { quote, indent } = style;
  const head = `${name} = ${pythonString('\n', quote)}.join(`;
  const short = `${head}[${lines.join(', ')}])`;
  const items = lines.map((line) => `${indent.repeat(2)}${line},`);
  const long = [head, `${indent}[`, ...items, `${indent}]`, ')'].join('\n');
  const text = short.length <= LINE ? short : long;
  return insertion(lineEnd(source, after), `\n\n\n${text}`);
}
