import { Lines } from '../model/lines.ts';
import { readProgram, type ProgramFile } from '../program/program.ts';
import { makeSdk } from '../python/inventory.ts';
import type { Arguments } from './arguments.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { programPath } from './lint-sources.ts';
import { openSources } from './open-sources.ts';
import { progress } from './progress.ts';
import { openSession } from './session.ts';
import { err, out } from './terminal.ts';

/** Prints what is read in the programs of a command line. */
export async function runInspect(args: Arguments): Promise<ExitCode> {
  const session = await openSession(args);
  const sources = await openSources(session, args.operands, await progress(args.has('quiet')));
  for (const { path, message } of sources.problems) err(`${path}: ${message}\n`);
  const all = [...sources.python, ...sources.beside];
  const shown = new Map(all.map(({ path }) => [programPath(path), path]));
  const inputs = all.map(({ path, text }) => ({ path: programPath(path), source: text }));
  const { files } = await readProgram(inputs, makeSdk(session.ruleSet.sdk));
  const own = new Set(sources.python.map(({ path }) => path));
  const described = files
    .map((file) => describe(file, shown.get(file.path) ?? file.path))
    .filter(({ file }) => own.has(file));
  if (args.text('format') === 'json') {
    out(`${JSON.stringify({ version: 1, files: described }, undefined, 2)}\n`);
  } else out(described.map(asText).join('\n'));
  return EXIT.clean;
}

type Described = ReturnType<typeof describe>;

function describe({ names, uses }: ProgramFile, file: string) {
  const { source, errors } = names.module;
  const lines = new Lines(source);
  return {
    file,
    errors: errors.map(({ start }) => lines.position(start)),
    uses: uses.map(({ symbol, role, span, keyword, aio }) => ({
      symbol: symbol.name,
      ...(symbol.legacy !== undefined && { legacy: symbol.legacy }),
      role,
      ...(keyword && { keyword: keyword.name }),
      ...(aio && { aio }),
      ...lines.position(span.start),
    })),
  };
}

function asText({ file, uses }: Described): string {
  const rows = uses.map(({ line, column, role, symbol, legacy, keyword }) => {
    const name = keyword === undefined ? symbol : `${symbol}(${keyword}=)`;
    const was = legacy === undefined ? '' : `, written as ${legacy}`;
    return `  ${line}:${column}: ${role} ${name}${was}`;
  });
  return [file, ...rows, ''].join('\n');
}
