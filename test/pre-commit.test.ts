// The real pre-commit, with this repository as the source of its hooks.
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ensurePythonEnv } from '../scripts/python-env.ts';
import { machineEnv, must, root, scratch } from './machine.ts';

const env = ensurePythonEnv();
const missing = 'missing' in env ? env.missing : undefined;

const BEFORE = `import modal

app = modal.App("squares")


@app.function()
def square(x: int) -> int:
    return x * x
`;
const AFTER = `import fal


@fal.function()
def square(x: int) -> int:
    return x * x
`;

test.runIf(missing !== undefined && process.env.CI === 'true')('pre-commit is here', () => {
  expect.fail(`under CI the hooks must run: ${missing}`);
});

describe.skipIf(missing !== undefined)(
  `pre-commit${missing === undefined ? '' : ` (skipped: ${missing})`}`,
  () => {
    test('reports, fixes, and passes when clean', { timeout: 600_000 }, () => {
      const repo = scratch('pre-commit');
      const home = scratch('pre-commit-home');
      const python = 'python' in env ? env.python : '';
      const hookEnv = machineEnv({
        PRE_COMMIT_HOME: home,
        GIT_CONFIG_GLOBAL: '/dev/null',
        GIT_ALLOW_PROTOCOL: 'file',
      });
      const git = (...args: string[]): string =>
        must(
          'git',
          ['-c', 'user.name=t', '-c', 'user.email=t@example.com', ...args],
          repo,
          hookEnv,
        );
      const rev = must('git', ['rev-parse', 'HEAD'], root).trim();
      const hook = (id: string) =>
        spawnSync(
          join(dirname(python), 'pre-commit'),
          ['run', id, '--all-files', '--color', 'never'],
          {
            cwd: repo,
            env: hookEnv,
            encoding: 'utf8',
          },
        );

      git('init', '-q');
      writeFileSync(
        join(repo, '.pre-commit-config.yaml'),
        `repos:\n  - repo: ${root}\n    rev: ${rev}\n    hooks:\n      - id: modal-lint\n      - id: modal-lint-fix\n`,
      );
      writeFileSync(join(repo, 'app.py'), BEFORE);
      git('add', '.');

      const reported = hook('modal-lint');
      expect(reported.stdout + reported.stderr).toContain('[app-function]');
      expect(reported.status).toBe(1);
      expect(readFileSync(join(repo, 'app.py'), 'utf8')).toBe(BEFORE);

      const fixed = hook('modal-lint-fix');
      expect(fixed.stdout + fixed.stderr).toContain('files were modified by this hook');
      expect(readFileSync(join(repo, 'app.py'), 'utf8')).toBe(AFTER);

      git('add', '.');
      expect(hook('modal-lint').status).toBe(0);
      expect(hook('modal-lint-fix').status).toBe(0);
    });
  },
);
