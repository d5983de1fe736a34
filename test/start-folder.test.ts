// A migration reads and writes from the top of its program, wherever the command line was typed.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cli, folder, git } from './cli-run.ts';

const FILES = {
  'shop/pkg/__init__.py': '',
  'shop/pkg/helpers.py': 'def twice(x):\n    return 2 * x\n',
  'shop/pkg/app.py':
    'import modal\n\nfrom .helpers import twice\n\napp = modal.App("demo")\n\n\n@app.function()\ndef f(x: int) -> int:\n    return twice(x)\n',
  'elsewhere/notes.txt': '',
};

test.each([
  { title: 'in the folder above', from: '.', to: 'shop' },
  { title: 'in another folder', from: 'elsewhere', to: '../shop' },
  { title: 'in the repository', from: 'shop', to: '.' },
  { title: 'in the package', from: 'shop', to: 'pkg' },
])('typed $title', ({ from, to }) => {
  const path = folder(FILES);
  git(join(path, 'shop'), 'init', '-q');
  const run = cli(join(path, from), ['migrate', '--allow-dirty', to], { real: true });
  expect(run.code).toBe(0);
  expect(run.err).toBe(from === 'shop' ? '' : `In ${join(path, 'shop')}:\n`);
  const after = readFileSync(join(path, 'shop/pkg/app.py'), 'utf8');
  expect(after).toContain('from pkg.helpers import twice');
  expect(after).toContain('local_python_modules=["pkg"]');
});

test('paths of flags stay those of the folder where they were typed', () => {
  const path = folder(FILES);
  git(join(path, 'shop'), 'init', '-q');
  const flags = ['--format', 'json', '--output-file', 'plan.json'];
  expect(cli(path, ['report', 'shop', ...flags], { real: true }).code).toBe(0);
  expect(readFileSync(join(path, 'plan.json'), 'utf8')).toContain('"pkg/app.py"');
});
