import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

/** The root of the project. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The environment without the project's own Node, so that `node` and `npm` are the machine's. */
export function machineEnv(extra: Readonly<Record<string, string>> = {}): NodeJS.ProcessEnv {
  const folders = (process.env.PATH ?? '').split(delimiter);
  const own = folders.filter((folder) => !folder.includes('node_modules'));
  const env: NodeJS.ProcessEnv = {};
  for (const [name, value] of Object.entries(process.env)) {
    // What `npm run` leaves behind would make an inner npm think that it works on this project.
    if (!/^npm_/i.test(name)) env[name] = value;
  }
  return { ...env, PATH: own.join(delimiter), ...extra };
}

/** A folder of its own that goes when the test is over. */
export function scratch(name: string): string {
  const folder = mkdtempSync(join(tmpdir(), `modal-lint-${name}-`));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A command that must succeed; gives what it prints. */
export function must(
  command: string,
  args: readonly string[],
  cwd: string,
  env = machineEnv(),
): string {
  return execFileSync(command, args, {
    cwd,
    env,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}
