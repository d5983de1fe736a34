import { closeSync, openSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fingerprints } from '../../lint/fingerprint.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { countByRule, type CheckReport, type Failure } from '../../report/check-report.ts';
import type { Arguments } from '../usage/arguments.ts';
import { newFindings, writeBaseline } from '../config/baseline-file.ts';
import { EXIT, UsageError, type ExitCode } from '../exit.ts';
import type { Fixed } from '../fix.ts';
import { lintSources, type Linted, type LintRun } from '../lint-sources.ts';
import { converts, openSources } from '../files/open-sources.ts';
import { printDiff } from '../output/print-diff.ts';
import { problemDiagnostics } from '../problems.ts';
import { progress, type Progress } from '../output/progress.ts';
import type { Source } from '../files/read.ts';
import { render, ruleInfos, tellFailures, toolOf } from '../output/reporters.ts';
import { lintConfigs, openSession, type Session } from '../config/session.ts';
import { addBeside, type Sources } from '../files/sources.ts';
import { readStandardInput } from '../files/standard-input.ts';
import { err, out, wantsColour } from '../output/terminal.ts';
import { writableRoots, writeSource } from '../files/write.ts';

/** Lints, and with `--fix` converts, the files of a command line. */
export async function runCheck(args: Arguments): Promise<ExitCode> {
  checkFlags(args);
  const session = await openSession(args);
  const bar = await progress(args.has('quiet'));
  const configFor = await lintConfigs(session);
  const input = args.operands.includes('-') ? readInput(args) : undefined;
  const sources = input
    ? addBeside(input, converts(args))
    : await openSources(session, args.operands, bar);
  const count = sources.python.length + sources.texts.length;
  const run: LintRun = {
    ruleSet: session.ruleSet,
    configFor,
    jobs: session.jobs,
    step: (done) => bar.step('Linting', done, count),
  };
  const fixed = await fixIfAsked(session, sources, run);
  if (fixed && args.has('diff')) return showDiff(args, fixed, bar);
  const written = fixed && write(fixed, args, input);
  const linted = withFailures(await lintTexts(sources, written, run), fixed?.failures ?? []);
  bar.end();
  const found = [
    ...problemDiagnostics(sources.problems, session.ruleSet, configFor),
    ...linted.diagnostics,
  ];
  return report(session, { ...linted, diagnostics: byFile(found) }, sources, input !== undefined);
}

/** What failed in converting counts, too; a file is named once. */
function withFailures(linted: Linted, failures: readonly Failure[]): Linted {
  const known = new Set(linted.failures.map(({ file }) => file));
  return {
    ...linted,
    failures: [...linted.failures, ...failures.filter(({ file }) => !known.has(file))],
  };
}

function checkFlags(args: Arguments): void {
  const { operands } = args;
  if (operands.includes('-') && operands.length > 1) {
    throw new UsageError('`-` stands alone: standard input is one file.');
  }
  if (args.has('unsafe-fixes') && !args.has('fix') && !args.has('diff')) {
    throw new UsageError('`--unsafe-fixes` needs `--fix` or `--diff`.');
  }
  if (args.text('stdin-filename') !== undefined && !operands.includes('-')) {
    throw new UsageError('`--stdin-filename` needs `-`: standard input in place of files.');
  }
}

function readInput(args: Arguments): Source {
  return readStandardInput(args.text('stdin-filename'));
}

async function fixIfAsked(
  { args, choices }: Session,
  sources: Sources,
  run: LintRun,
): Promise<Fixed | undefined> {
  if (!args.has('fix') && !args.has('diff')) return undefined;
  const { fixSources } = await import('../fix.ts');
  return fixSources(sources, run, { unsafe: args.has('unsafe-fixes'), choices });
}

async function showDiff(
  args: Arguments,
  { texts, refused, failures, programs }: Fixed,
  bar: Progress,
): Promise<ExitCode> {
  bar.end();
  await printDiff(
    [...texts].map(([source, after]) => ({ source, after })),
    programs,
  );
  for (const { file, message } of refused) err(`${file} would stay as it is: ${message}\n`);
  tellFailures(failures);
  if (failures.length > 0) return EXIT.failure;
  if (texts.size === 0) return EXIT.clean;
  if (!args.has('quiet')) err(`${texts.size} file${texts.size === 1 ? '' : 's'} would change.\n`);
  return args.has('exit-zero') ? EXIT.clean : EXIT.findings;
}

/** Writes what was fixed; gives the texts that are on the disk now. */
function write({ texts, refused }: Fixed, args: Arguments, input?: Source): Map<Source, string> {
  if (input) {
    out((input.bom ? '\ufeff' : '') + (texts.get(input) ?? input.text));
    return new Map(texts);
  }
  for (const { file, message } of refused) err(`${file} stays as it is: ${message}\n`);
  const roots = writableRoots(args.operands);
  const written = new Map<Source, string>();
  for (const [source, text] of texts) {
    const problem = writeSource(source, text, roots);
    if (problem === undefined) written.set(source, text);
    else err(`${source.path} was not written: ${problem}\n`);
  }
  if (!args.has('quiet') && written.size > 0) {
    err(`Changed ${written.size} file${written.size === 1 ? '' : 's'}.\n`);
  }
  return written;
}

async function lintTexts(
  sources: Sources,
  texts: ReadonlyMap<Source, string> | undefined,
  run: LintRun,
): Promise<Linted> {
  if (!texts) return lintSources(sources, run);
  const { withTexts } = await import('../convert.ts');
  return lintSources(withTexts(sources, texts), run);
}

async function report(
  session: Session,
  linted: Linted,
  sources: Sources,
  fromInput: boolean,
): Promise<ExitCode> {
  const { args, config, ruleSet } = session;
  const baseline = args.text('baseline') ?? config.baseline;
  if (args.has('write-baseline')) return recordBaseline(baseline, linted);
  const diagnostics = baseline === undefined ? linted.diagnostics : newFindings(baseline, linted);
  const format = args.text('format') ?? config.format ?? 'full';
  const sourceOf = (file: string): string | undefined => linted.shown.get(file);
  let prints: Map<Diagnostic, string> | undefined;
  const shown: CheckReport = {
    // Only some formats ask for these.
    get tool() {
      return toolOf(ruleSet);
    },
    get rules() {
      return ruleInfos(ruleSet);
    },
    diagnostics: await withFixes(format, diagnostics, session, sources),
    sourceOf,
    fingerprintOf: (each) => (prints ??= fingerprints(shown.diagnostics, sourceOf)).get(each) ?? '',
    failures: linted.failures,
    filesChecked: sources.count,
  };
  await print(args, format, shown, fromInput && args.has('fix'));
  return exitCode(args, shown);
}

/** Formats for programs carry the conversion; for people, `--diff` shows it. */
async function withFixes(
  format: string,
  diagnostics: readonly Diagnostic[],
  session: Session,
  sources: Sources,
): Promise<readonly Diagnostic[]> {
  const { args, ruleSet, choices } = session;
  if ((format !== 'json' && format !== 'sarif') || args.has('fix')) return diagnostics;
  const { attachFixes } = await import('../attach-fixes.ts');
  const configFor = await lintConfigs(session);
  return attachFixes(diagnostics, sources, { ruleSet, configFor }, choices);
}

function recordBaseline(file: string | undefined, linted: Linted): ExitCode {
  if (file === undefined) {
    throw new UsageError(
      '`--write-baseline` needs `--baseline FILE`, or `baseline` in the configuration.',
    );
  }
  writeBaseline(file, linted);
  err(`Recorded ${linted.diagnostics.length} findings in ${file}.\n`);
  return linted.failures.length > 0 ? EXIT.failure : EXIT.clean;
}

async function print(
  args: Arguments,
  format: string,
  shown: CheckReport,
  toError: boolean,
): Promise<void> {
  const file = args.text('output-file');
  const colour = file === undefined && (await wantsColour(args.text('color')));
  const counted = args.has('statistics') && (format === 'full' || format === 'concise');
  const pieces = counted
    ? [(await import('../../report/statistics.ts')).statistics(shown)]
    : await render(format, shown, colour);
  if (file !== undefined) writeOutput(file, pieces);
  else for (const piece of pieces) (toError ? err : out)(piece);
  tellFailures(shown.failures);
  if (!args.has('quiet')) err(summary(shown));
}

function writeOutput(file: string, pieces: Iterable<string>): void {
  try {
    const handle = openSync(file, 'w');
    for (const piece of pieces) writeFileSync(handle, piece);
    closeSync(handle);
  } catch {
    throw new UsageError(`\`${file}\` cannot be written; is \`${dirname(file)}\` a folder?`);
  }
}

function summary({ diagnostics, filesChecked }: CheckReport): string {
  const files = `${filesChecked} file${filesChecked === 1 ? '' : 's'}`;
  if (diagnostics.length === 0) return `Nothing found in ${files}.\n`;
  const rules = countByRule(diagnostics).length;
  const found = `${diagnostics.length} finding${diagnostics.length === 1 ? '' : 's'}`;
  return `${found} of ${rules} rule${rules === 1 ? '' : 's'} in ${files}.\n`;
}

function exitCode(args: Arguments, { diagnostics, failures }: CheckReport): ExitCode {
  if (failures.length > 0) return EXIT.failure;
  return diagnostics.length > 0 && !args.has('exit-zero') ? EXIT.findings : EXIT.clean;
}

function byFile(diagnostics: readonly Diagnostic[]): Diagnostic[] {
  return diagnostics.toSorted((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
}
