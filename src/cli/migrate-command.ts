import type { Arguments } from './arguments.ts';
import { convertSources, type ConvertedFile } from './convert.ts';
import { EXIT, UsageError, type ExitCode } from './exit.ts';
import { requireClean } from './git.ts';
import { openSources } from './open-sources.ts';
import { planReport } from './plan-data.ts';
import { progress } from './progress.ts';
import { openSession } from './session.ts';
import { tellFailures } from './reporters.ts';
import { err, out, wantsColour } from './terminal.ts';
import { writableRoots, writeSource } from './write.ts';

/** Converts the programs below the paths of a command line. */
export async function runMigrate(args: Arguments): Promise<ExitCode> {
  if (args.has('verify')) {
    throw new UsageError('`--verify` is not part of this version; leave it out.');
  }
  const session = await openSession(args);
  const { ruleSet, falOwner } = session;
  const bar = await progress(args.has('quiet'));
  const sources = await openSources(session, args.operands, bar);
  bar.end();
  for (const { path, message } of sources.problems) err(`${path}: ${message}\n`);
  const options = { level: 'all', ...(falOwner !== undefined && { owner: falOwner }) } as const;
  const conversion = await convertSources(sources, ruleSet, options);
  const changed = conversion.files.filter(isChanged);
  if (args.has('diff')) await showDiff(changed);
  else if (changed.length > 0 && !args.has('allow-dirty')) requireClean(changed.map(pathOf));
  const files = args.has('diff') ? conversion.files : writeAll(conversion.files, args.operands);
  const report = planReport({ ...conversion, files }, sources, ruleSet);
  // A diff is for `git apply`: nothing else goes to the same place.
  const tell = args.has('diff') ? err : out;
  if (args.text('format') === 'json') {
    const { planJson } = await import('../report/plan-json.ts');
    tell(planJson(report));
  } else {
    const { planText } = await import('../report/plan-text.ts');
    tell(planText(report, !args.has('diff') && (await wantsColour(args.text('color')))));
  }
  tellFailures(conversion.failures);
  if (conversion.failures.length > 0) return EXIT.failure;
  return exitCode(files, args.has('diff'));
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
