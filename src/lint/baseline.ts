import type { Diagnostic } from '../model/diagnostic.ts';

/** Findings that are known and not reported again. */
export interface Baseline {
  readonly version: 1;
  readonly findings: readonly BaselineEntry[];
}

export interface BaselineEntry {
  readonly fingerprint: string;
  readonly rule: string;
  readonly file: string;
}

/** Records findings; no text of the files goes in, since it can be a secret. */
export function baselineOf(
  prints: ReadonlyMap<Diagnostic, string>,
  nameOf: (file: string) => string,
): Baseline {
  const findings = [...prints].map(([{ rule, file }, fingerprint]) => {
    return { fingerprint, rule, file: nameOf(file) };
  });
  findings.sort((a, b) => compare(a.file, b.file) || compare(a.rule, b.rule));
  return { version: 1, findings };
}

/** The findings that a baseline does not hold. */
export function unknownTo(
  baseline: Baseline,
  prints: ReadonlyMap<Diagnostic, string>,
): Diagnostic[] {
  const known = new Set(baseline.findings.map(({ fingerprint }) => fingerprint));
  return [...prints].flatMap(([diagnostic, print]) => (known.has(print) ? [] : [diagnostic]));
}

/** Reads the text of a baseline file; `undefined` where it is none. */
export function readBaseline(value: unknown): Baseline | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (!('version' in value) || value.version !== 1) return undefined;
  if (!('findings' in value) || !Array.isArray(value.findings)) return undefined;
  const findings = value.findings.filter(isEntry);
  return findings.length === value.findings.length ? { version: 1, findings } : undefined;
}

function isEntry(value: unknown): value is BaselineEntry {
  if (typeof value !== 'object' || value === null) return false;
  return ['fingerprint', 'rule', 'file'].every(
    (key) => key in value && typeof (value as Record<string, unknown>)[key] === 'string',
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
