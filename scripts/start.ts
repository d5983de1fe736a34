// The main job on the sample program: what the linter finds, and what the conversion would change.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const sample = process.argv.slice(2);
const paths = sample.length > 0 ? sample : ['examples/captions'];

/** Runs the command line from its source; the exit code 1 only says that there was something to find. */
function run(...args: string[]): void {
  console.log(`\n$ modal-lint ${args.join(' ')}\n`);
  const { status } = spawnSync(process.execPath, [join(root, 'src/cli/main.ts'), ...args], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0 && status !== 1) process.exit(status ?? 3);
}

run('check', '--format', 'concise', ...paths);
run('migrate', '--diff', ...paths);
