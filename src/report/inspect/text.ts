import type {
  CallData,
  DecoratorData,
  FileData,
  ImageData,
  MethodData,
  ObjectData,
  ProgramData,
  UnitData,
} from '../../model/program-data.ts';
import { InspectWords } from './words.ts';
import { oneLine, styleOf, type Style } from '../style.ts';

/** A program as data for a terminal, file by file: objects, images, units, calls, uses. */
export function inspectText(program: ProgramData, colour: boolean): string {
  const style = styleOf(colour);
  const words = new InspectWords(program);
  return program.files
    .map((file) => `${fileLines(file, program, words, style).join('\n')}\n`)
    .join('\n');
}

function fileLines(
  { file, errors, uses }: FileData,
  program: ProgramData,
  words: InspectWords,
  style: Style,
): string[] {
  const own = <T extends { readonly file: string }>(list: readonly T[]): readonly T[] =>
    list.filter((each) => each.file === file);
  const { volumes, secrets, dicts, queues, schedules } = program;
  const objects = [
    ...own([...program.apps, ...volumes, ...secrets, ...dicts, ...queues, ...schedules]),
  ];
  objects.sort((a, b) => a.line - b.line || a.column - b.column);
  return [
    style.bold(oneLine(file)),
    ...errors.map(({ line, column }) => `  ${line}:${column}: not Python`),
    ...objects.map((each) => objectLine(each, words)),
    ...own(program.images).flatMap((image) => imageLines(image, words)),
    ...own(program.units).flatMap((unit) => unitLines(unit, program, words, style)),
    ...strangers(own(program.calls), words),
    ...(uses.length > 0 ? ['  every use:'] : []),
    ...useLines(uses, style),
  ];
}

function objectLine(object: ObjectData, words: InspectWords): string {
  const { line, column, doubt } = object;
  const may = doubt === undefined ? '' : `, and more: ${oneLine(doubt)}`;
  return `  ${line}:${column}: ${words.definition(object)}${may}`;
}

function imageLines(
  { line, column, layers, variable, doubt }: ImageData,
  words: InspectWords,
): string[] {
  const name = variable === undefined ? 'an image' : `${oneLine(variable)} = an image`;
  const head = `  ${line}:${column}: ${name}`;
  return [
    doubt === undefined ? head : `${head}, on a base that is not known: it is ${oneLine(doubt)}`,
    ...layers.map(
      (layer) =>
        `      ${layer.method}(${words.arguments(layer.arguments)})${words.doubt(layer.doubt)}`,
    ),
  ];
}

function unitLines(
  unit: UnitData,
  program: ProgramData,
  words: InspectWords,
  style: Style,
): string[] {
  const { line, column, kind, name, doubts, methods, id } = unit;
  const parameters = unit.parameters.join(', ');
  const head = `${kind} ${oneLine(name)}(${oneLine(parameters)})`;
  return [
    `  ${line}:${column}: ${style.bold(head)}${traits(unit)} of ${words.app(unit.app)}`,
    ...doubts.map((doubt) => `      not sure: ${oneLine(doubt)}`),
    ...unit.decorators.map((each) => `      @${words.decorator(each, isMain(each))}`),
    ...Object.entries(unit.settings).map(([key, setting]) => {
      const from = setting.inherited ? ', from the App' : '';
      return `      ${oneLine(key)} = ${words.fact(setting)}${from}`;
    }),
    ...methods.flatMap((method) => methodLines(method, words)),
    ...program.calls.filter((call) => isOf(call, id)).map((call) => `      ${calledLine(call)}`),
  ];
}

/** Its arguments are the settings, which have lines of their own. */
function isMain({ symbol }: DecoratorData): boolean {
  return symbol?.startsWith('modal.App.') === true;
}

function methodLines(method: MethodData, words: InspectWords): string[] {
  const { name, parameters, role, snap, from, decorators, line } = method;
  const base = from === undefined ? '' : ` of ${oneLine(from)}`;
  const early = snap ? ' before the snapshot' : '';
  const said = decorators.map((each) => ` @${words.decorator(each, false)}`).join('');
  const head = `${role}${early} ${oneLine(name)}(${oneLine(parameters.join(', '))})`;
  return [`      ${line}: ${head}${traits(method)}${base}${said}`];
}

function traits({
  async,
  generator,
}: {
  readonly async: boolean;
  readonly generator: boolean;
}): string {
  return `${async ? ', async' : ''}${generator ? ', generator' : ''}`;
}

function isOf({ unit }: CallData, id: string): boolean {
  return unit.sure !== 'unknown' && unit.value === id;
}

function calledLine({
  file,
  line,
  column,
  symbol,
  method,
  aio,
  reference,
  inside,
}: CallData): string {
  const how = `${symbol}${aio ? '.aio' : ''}${reference ? ' (not called here)' : ''}`;
  const what = method === undefined ? '' : ` on ${oneLine(method)}`;
  const where =
    inside === undefined ? '' : ` in ${oneLine(inside.slice(inside.indexOf('::') + 2))}`;
  return `${reference ? 'used' : 'called'} at ${oneLine(file)}:${line}:${column}${where}: ${how}${what}`;
}

/** Calls of something that the program does not hold. */
function strangers(calls: readonly CallData[], words: InspectWords): string[] {
  return calls
    .filter(({ unit }) => unit.sure === 'unknown')
    .map(
      ({ line, column, symbol, unit }) => `  ${line}:${column}: ${symbol} on ${words.fact(unit)}`,
    );
}

function useLines(uses: FileData['uses'], style: Style): string[] {
  return uses.map(({ line, column, role, symbol, legacy, keyword }) => {
    const name = keyword === undefined ? symbol : `${symbol}(${keyword}=)`;
    const was = legacy === undefined ? '' : `, written as ${legacy}`;
    return style.dim(`  ${line}:${column}: ${role} ${oneLine(name + was)}`);
  });
}
