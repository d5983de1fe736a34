import type { Diagnostic, Severity } from '../model/diagnostic.ts';
import { Lines } from '../model/lines.ts';

/** Findings with the texts that they are about. */
export interface Findings {
  /** By file, then by place. */
  readonly diagnostics: readonly Diagnostic[];
  /** The text of a file as it may be shown: without a BOM, secrets hidden. */
  readonly sourceOf: (file: string) => string | undefined;
}

/** What a run of `check` found, as reporters get it. */
export interface CheckReport extends Findings {
  readonly tool: Tool;
  /** Every rule that could report, in a fixed order. */
  readonly rules: readonly RuleInfo[];
  /** A name of a finding that survives edits elsewhere in its file. */
  readonly fingerprintOf: (diagnostic: Diagnostic) => string;
  /** Failures of the linter itself. */
  readonly failures: readonly Failure[];
  readonly filesChecked: number;
}

export interface Tool {
  readonly name: string;
  readonly version: string;
  readonly homepage: string;
}

export interface RuleInfo {
  readonly id: string;
  /** One sentence. */
  readonly summary: string;
  readonly severity: Severity;
  readonly help?: string;
  readonly url?: string;
  readonly tags: readonly string[];
}

/** A file that the linter failed on: our fault, not the file's. */
export interface Failure {
  readonly file: string;
  readonly message: string;
}

/** The lines of each file that is shown, split once. */
export function linesByFile({ sourceOf }: Pick<Findings, 'sourceOf'>): (file: string) => Lines {
  const known = new Map<string, Lines>();
  return (file) => {
    const lines = known.get(file) ?? new Lines(sourceOf(file) ?? '');
    known.set(file, lines);
    return lines;
  };
}

/** How often each rule was found, most often first. */
export function countByRule(diagnostics: readonly Diagnostic[]): [rule: string, count: number][] {
  const counts = new Map<string, number>();
  for (const { rule } of diagnostics) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}
