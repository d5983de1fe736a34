import type { ProgramData } from '../../model/program-data.ts';
import { describeProgram } from '../../program/describe.ts';
import { readProgram } from '../../program/program.ts';
import { makeSdk } from '../../python/inventory.ts';
import type { Arguments } from '../usage/arguments.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { programPath } from '../lint-sources.ts';
import { openSources } from '../files/open-sources.ts';
import { progress } from '../output/progress.ts';
import { toolOf } from '../output/reporters.ts';
import { openSession } from '../config/session.ts';
import { err, out, wantsColour } from '../output/terminal.ts';

/** Prints what is read in the programs of a command line. */
export async function runInspect(args: Arguments): Promise<ExitCode> {
  const session = await openSession(args);
  const sources = await openSources(session, args.operands, await progress(args.has('quiet')));
  for (const { path, message } of sources.problems) err(`${path}: ${message}\n`);
  const all = [...sources.python, ...sources.beside];
  const shown = new Map(all.map(({ path }) => [programPath(path), path]));
  const inputs = all.map(({ path, text }) => ({ path: programPath(path), source: text }));
  const program = await readProgram(inputs, makeSdk(session.ruleSet.sdk));
  const whole = describeProgram(program, (path) => shown.get(path) ?? path);
  const data = ofFiles(whole, new Set(sources.python.map(({ path }) => path)));
  if (args.text('format') === 'json') {
    const { inspectJson } = await import('../../report/inspect/json.ts');
    out(inspectJson(data, toolOf(session.ruleSet)));
  } else {
    const { inspectText } = await import('../../report/inspect/text.ts');
    out(inspectText(data, await wantsColour(args.text('color'))));
  }
  return EXIT.clean;
}

/** What stands in these files, with the objects of other files that it may use. */
function ofFiles(program: ProgramData, own: ReadonlySet<string>): ProgramData {
  const inside = ({ file }: { readonly file: string }): boolean => own.has(file);
  const { files, units, calls } = program;
  return {
    ...program,
    files: files.filter(inside),
    units: units.filter(inside),
    calls: calls.filter(inside),
  };
}
