import type { FunctionStmt } from '../../python/syntax.ts';
import { callText, type CallPlace } from '../lines.ts';
import type { Need, Style } from '../part.ts';
import { rawWords, type Option } from './options.ts';

/** An entrypoint with what the command line says to it. */
export interface Command {
  readonly stmt: FunctionStmt;
  readonly options: readonly Option[];
}

/** Source with the imports that it needs. */
export interface Block {
  readonly text: string;
  readonly needs: readonly Need[];
}

/** The main block of a file: what `modal run file.py` did, or `modal run file.py::name` where it has several entrypoints. */
export function mainBlock(commands: readonly Command[], style: Style): Block {
  const head = `if __name__ == ${style.quote}__main__${style.quote}:`;
  const [only, second] = commands;
  if (!only) return { text: '', needs: [] };
  const { lines, needs } = second
    ? chosenLines(commands, style)
    : commandLines(only, style, style.indent);
  return { text: [head, ...lines.map((line) => style.indent + line)].join('\n'), needs };
}

interface Lines {
  readonly lines: readonly string[];
  readonly needs: readonly Need[];
}

/** The statements that read the options of one entrypoint and call it; `indent` is where they stand. */
export function commandLines(command: Command, style: Style, indent: string): Lines {
  const { stmt, options } = command;
  const needs = needsOf(command);
  const words = rawWords(stmt);
  if (words) {
    const call = called(stmt, '*sys.argv[1:]');
    return { lines: [call], needs: [...needs, { module: 'sys' }] };
  }
  const readable = options.filter(({ args }) => args !== undefined);
  if (readable.length === 0) return { lines: [called(stmt, '')], needs };
  return {
    lines: [
      'parser = argparse.ArgumentParser()',
      ...readable.map((option) => optionLine('parser', option, style, indent)),
      'args = parser.parse_args()',
      callLine(command, style, indent),
    ],
    needs: [...needs, { module: 'argparse' }],
  };
}

/** `python file.py name --option`: a command an entrypoint. */
function chosenLines(commands: readonly Command[], style: Style): Lines {
  const { quote: q, indent } = style;
  const taken = new Set(commands.flatMap(({ options }) => options.map(({ name }) => name)));
  const run = taken.has('run') ? 'run_entrypoint' : 'run';
  const lines = commands.flatMap((command) => {
    const { stmt, options } = command;
    const readable = options.filter(({ args }) => args !== undefined);
    const lambda = `${run}=lambda args: `;
    const outer = indent.repeat(2);
    const place = { indent: outer, unit: indent, before: (outer + lambda).length };
    const short = `command.set_defaults(${lambda}${called(stmt, argumentsOf(options).join(', '))})`;
    const fits = indent.length + short.length <= 100;
    const long = [
      'command.set_defaults(',
      `${outer}${lambda}${calledAt(command, place)}`,
      `${indent})`,
    ].join('\n');
    return [
      `command = commands.add_parser(${q}${stmt.name}${q})`,
      ...readable.map((option) => optionLine('command', option, style, indent)),
      fits ? short : long,
    ];
  });
  return {
    lines: [
      'parser = argparse.ArgumentParser()',
      `commands = parser.add_subparsers(dest=${q}entrypoint${q}, required=True)`,
      ...lines,
      'args = parser.parse_args()',
      `args.${run}(args)`,
    ],
    needs: [...commands.flatMap(needsOf), { module: 'argparse' }],
  };
}

function needsOf({ stmt, options }: Command): Need[] {
  const own = options.flatMap(({ needs }) => needs);
  return stmt.async ? [...own, { module: 'asyncio' }] : own;
}

function optionLine(parser: string, { args = [] }: Option, style: Style, indent: string): string {
  const place = { indent, unit: style.indent, before: indent.length };
  return callText(`${parser}.add_argument`, args, place);
}

function callLine(command: Command, style: Style, indent: string): string {
  return calledAt(command, { indent, unit: style.indent, before: indent.length });
}

/** The call of an entrypoint, of which `place.before` columns stand before it. */
function calledAt({ stmt, options }: Command, place: CallPlace): string {
  const inside = stmt.async ? 'asyncio.run('.length : 0;
  const at = { ...place, before: place.before + inside, after: inside > 0 ? 1 : 0 };
  const call = callText(stmt.name, argumentsOf(options), at);
  return stmt.async ? `asyncio.run(${call})` : call;
}

function argumentsOf(options: readonly Option[]): string[] {
  const readable = options.filter(({ args }) => args !== undefined);
  return readable.map(({ name }) => `${name}=args.${name}`);
}

function called(stmt: FunctionStmt, args: string): string {
  const call = `${stmt.name}(${args})`;
  return stmt.async ? `asyncio.run(${call})` : call;
}
