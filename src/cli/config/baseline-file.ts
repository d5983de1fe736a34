import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, relative, resolve, sep } from 'node:path';
import { baselineOf, readBaseline, unknownTo, type Baseline } from '../../lint/baseline.ts';
import { fingerprints } from '../../lint/fingerprint.ts';
import type { Diagnostic } from '../../model/diagnostic.ts';
import { messageOf, UsageError } from '../exit.ts';
import type { Linted } from '../lint-sources.ts';

/** Names findings; a file is called as seen from the baseline, wherever the run started. */
function printsOf({ diagnostics, shown }: Linted, file: string): Map<Diagnostic, string> {
  return fingerprints(diagnostics, (path) => shown.get(path), nameFrom(file));
}

function nameFrom(file: string): (path: string) => string {
  const folder = dirname(resolve(file));
  return (path) => relative(folder, resolve(path)).split(sep).join('/');
}

/** Records all findings. */
export function writeBaseline(file: string, linted: Linted): void {
  const baseline = baselineOf(printsOf(linted, file), nameFrom(file));
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(file, `${JSON.stringify(baseline, undefined, 2)}\n`);
}

/** The findings that a baseline file does not record. */
export function newFindings(file: string, linted: Linted): Diagnostic[] {
  return unknownTo(readBaselineFile(file), printsOf(linted, file));
}

function readBaselineFile(file: string): Baseline {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(
      `The baseline \`${file}\` cannot be read: ${messageOf(error)}. \`--write-baseline\` makes one.`,
    );
  }
  const baseline = readBaseline(value);
  if (!baseline) throw new UsageError(`\`${file}\` is no baseline of version 1.`);
  return baseline;
}
