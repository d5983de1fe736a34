import { existsSync, readFileSync } from 'node:fs';

/** What the test runner's JSON report says, as far as it is read here. */
interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly unknown[];
  }[];
}

/** One line for people and for CI: `N passed, N failed, N skipped`. */
function countLine(report: Report): string {
  // A file that could not be loaded has no tests to fail.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
  );
  const failed = report.numFailedTests + broken.length;
  const skipped = report.numPendingTests + report.numTodoTests;
  return `${report.numPassedTests} passed, ${failed} failed, ${skipped} skipped`;
}

if (import.meta.main) {
  const path = process.argv[2] ?? '';
  if (existsSync(path)) console.log(countLine(JSON.parse(readFileSync(path, 'utf8')) as Report));
  else {
    console.error('The tests did not run to their end.');
    process.exitCode = 1;
  }
}
