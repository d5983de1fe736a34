import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { cli, folder } from './cli-run.ts';

const HEAD = 'import modal\n\napp = modal.App("demo")\n\n\n';

interface Unit {
  readonly unit: string;
  readonly outcome: string;
  readonly refused?: string;
}

/** Which units move, by `report`; the others with why they stay. */
function movesOf(path: string, ...flags: string[]): Record<string, string> {
  const { out } = cli(path, ['report', '--format', 'json', ...flags], { real: true });
  const { units } = JSON.parse(out) as { units: Unit[] };
  return Object.fromEntries(units.map(({ unit, refused }) => [unit, refused ?? 'moves']));
}

/** The text of a file after `migrate`. */
function migrated(files: Readonly<Record<string, string>>, name = 'app.py'): string {
  const path = folder(files);
  const { code, err } = cli(path, ['migrate', '.', '--allow-dirty'], { real: true });
  expect([code, err]).toEqual([expect.any(Number), '']);
  return readFileSync(join(path, name), 'utf8');
}

const COVERED = /^suppressed: a `modal-lint: ignore` comment covers `([\w-]+)`$/;

describe('a comment keeps what it stands on', () => {
  const table: [title: string, source: string, stays: Record<string, string>][] = [
    [
      'a keyword',
      '@app.function(gpu="H100")  # modal-lint: ignore[gpu] quota\ndef f(): ...\n\n@app.function()\ndef g(): ...\n',
      { f: 'gpu' },
    ],
    [
      'a unit',
      '# modal-lint: ignore\n@app.function()\ndef f(): ...\n\n@app.function()\ndef g(): ...\n',
      { f: 'app-function' },
    ],
    [
      'another rule is not covered',
      '@app.function()  # modal-lint: ignore[gpu]\ndef f(): ...\n',
      {},
    ],
    [
      'an object that units take',
      'image = modal.Image.debian_slim().pip_install("x")  # modal-lint: ignore\n\n@app.function(image=image)\ndef f(): ...\n\n@app.function()\ndef g(): ...\n',
      { f: 'image-debian-slim' },
    ],
    [
      'a base of an object',
      'base = modal.Image.debian_slim()  # modal-lint: ignore\nimage = base.pip_install("x")\n\n@app.function(image=image)\ndef f(): ...\n',
      { f: 'image-debian-slim' },
    ],
    [
      'a call of a unit',
      '@app.function()\ndef f(x): ...\n\ndef main():\n    f.remote(1)  # modal-lint: ignore\n',
      { f: 'function-remote' },
    ],
    [
      'a method',
      '@app.cls()\nclass C:\n    @modal.method()  # modal-lint: ignore[method]\n    def m(self): ...\n',
      { C: 'method' },
    ],
    [
      'the file',
      '# modal-lint: ignore-file\n@app.function()\ndef f(): ...\n',
      { f: 'app-function' },
    ],
    [
      'one rule in the file',
      '# modal-lint: ignore-file[gpu]\n@app.function()\ndef f(): ...\n\n@app.function(gpu="H100")\ndef g(): ...\n',
      { g: 'gpu' },
    ],
  ];

  test.each(table)('%s', (_, source, stays) => {
    const moves = movesOf(folder({ 'app.py': HEAD + source }));
    const kept = Object.entries(moves).flatMap(([unit, why]) => {
      const rule = COVERED.exec(why)?.[1];
      return why === 'moves' ? [] : [[unit, rule ?? why]];
    });
    expect(Object.fromEntries(kept)).toEqual(stays);
  });

  test('and what is bound to it', () => {
    const source = `${HEAD}@app.function()  # modal-lint: ignore\ndef f(): ...\n\n@app.function()\ndef g():\n    return f.remote()\n`;
    expect(movesOf(folder({ 'app.py': source })).g).toContain('it is bound to `f`');
  });

  test('the App keeps all its units', () => {
    const source = `import modal\n\napp = modal.App("demo")  # modal-lint: ignore[app] until the spring\n\n@app.function()\ndef f(): ...\n`;
    expect(migrated({ 'app.py': source })).toBe(source);
  });

  test('an import stays beside what is converted', () => {
    const text = migrated({
      'app.py':
        'import modal  # modal-lint: ignore[import-modal]\n\napp = modal.App("d")\n\n\n@app.function()\ndef f(): ...\n',
    });
    expect(text).toContain('import modal  # modal-lint: ignore[import-modal]\n');
    expect(text).toContain('@fal.function()');
  });

  test('a file that others import from', () => {
    const common = '# modal-lint: ignore-file\nimport modal\n\napp = modal.App("demo")\n';
    const path = folder({
      'common.py': common,
      'app.py': 'from common import app\n\n@app.function()\ndef f(): ...\n',
    });
    expect(movesOf(path).f).toMatch(COVERED);
  });

  test('through all passes: what waits for another unit does not slip through', () => {
    const source = `${HEAD}C = 1\n\n@app.function()  # modal-lint: ignore\ndef f(): ...\n\n@app.cls()\nclass A:\n    @modal.method()\n    def m(self, x: int): ...\n\n`;
    const text = migrated({ 'app.py': source });
    expect(text).toContain('@app.function()  # modal-lint: ignore\ndef f()');
    expect(text).toContain('class A(fal.App)');
  });

  const commands: [name: string, before: string, after: string][] = [
    ['run.sh', '# modal-lint: ignore[modal-secret-create]\nmodal secret create s A=b\nmodal secret create s A=b\n', '# modal-lint: ignore[modal-secret-create]\nmodal secret create s A=b\nfal secrets set A=b\n'],
    ['README.md', '<!-- modal-lint: ignore -->\n`modal secret create s A=b`\n\n`modal secret create s A=b`\n', '<!-- modal-lint: ignore -->\n`modal secret create s A=b`\n\n`fal secrets set A=b`\n'],
    ['all.sh', '# modal-lint: ignore-file\nmodal secret create s A=b\n', '# modal-lint: ignore-file\nmodal secret create s A=b\n'],
  ]; // prettier-ignore
  test.each(commands)('commands in %s', (name, before, after) => {
    expect(migrated({ [name]: before }, name)).toBe(after);
  });
});

describe('the configuration keeps', () => {
  const source = `${HEAD}@app.function(gpu="H100")\ndef f(): ...\n\n@app.function()\ndef g(): ...\n`;
  const why = (path: string): string => `\`gpu\` is ignored or not selected for \`${path}\``;

  test('what `ignore` names', () => {
    const path = folder({ 'app.py': source, 'modal-lint.toml': 'ignore = ["gpu"]\n' });
    expect(movesOf(path)).toEqual({ f: why('app.py'), g: 'moves' });
  });

  test('what `select` does not name', () => {
    const path = folder({ 'app.py': source, 'modal-lint.toml': 'select = ["functions", "app"]\n' });
    expect(movesOf(path).f).toBe(why('app.py'));
  });

  test('what `per-file-ignores` names, in those files', () => {
    const path = folder({
      'a/app.py': source,
      'b/app.py': source.replace(/def ([fg])/g, 'def $1$1'),
      'modal-lint.toml': '[per-file-ignores]\n"a/**" = ["gpu"]\n',
    });
    expect(movesOf(path)).toEqual({ f: why('a/app.py'), g: 'moves', ff: 'moves', gg: 'moves' });
  });

  test('what the flags of `check --fix` leave out', () => {
    const path = folder({ 'app.py': source });
    cli(path, ['check', '--fix', '--ignore', 'gpu', '.'], { real: true });
    const text = readFileSync(join(path, 'app.py'), 'utf8');
    expect(text).toContain('@app.function(gpu="H100")');
    expect(text).toContain('@fal.function()\ndef g()');
  });

  test('nothing for a rule of the linter itself', () => {
    const path = folder({ 'app.py': source, 'modal-lint.toml': 'ignore = ["todo-left"]\n' });
    expect(movesOf(path)).toEqual({ f: 'moves', g: 'moves' });
  });
});
