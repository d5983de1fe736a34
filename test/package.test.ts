// The package as users get it: packed, installed into an empty folder, run by the machine's own Node.
import { spawnSync } from 'node:child_process';
import {
  copyFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { machineEnv, must, root, scratch } from './machine.ts';

const PROGRAM = `import modal

app = modal.App("squares")


@app.function()
def square(x: int) -> int:
    return x * x
`;

test(
  'npm pack gives a package that installs alone and runs on the machine’s Node',
  { timeout: 300_000 },
  () => {
    const folder = scratch('package');
    const packed = must('npm', ['pack', '--silent', '--pack-destination', folder], root, {
      ...process.env,
    });
    const name = packed.trim().split('\n').at(-1) ?? '';
    writeFileSync(join(folder, 'package.json'), '{"private": true}');
    must('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', `./${name}`], folder);

    const installed = join(folder, 'node_modules/modal-lint');
    const meta = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
      scripts?: Record<string, string>;
    };
    expect(Object.keys(meta.dependencies)).toEqual(['@ast-grep/napi']);
    expect(Object.keys(meta.scripts ?? {})).not.toContain('postinstall');

    const run = (...args: string[]) =>
      spawnSync(join(folder, 'node_modules/.bin/modal-lint'), args, {
        cwd: folder,
        env: machineEnv({ XDG_CACHE_HOME: join(folder, 'cache') }),
        encoding: 'utf8',
      });

    expect(run('--version').stdout).toContain('0.1.0');
    const unknown = run('explain', 'foo');
    expect(unknown.stderr).toMatch(/^modal-lint: `foo` is no rule .*\n$/);
    expect(unknown.status).toBe(2);
    writeFileSync(join(folder, 'app.py'), PROGRAM);
    const found = run('check', '--format', 'concise', 'app.py');
    expect(found.stdout).toContain('[app-function]');
    expect(found.status).toBe(1);
    // With the code that the first run has compiled, and with a configuration, whose parser is a file of its own.
    writeFileSync(join(folder, 'modal-lint.toml'), 'ignore = ["parse-error"]\n');
    expect(run('check', '--format', 'concise', 'app.py').stdout).toBe(found.stdout);

    const fixed = run('check', '--fix', 'app.py');
    expect(fixed.status).toBe(0);
    expect(readFileSync(join(folder, 'app.py'), 'utf8')).toBe(
      'import fal\n\n\n@fal.function()\ndef square(x: int) -> int:\n    return x * x\n',
    );
    copyFileSync(join(root, 'README.md'), join(folder, 'README.md'));
    expect(run('check', 'README.md').status).toBeLessThan(2);

    // Every part of the converter, on the oldest Node that is supported here.
    const programs = readdirSync(join(root, 'test/corpus')).filter((program) =>
      existsSync(join(root, 'test/corpus', program, 'before')),
    );
    for (const program of programs)
      cpSync(join(root, 'test/corpus', program, 'before'), join(folder, 'programs', program), {
        recursive: true,
      });
    const failed = programs.flatMap((program) => {
      const { status, stderr } = run('migrate', '--allow-dirty', join('programs', program));
      return status === 0 || status === 1 ? [] : [`${program}: ${status}: ${stderr.slice(0, 400)}`];
    });
    expect(failed).toEqual([]);
    const [lone = ''] = programs.filter((program) => program === 'ffmpeg-image');
    expect(readFileSync(join(folder, 'programs', lone, 'encode.py'), 'utf8')).toBe(
      readFileSync(join(root, 'test/corpus', lone, 'after/encode.py'), 'utf8'),
    );
  },
);
