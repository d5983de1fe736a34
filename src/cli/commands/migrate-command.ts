import type { PlanReport } from '../../report/plan/report.ts';
import type { Arguments } from '../usage/arguments.ts';
import { convertSources, isChanged, type Conversion, type ConvertedFile } from '../convert.ts';
import { EXIT, UsageError, type ExitCode } from '../exit.ts';
import { fromProgramTop } from '../files/start-folder.ts';
import { requireClean } from '../files/git.ts';
import { Keeper } from '../keeper.ts';
import { programPath } from '../lint-sources.ts';
import { openSources } from '../files/open-sources.ts';
import { planReport } from '../plan-data.ts';
import { printDiff } from '../output/print-diff.ts';
import { progress, type Progress } from '../output/progress.ts';
import { runInfo } from './report-command.ts';
import { lintConfigs, openSession, type Session } from '../config/session.ts';
import { tellFailures } from '../output/reporters.ts';
import type { Sources } from '../files/sources.ts';
import { err, out, wantsColour } from '../output/terminal.ts';
import type { UserPython } from '../verify/user-python.ts';
import type { Convert, Verified } from '../verify/verify-conversion.ts';
import {
  cleanFolders,
  writeConversion,
  type Produce,
  type Written,
} from '../files/write-conversion.ts';

/** Converts the programs below the paths of a command line. */
export async function runMigrate(typed: Arguments): Promise<ExitCode> {
  const args = fromProgramTop(typed);
  // Asked first: where there is no Python to verify with, nothing is converted.
  const python = await verifyingPython(args);
  const session = await openSession(args);
  const bar = await progress(args.has('quiet'));
  const sources = await openSources(session, args.operands, bar);
  bar.end();
  for (const { path, message } of sources.problems) err(`${path}: ${message}\n`);
  const convert = await converter(session, sources);
  const verified = async (plain: Conversion, again: Convert): Promise<Result> =>
    python ? verify(plain, again, sources, python, bar) : plain;
  const plain = await convert(new Map());
  if (!args.has('diff')) cleanFolders(plain.files);
  if (!args.has('diff') && !args.has('allow-dirty')) requireCleanFiles(plain);
  const first = await verified(plain, convert);
  const written = await write(args, first, async (unwritable) => {
    const again: Convert = (keep) => convert(new Map([...byProgramPath(unwritable), ...keep]));
    return verified(await again(new Map()), again);
  });
  await tell(args, session, sources, written);
  const { verified: told, failures } = written.conversion;
  if (python && told && !args.has('quiet')) err(summary(told, python));
  tellFailures(failures);
  return (
    written.interrupted ??
    (failures.length > 0 ? EXIT.failure : exitCode(written.files, args.has('diff')))
  );
}

/** Converts all of a run as its configuration allows. */
async function converter(session: Session, sources: Sources): Promise<Convert> {
  const { ruleSet, choices } = session;
  const keeper = new Keeper(ruleSet, await lintConfigs(session));
  const options = { ...choices, level: 'all' } as const;
  return (keep) => convertSources(sources, ruleSet, { ...options, keep }, keeper);
}

function byProgramPath(reasons: ReadonlyMap<string, string>): [string, string][] {
  return [...reasons].map(([path, why]) => [programPath(path), why]);
}

/** Writes a conversion, or shows it. */
async function write(
  args: Arguments,
  first: Result,
  produce: Produce<Result>,
): Promise<Written<Result>> {
  if (!args.has('diff')) return writeConversion(first, produce, args.operands);
  await printDiff(first.files.filter(isChanged), first.programs);
  return { conversion: first, files: first.files };
}

async function tell(
  args: Arguments,
  session: Session,
  sources: Sources,
  { conversion, files }: Written<Result>,
): Promise<void> {
  const { ruleSet, choices } = session;
  const keeper = new Keeper(ruleSet, await lintConfigs(session));
  const done = !args.has('diff');
  const run = runInfo(args, choices, done);
  const report = planReport({ ...conversion, files }, sources, ruleSet, run, keeper);
  const { verified } = conversion;
  const notes = [...report.notes, ...(verified ? doubts(verified) : [])];
  await tellReport({ ...report, notes }, args);
}

/** A conversion, and what its verification said. */
interface Result extends Conversion {
  readonly verified?: Verified;
}

/** The Python of `--verify`. */
async function verifyingPython(args: Arguments): Promise<UserPython | undefined> {
  const flags = ['python', 'verify-limit'];
  const stray = flags.find((flag) => args.text(flag) !== undefined);
  if (args.has('verify')) return (await import('../verify/user-python.ts')).findUserPython(args);
  if (stray !== undefined) throw new UsageError(`\`--${stray}\` goes with \`--verify\`.`);
  return undefined;
}

async function verify(
  first: Conversion,
  convert: Convert,
  sources: Sources,
  python: UserPython,
  bar: Progress,
): Promise<Result> {
  const { verifyConversion } = await import('../verify/verify-conversion.ts');
  const step = (done: number, all: number): void => bar.step('Importing', done, all);
  const verified = await verifyConversion(first, convert, sources, { ...python, step });
  bar.end();
  return { ...verified.conversion, verified };
}

function doubts({ unsure }: Verified): string[] {
  return [...unsure].sort().map(([path, why]) => `\`${path}\` could not be verified: ${why}.`);
}

function summary({ imported, takenBack, unsure }: Verified, python: UserPython): string {
  const { shown, python: version, fal } = python;
  const counts = `${imported.length} import, ${takenBack.size} taken back, ${unsure.size} not sure`;
  return `Verified under ${shown} (Python ${version}, fal ${fal}): of the converted files ${counts}.\n`;
}

function requireCleanFiles({ files }: Conversion): void {
  const changed = files.filter(isChanged);
  if (changed.length > 0) requireClean(changed.map(pathOf));
}

async function tellReport(report: PlanReport, args: Arguments): Promise<void> {
  // A diff is for `git apply`: nothing else goes to the same place.
  const tell = args.has('diff') ? err : out;
  if (args.text('format') === 'json') {
    const { planJson } = await import('../../report/plan/json.ts');
    tell(planJson(report));
  } else {
    const { planText } = await import('../../report/plan/text.ts');
    tell(planText(report, !args.has('diff') && (await wantsColour(args.text('color')))));
  }
}

function pathOf({ source }: ConvertedFile): string {
  return source.path;
}

/** A conversion that went as planned is a success, whatever it leaves to a person; `check` reports that. */
function exitCode(files: readonly ConvertedFile[], diff: boolean): ExitCode {
  if (diff) return files.some(isChanged) ? EXIT.findings : EXIT.clean;
  return files.some(({ refused }) => refused !== undefined) ? EXIT.findings : EXIT.clean;
}
