import { ensurePythonEnv } from '../scripts/python-env.ts';

/** Makes `.venv` once, before the workers start, so that two of them never build it at the same time. */
export function setup(): void {
  const env = ensurePythonEnv();
  if ('missing' in env) console.warn(`The real SDKs are not here: ${env.missing}`);
}
