import { isDeepStrictEqual } from 'node:util';
import type { Answer, CallReport, CallResult, SdkError } from './answers.ts';
import type { CallReports } from './client.ts';

/** Whether the conversion of a program behaves as the program; each difference is one sentence. */
export interface Comparison {
  readonly same: boolean;
  readonly differences: readonly string[];
}

/** Compares the two sides of `sdk.call`: every result, and that what was set up was set up once and torn down. */
export function compareCalls(reports: CallReports, names: readonly string[]): Comparison {
  const broken = [...failureOf('before', reports.before), ...failureOf('after', reports.after)];
  if (!reports.before.ok || !reports.after.ok || broken.length > 0)
    return { same: false, differences: broken };
  const before = reports.before.value;
  const after = reports.after.value;
  const results = before.results.flatMap((result, index) => {
    const other = after.results[index];
    const name = names[index] ?? `call ${index + 1}`;
    return other === undefined
      ? [`${name}: the after side gave no result`]
      : differenceOf(name, result, other);
  });
  const differences = [...results, ...repeatedHooks(after)];
  return { same: differences.length === 0, differences };
}

function failureOf(side: string, answer: Answer<CallReport>): readonly string[] {
  const blocked = answer.blocked.map((what) => `${side}: the sandbox blocked ${what}`);
  return answer.ok ? blocked : [`${side}: ${tell(answer.error)}`, ...blocked];
}

function differenceOf(name: string, before: CallResult, after: CallResult): readonly string[] {
  if (before.kind === 'unsupported') return [`${name}: before cannot be called: ${before.reason}`];
  if (after.kind === 'unsupported') return [`${name}: after cannot be called: ${after.reason}`];
  // A server answers an exception with 500 and keeps its text to itself.
  if (before.kind === 'error' && after.kind === 'error')
    return sameFailure(name, before.error, after.error);
  if (before.kind === 'error')
    return [`${name}: before raises ${tell(before.error)}, after does not`];
  if (after.kind === 'error') return [`${name}: after raises ${tell(after.error)}`];
  if (before.inexact.length > 0) {
    return [`${name}: JSON cannot carry what before gives (${before.inexact.join(', ')})`];
  }
  if (isDeepStrictEqual(before.value, after.value)) return [];
  return [
    `${name}: before gives ${JSON.stringify(before.value)}, after ${JSON.stringify(after.value)}`,
  ];
}

function sameFailure(name: string, before: SdkError, after: SdkError): readonly string[] {
  const served = after.type === 'HTTP' && before.type !== 'HTTP';
  const same = served
    ? after.status === 500
    : after.type === before.type && after.status === before.status;
  return same ? [] : [`${name}: before raises ${tell(before)}, after ${tell(after)}`];
}

function repeatedHooks(report: CallReport): readonly string[] {
  return Object.entries(report.lifecycle).flatMap(([unit, { setup, teardown }]) =>
    setup <= 1 && teardown === setup
      ? []
      : [`${unit}: setup ran ${setup} times, teardown ${teardown} times`],
  );
}

/** An error in one line, with the place in the program. */
export function tell(error: SdkError): string {
  const last = error.frames.at(-1);
  const place = last === undefined ? '' : ` (${last.file}:${last.line})`;
  const status = error.status === null ? '' : ` ${error.status}`;
  return `${error.type}${status}: ${error.message}${place}`;
}
