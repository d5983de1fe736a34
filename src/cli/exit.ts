/** Exit codes, the same for every format. */
export const EXIT = {
  clean: 0,
  findings: 1,
  usage: 2,
  failure: 3,
  /** As a shell counts signals. */
  interrupted: 130,
  terminated: 143,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** The name of an error; that of its class is another one in the built program. */
const USAGE = 'UsageError';

/** Wrong usage or configuration: told in one sentence, exit code 2. */
export class UsageError extends Error {
  override readonly name = USAGE;
}

/** By name: a build can hold the class twice, once in a lazy part. */
export function isUsageError(error: unknown): error is UsageError {
  return error instanceof Error && error.name === USAGE;
}

/** The message of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The code of an error of the system: `ENOENT`. */
export function codeOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}
