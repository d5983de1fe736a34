import { writeFileSync } from 'node:fs';
import type { Choices } from '../../convert/plan.ts';
import { shellWord } from '../../report/plan/needs.ts';
import type { PlanReport, RunInfo } from '../../report/plan/report.ts';
import type { Arguments } from '../usage/arguments.ts';
import { convertSources } from '../convert.ts';
import { EXIT, messageOf, UsageError, type ExitCode } from '../exit.ts';
import { Keeper } from '../keeper.ts';
import { fromProgramTop } from '../files/start-folder.ts';
import { openSources } from '../files/open-sources.ts';
import { planReport } from '../plan-data.ts';
import { progress } from '../output/progress.ts';
import { tellFailures } from '../output/reporters.ts';
import { lintConfigs, openSession } from '../config/session.ts';
import { err, out, wantsColour } from '../output/terminal.ts';

/** Shows what a migration would do, and writes nothing but the report. */
export async function runReport(typed: Arguments): Promise<ExitCode> {
  const args = fromProgramTop(typed);
  const session = await openSession(args);
  const { ruleSet, choices } = session;
  const keeper = new Keeper(ruleSet, await lintConfigs(session));
  const bar = await progress(args.has('quiet'));
  const sources = await openSources(session, args.operands, bar);
  bar.end();
  for (const { path, message } of sources.problems) err(`${path}: ${message}\n`);
  const options = { ...choices, level: 'all' } as const;
  const conversion = await convertSources(sources, ruleSet, options, keeper);
  const file = args.text('output-file');
  const colour = file === undefined && (await wantsColour(args.text('color')));
  const format = args.text('format') ?? 'text';
  const run = runInfo(args, choices, false);
  const text = await render(format, planReport(conversion, sources, ruleSet, run, keeper), colour);
  if (file === undefined) out(text);
  else writeReport(file, text);
  tellFailures(conversion.failures);
  return conversion.failures.length > 0 ? EXIT.failure : EXIT.clean;
}

/** What a run has to say of itself, so that it can be typed again. */
export function runInfo(args: Arguments, { owner }: Choices, done: boolean): RunInfo {
  const flags = ['fal-owner', 'machine-types'].flatMap((flag) => {
    const values = args.list(flag) ?? [];
    return values.length === 0 ? [] : [`--${flag} ${shellWord(values.join(','))}`];
  });
  return {
    done,
    paths: pathsOf(args),
    ...(flags.length > 0 && { flags: flags.join(' ') }),
    ...(owner !== undefined && { owner }),
  };
}

/** The paths of the command line as they are typed again. */
function pathsOf({ operands }: Arguments): string {
  return operands.length === 0 ? '.' : operands.map(shellWord).join(' ');
}

async function render(format: string, report: PlanReport, colour: boolean): Promise<string> {
  switch (format) {
    case 'markdown':
      return (await import('../../report/plan/markdown.ts')).planMarkdown(report);
    case 'json':
      return (await import('../../report/plan/json.ts')).planJson(report);
    case 'html':
      return (await import('../../report/plan/html.ts')).planHtml(report);
    default:
      return (await import('../../report/plan/text.ts')).planText(report, colour);
  }
}

function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`\`${file}\` cannot be written: ${messageOf(error)}.`);
  }
}
