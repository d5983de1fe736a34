import type { PlanReport } from '../report/plan-report.ts';
import type { Arguments } from './arguments.ts';
import { convertSources, type Conversion, type ConvertedFile } from './convert.ts';
import { EXIT, UsageError, type ExitCode } from './exit.ts';
import { requireClean } from './git.ts';
import { openSources } from './open-sources.ts';
import { planReport } from './plan-data.ts';
import { progress, type Progress } from './progress.ts';
import { openSession } from './session.ts';
import { tellFailures } from './reporters.ts';
import type { Sources } from './sources.ts';
import { err, out, wantsColour } from './terminal.ts';
import type { UserPython } from './user-python.ts';
import type { Convert, Verified } from './verify-conversion.ts';
import { writableRoots, writeSource } from './write.ts';

/** Converts the programs below the paths of a command line. */
export async function runMigrate(args: Arguments): Promise<ExitCode> {
  // Asked first: where there is no Python to verify with, nothing is converted.
  const python = await verifyingPython(args);
  const session = await openSession(args);
  const { ruleSet, falOwner } = session;
  const bar = await progress(args.has('quiet'));
  const sources = await openSources(session, args.operands, bar);
  bar.end();
  for (const { path, message } of sources.problems) err(`${path}: ${message}\n`);
  const options = { level: 'all', ...(falOwner !== undefined && { owner: falOwner }) } as const;
  const convert: Convert = (keep) => convertSources(sources, ruleSet, { ...options, keep });
  const first = await convert(new Map());
  if (!args.has('diff') && !args.has('allow-dirty')) requireCleanFiles(first);
  const verified = python && (await verify(first, convert, sources, python, bar));
  const conversion = verified?.conversion ?? first;
  if (args.has('diff')) await showDiff(conversion.files.filter(isChanged));
  const files = args.has('diff') ? conversion.files : writeAll(conversion.files, args.operands);
  const report = planReport({ ...conversion, files }, sources, ruleSet);
  const notes = [...report.notes, ...(verified ? doubts(verified) : [])];
  await tellReport({ ...report, notes }, args);
  if (python && verified && !args.has('quiet')) err(summary(verified, python));
  tellFailures(conversion.failures);
  if (conversion.failures.length > 0) return EXIT.failure;
  return exitCode(files, args.has('diff'));
}

/** The Python of `--verify`. */
async function verifyingPython(args: Arguments): Promise<UserPython | undefined> {
  const flags = ['python', 'verify-limit'];
  const stray = flags.find((flag) => args.text(flag) !== undefined);
  if (args.has('verify')) return (await import('./user-python.ts')).findUserPython(args);
  if (stray !== undefined) throw new UsageError(`\`--${stray}\` goes with \`--verify\`.`);
  return undefined;
}

async function verify(
  first: Conversion,
  convert: Convert,
  sources: Sources,
  python: UserPython,
  bar: Progress,
): Promise<Verified> {
  const { verifyConversion } = await import('./verify-conversion.ts');
  const step = (done: number, all: number): void => bar.step('Importing', done, all);
  const verified = await verifyConversion(first, convert, sources, { ...python, step });
  bar.end();
  return verified;
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
    const { planJson } = await import('../report/plan-json.ts');
    tell(planJson(report));
  } else {
    const { planText } = await import('../report/plan-text.ts');
    tell(planText(report, !args.has('diff') && (await wantsColour(args.text('color')))));
  }
}

function isChanged({ source, after, refused }: ConvertedFile): boolean {
  return refused === undefined && after !== source.text;
}

function pathOf({ source }: ConvertedFile): string {
  return source.path;
}

async function showDiff(files: readonly ConvertedFile[]): Promise<void> {
  const { unifiedDiff } = await import('../report/diff.ts');
  for (const { source, after } of files) {
    const mark = source.bom ? '\ufeff' : '';
    out(unifiedDiff(source.path.replace(/^\/+/, ''), mark + source.text, mark + after));
  }
}

/** Writes every file whole; one that cannot be written keeps its text and says why. */
function writeAll(files: readonly ConvertedFile[], targets: readonly string[]): ConvertedFile[] {
  const roots = writableRoots(targets);
  return files.map((file) => {
    if (!isChanged(file)) return file;
    const problem = writeSource(file.source, file.after, roots);
    return problem === undefined ? file : { ...file, after: file.source.text, refused: problem };
  });
}

/** A conversion that went as planned is a success, whatever it leaves to a person; `check` reports that. */
function exitCode(files: readonly ConvertedFile[], diff: boolean): ExitCode {
  if (diff) return files.some(isChanged) ? EXIT.findings : EXIT.clean;
  return files.some(({ refused }) => refused !== undefined) ? EXIT.findings : EXIT.clean;
}
