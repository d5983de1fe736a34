import { readFileSync, statSync, chmodSync, symlinkSync, mkdirSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { RULES } from './cli-rules.ts';
import { cli, commitAll, folder, git, places, put } from './cli-run.ts';

const APP = 'import modal\napp = modal.App("x")\n';
const CLEAN = 'import json\n';
const FOUND = 'app.py:2:7 app';

describe('usage', () => {
  const table: [title: string, args: string[], code: number, says: string | RegExp][] = [
    ['a flag that is misspelled', ['check', '--slect', 'gpu'], 2, 'did you mean `--select`'],
    ['a flag of another command', ['rules', '--fix'], 2, '`--fix` is no flag of `modal-lint rules`'],
    ['a flag without its value', ['check', '--select'], 2, '`--select` needs a value: RULES.'],
    ['a value too many', ['check', '--fix=yes'], 2, '`--fix` takes no value.'],
    ['a format that is misspelled', ['check', '--format', 'jsn'], 2, 'did you mean `json`'],
    ['a rule that is misspelled', ['check', '--select', 'app-fuction'], 2, 'did you mean `app-function`'],
    ['a rule that does not exist', ['check', '--ignore', 'xyzxyz'], 2, '`modal-lint rules` lists them'],
    ['a command that is misspelled', ['migrat', '.'], 2, 'did you mean `migrate`'],
    ['a path that does not exist', ['check', 'nowhere'], 2, '`nowhere` does not exist.'],
    ['a path that does not exist, without a command', ['nowhere.py'], 2, '`nowhere.py` does not exist.'],
    ['jobs that are no number', ['check', '-j', 'many'], 2, 'needs a whole number'],
    ['unsafe fixes without fixes', ['check', '--unsafe-fixes'], 2, 'needs `--fix` or `--diff`'],
    ['standard input and a file', ['check', '-', 'a.py'], 2, '`-` stands alone'],
    ['a name for standard input without it', ['check', '--stdin-filename', 'a.py'], 2, 'needs `-`'],
    ['a baseline to write nowhere', ['check', '--write-baseline'], 2, 'needs `--baseline FILE`'],
    ['a baseline that is missing', ['check', '--baseline', 'b.json'], 2, 'cannot be read'],
    ['a configuration that is missing', ['check', '--config', 'c.toml'], 2, 'cannot be read'],
    ['nothing to migrate', ['migrate'], 2, '`migrate` needs more'],
    ['nothing to explain', ['explain'], 2, '`explain` needs more'],
    ['a name that nobody knows', ['explain', 'voluem'], 2, 'did you mean `volume`'],
  ]; // prettier-ignore
  test.each(table)('%s', (_, args, code, says) => {
    const { code: got, out, err } = cli(folder({ 'a.py': CLEAN }), args);
    expect(err).toMatch(/^modal-lint: /);
    expect(err).toContain(says);
    expect([got, out]).toEqual([code, '']);
  });
});

describe('help', () => {
  it('lists the commands', () => {
    const { code, out } = cli(folder({}), ['--help']);
    expect(code).toBe(0);
    for (const name of ['check', 'migrate', 'report', 'inspect', 'explain', 'rules', 'verify']) {
      expect(out).toMatch(new RegExp(`^  ${name} `, 'm'));
    }
  });

  test.each(['check', 'migrate', 'report', 'inspect', 'explain', 'rules', 'verify'])(
    '%s',
    (name) => {
      const { code, out } = cli(folder({}), [name, '--help']);
      expect(code).toBe(0);
      expect(out).toContain(`Usage: modal-lint ${name}`);
      expect(out).toContain('--help');
    },
  );

  it('says that --verify runs the program', () => {
    expect(cli(folder({}), ['migrate', '-h']).out).toMatch(/--verify .*runs your program's code/);
  });

  it('says the version', () => {
    const { code, out } = cli(folder({}), ['--version']);
    expect([code, /^modal-lint \d+\.\d+\.\d+\n$/.test(out)]).toEqual([0, true]);
  });
});

describe('exit codes of check', () => {
  const table: [title: string, source: string, args: string[], code: number][] = [
    ['clean', CLEAN, [], 0],
    ['findings', APP, [], 1],
    ['findings, as json', APP, ['--format', 'json'], 1],
    ['findings, as sarif', APP, ['--format', 'sarif'], 1],
    ['findings, as github', APP, ['--format', 'github'], 1],
    ['findings, counted', APP, ['--statistics'], 1],
    ['findings, for once', APP, ['--exit-zero'], 0],
    ['findings that are not selected', APP, ['--select', 'gpu'], 0],
    ['findings that are ignored', APP, ['--ignore', 'functions'], 0],
  ];
  test.each(table)('%s', (_, source, args, code) => {
    expect(cli(folder({ 'app.py': source }), ['check', ...args]).code).toBe(code);
  });
});

describe('where findings go', () => {
  it('to standard output, and what is about the run to standard error', () => {
    const { out, err } = cli(folder({ 'app.py': APP }), ['--format', 'concise']);
    expect(out).toBe("app.py:2:7: error[app] `modal.App` is Modal's; write nothing.\n");
    expect(err).toBe('1 finding of 1 rule in 1 file.\n');
  });

  it('to a file, without colour', () => {
    const path = folder({ 'app.py': APP });
    const { out, code } = cli(path, [
      '--format',
      'concise',
      '--output-file',
      'out.txt',
      '--color',
      'always',
    ]);
    expect([code, out]).toEqual([1, '']);
    expect(readFileSync(join(path, 'out.txt'), 'utf8')).toMatch(/^app\.py:2:7: error\[app\]/);
  });

  it('quietly', () => {
    const { out, err } = cli(folder({ 'app.py': APP }), ['-q', '--statistics']);
    expect([out, err]).toEqual(['1  app  `modal.App`\n', '']);
  });

  test.each([['always', {}, true], ['auto', {}, false], ['never', {}, false], ['always', { NO_COLOR: '1' }, true]] as const)(
    'in colour: %s with %j', (when, env, painted) => {
      const { out } = cli(folder({ 'app.py': APP }), ['--color', when], { env });
      expect(out.includes('\u001b[')).toBe(painted);
    },
  ); // prettier-ignore
});

describe('standard input', () => {
  const table: [title: string, args: string[], input: string, expected: string[], code: number][] = [
    ['has findings', ['-'], APP, ['stdin.py:2:7 app'], 1],
    ['has a name', ['-', '--stdin-filename', 'src/x.py'], APP, ['src/x.py:2:7 app'], 1],
    ['is clean', ['-'], CLEAN, [], 0],
    ['is a script', ['-', '--stdin-filename', 'run.sh'], 'modal deploy x.py\n', ['run.sh:1:1 modal-deploy'], 1],
  ]; // prettier-ignore
  test.each(table)('%s', (_, args, input, expected, code) => {
    const result = cli(folder({}), ['check', '--format', 'concise', ...args], { input });
    expect([places(result.out), result.code]).toEqual([expected, code]);
  });

  it('knows the files beside its name', () => {
    const path = folder({ 'src/common.py': APP });
    const input = 'from common import app\n@app.function()\ndef f(): ...\n';
    const { out } = cli(path, ['-', '--stdin-filename', 'src/x.py', '--format', 'concise'], {
      input,
    });
    expect(places(out)).toEqual(['src/x.py:2:2 app-function']);
  });

  it('goes out fixed, findings to standard error', () => {
    const input = 'x = 1  # modal-lint: ignore\nimport modal\nmodal.Queue()\n';
    const { out, err, code } = cli(folder({}), ['-', '--fix', '--format', 'concise'], { input });
    expect([out, code]).toEqual(['x = 1\nimport modal\nmodal.Queue()\n', 1]);
    expect(places(err)).toEqual(['stdin.py:3:1 queue']);
  });
});

describe('fixes', () => {
  const unused = 'x = 1  # modal-lint: ignore\n';

  it('are written, and the rest is reported', () => {
    const path = folder({ 'a.py': unused + 'import modal\nmodal.Queue()\n' });
    const { code, out } = cli(path, ['--fix', '--format', 'concise', '.']);
    expect([places(out), code]).toEqual([['a.py:3:1 queue'], 1]);
    expect(readFileSync(join(path, 'a.py'), 'utf8')).toBe('x = 1\nimport modal\nmodal.Queue()\n');
  });

  it('leave nothing to report', () => {
    const path = folder({ 'a.py': unused });
    expect(cli(path, ['--fix']).code).toBe(0);
    expect(cli(path, []).code).toBe(0);
  });

  it('are shown by --diff, which writes nothing', () => {
    const path = folder({ 'a.py': unused });
    const { code, out } = cli(path, ['--diff']);
    expect(code).toBe(1);
    expect(out).toBe('--- a/a.py\n+++ b/a.py\n@@ -1 +1 @@\n-x = 1  # modal-lint: ignore\n+x = 1\n');
    expect(readFileSync(join(path, 'a.py'), 'utf8')).toBe(unused);
    git(path, 'init', '-q');
    put(path, 'p.diff', out);
    git(path, 'apply', 'p.diff');
    expect(readFileSync(join(path, 'a.py'), 'utf8')).toBe('x = 1\n');
  });

  it('have no diff where there is nothing to fix', () => {
    const { code, out } = cli(folder({ 'a.py': 'import modal\nmodal.Queue()\n' }), ['--diff']);
    expect([code, out]).toEqual([0, '']);
  });

  const bytes: [title: string, before: Buffer, after: Buffer][] = [
    ['a byte order mark and CRLF', Buffer.from('\ufeffx = 1  # modal-lint: ignore\r\ny = "é"\r\n'), Buffer.from('\ufeffx = 1\r\ny = "é"\r\n')],
    ['no line end at the end', Buffer.from('x = 1  # modal-lint: ignore\n\ty'), Buffer.from('x = 1\n\ty')],
    ['mixed line ends', Buffer.from('a\r\nx = 1  # modal-lint: ignore\nb\r\n'), Buffer.from('a\r\nx = 1\nb\r\n')],
    ['an encoding that is not UTF-8: nothing changes', Buffer.from('# coding: latin-1\nx = "é"  # modal-lint: ignore\n', 'latin1'), Buffer.from('# coding: latin-1\nx = "é"  # modal-lint: ignore\n', 'latin1')],
    ['an encoding that is not UTF-8, all ASCII', Buffer.from('# coding: latin-1\nx = 1  # modal-lint: ignore\n'), Buffer.from('# coding: latin-1\nx = 1\n')],
  ]; // prettier-ignore
  test.each(bytes)('keep %s', (_, before, after) => {
    const path = folder({ 'a.py': before });
    cli(path, ['--fix', 'a.py']);
    expect(readFileSync(join(path, 'a.py')).toString('latin1')).toBe(after.toString('latin1'));
  });

  it('keep mode and owner, and leave nothing beside', () => {
    const path = folder({ 'a.py': unused });
    chmodSync(join(path, 'a.py'), 0o751);
    cli(path, ['--fix', 'a.py']);
    const { mode, uid } = statSync(join(path, 'a.py'));
    expect([mode & 0o7777, uid]).toEqual([0o751, statSync(path).uid]);
    expect(git(path, 'init', '-q') + git(path, 'status', '--porcelain')).toBe('?? a.py\n');
  });

  it('go through a link inside of the tree', () => {
    const path = folder({ 'real/a.py': unused });
    symlinkSync('real/a.py', join(path, 'b.py'));
    cli(path, ['--fix', 'b.py']);
    expect(readFileSync(join(path, 'real/a.py'), 'utf8')).toBe('x = 1\n');
  });

  it('never go through a link out of the tree', () => {
    const outside = folder({ 'a.py': unused });
    const path = folder({ 'tree/b.py': CLEAN });
    symlinkSync(join(outside, 'a.py'), join(path, 'tree/link.py'));
    const { code, err } = cli(join(path, 'tree'), ['--fix', '.']);
    expect(err).toContain('link.py was not written: The link leads out of the tree');
    expect(code).toBe(1);
    expect(readFileSync(join(outside, 'a.py'), 'utf8')).toBe(unused);
  });
});

describe('a baseline', () => {
  it('hides what it records, from any folder', () => {
    const path = folder({ 'src/app.py': APP });
    const written = cli(path, ['--baseline', 'known.json', '--write-baseline']);
    expect([written.code, written.out]).toEqual([0, '']);
    expect(cli(path, ['--baseline', 'known.json']).code).toBe(0);
    expect(cli(join(path, 'src'), ['--baseline', '../known.json']).code).toBe(0);
    put(path, 'src/app.py', `# moved\n${APP}modal.App("y")\n`);
    const { out, code } = cli(path, ['--baseline', 'known.json', '--format', 'concise']);
    expect([places(out), code]).toEqual([['src/app.py:4:1 app'], 1]);
  });

  it('that is none is said to be none', () => {
    const { code, err } = cli(folder({ 'b.json': '{}' }), ['--baseline', 'b.json']);
    expect([code, err]).toEqual([2, 'modal-lint: `b.json` is no baseline of version 1.\n']);
  });
});

describe('names across files', () => {
  const uses = '@app.function()\ndef f(): ...\n';
  const table: [title: string, files: Record<string, string>, args: string[], expected: string[]][] = [
    ['of a file in the run', { 'common.py': APP, 'jobs.py': `from common import app\n${uses}` }, ['.'], ['common.py:2:7 app', 'jobs.py:2:2 app-function']],
    ['of a file that is not in the run', { 'common.py': APP, 'jobs.py': `from common import app\n${uses}` }, ['jobs.py'], ['jobs.py:2:2 app-function']],
    ['by way of another file', { 'common.py': APP, 'deps.py': 'from common import app\n', 'jobs.py': `from deps import app\n${uses}` }, ['jobs.py'], ['jobs.py:2:2 app-function']],
    ['in a package', { 'pkg/__init__.py': '', 'pkg/common.py': APP, 'pkg/jobs.py': `from .common import app\n${uses}` }, ['.'], ['pkg/common.py:2:7 app', 'pkg/jobs.py:2:2 app-function']],
    ['from the root', { 'src/common.py': APP, 'src/a/jobs.py': `from src.common import app\n${uses}` }, ['src/a'], ['src/a/jobs.py:2:2 app-function']],
    ['of a file called modal', { 'modal.py': 'class App: ...\n', 'app.py': APP }, ['app.py'], []],
    ['in a circle', { 'a.py': `from b import x\n${APP}`, 'b.py': `from a import app\nx = 1\n${uses}` }, ['.'], ['a.py:3:7 app', 'b.py:3:2 app-function']],
  ]; // prettier-ignore
  test.each(table)('%s', (_, files, args, expected) => {
    const { out } = cli(folder(files), ['check', '--format', 'concise', ...args]);
    expect(places(out)).toEqual(expected);
  });
});

describe('which files are read', () => {
  const table: [title: string, files: Record<string, string>, args: string[], expected: string[]][] = [
    ['all Python files below', { 'app.py': APP, 'a/b/x.pyi': APP, 'a/x.txt': APP }, [], ['a/b/x.pyi:2:7 app', FOUND]],
    ['scripts, workflows and pages', { 'run.sh': 'modal deploy app.py\n', 'Makefile': 'x:\n\tmodal deploy app.py\n', 'README.md': '```sh\nmodal deploy app.py\n```\n' }, [], ['Makefile:2:2 modal-deploy', 'README.md:2:1 modal-deploy', 'run.sh:1:1 modal-deploy']],
    ['no virtual environment', { '.venv/x.py': APP, 'env/pyvenv.cfg': '', 'env/x.py': APP, 'node_modules/x.py': APP, 'app.py': APP }, [], [FOUND]],
    ['a virtual environment that is named', { '.venv/x.py': APP }, ['.venv'], ['.venv/x.py:2:7 app']],
    ['a folder called like a file', { 'x.py/app.py': APP }, [], ['x.py/app.py:2:7 app']],
    ['a named file that has no ending', { 'script': APP }, ['script'], ['script:2:7 app']],
    ['a file named twice', { 'app.py': APP }, ['app.py', '.', './app.py'], [FOUND]],
    ['what .gitignore leaves', { '.gitignore': 'out/\n*_pb.py\n!keep_pb.py\n', 'out/x.py': APP, 'x_pb.py': APP, 'keep_pb.py': APP }, [], ['keep_pb.py:2:7 app']],
    ['what a nested .gitignore leaves', { '.gitignore': 'x.py\n', 'a/.gitignore': '!x.py\ny.py\n', 'x.py': APP, 'a/x.py': APP, 'a/y.py': APP, 'y.py': APP }, [], ['a/x.py:2:7 app', 'y.py:2:7 app']],
    ['a named file that git ignores', { '.gitignore': '*.py\n', 'app.py': APP }, ['app.py'], [FOUND]],
    ['a named folder that git ignores', { '.gitignore': 'out/\n', 'out/a/app.py': APP }, ['out'], ['out/a/app.py:2:7 app']],
    ['not when it must be left out', { '.gitignore': '*.py\n', 'app.py': APP }, ['app.py', '--force-exclude'], []],
    ['not in a folder that must be left out', { '.gitignore': 'out/\n', 'out/a/app.py': APP }, ['out/a/app.py', '--force-exclude'], []],
    ['not in a folder that is left out by default', { 'node_modules/app.py': APP }, ['node_modules/app.py', '--force-exclude'], []],
    ['a name with odd characters', { "a b'c:d;é.py": APP }, [], ["a b'c:d;é.py:2:7 app"]],
  ]; // prettier-ignore
  test.each(table)('%s', (_, files, args, expected) => {
    const path = folder(files);
    git(path, 'init', '-q');
    const { out } = cli(path, ['check', '--format', 'concise', ...args]);
    expect(places(out).sort()).toEqual(expected.toSorted());
  });

  it('what .git/info/exclude and a .gitignore above leave', () => {
    const path = folder({ 'a/x.py': APP, 'a/y.py': APP, 'a/z.py': APP, '.gitignore': 'y.py\n' });
    git(path, 'init', '-q');
    put(path, '.git/info/exclude', 'z.py\n');
    const { out } = cli(join(path, 'a'), ['--format', 'concise']);
    expect(places(out)).toEqual(['x.py:2:7 app']);
  });

  it('a file outside of the current folder, by its full path', () => {
    const other = folder({ 'app.py': APP });
    const { out } = cli(folder({}), ['--format', 'concise', join(other, 'app.py')]);
    expect(places(out)).toEqual([`${other}/app.py:2:7 app`]);
  });

  it('no notebook, and says so', () => {
    const path = folder({ 'a.ipynb': '{"cells": ["import modal"]}', 'b.ipynb': '{}' });
    const { code, err } = cli(path, ['check', '.']);
    expect([code, err]).toEqual([
      0,
      expect.stringMatching(/^Skipped, notebooks are not read: a\.ipynb\. /),
    ]);
  });
});

describe('migrate', () => {
  const before =
    'import modal\n\napp = modal.App("demo")\n\n\n@app.function()\ndef f(x):\n    return x\n';

  it('leaves commands in files that only an import names', () => {
    const texts = 'HELP = "modal deploy app/main.py"\n';
    const path = folder({ 'app/main.py': `import texts\n${before}`, 'texts.py': texts });
    const { code } = cli(path, ['migrate', '--allow-dirty', 'app'], { real: true });
    expect(code).toBe(0);
    expect(readFileSync(join(path, 'texts.py'), 'utf8')).toBe(texts);
    expect(readFileSync(join(path, 'app/main.py'), 'utf8')).toContain('import fal');
  });

  it('keeps what is bound to a file that is not among those of the run', () => {
    const path = folder({
      '.gitignore': 'ops/\n',
      'README.md': '```sh\nmodal run ops/app.py\n```\n',
      'ops/app.py': before,
      'main.py': `${before.replace('def f', 'def g')}\n\ndef caller():\n    from ops.app import f\n\n    return f.remote(1)\n`,
    });
    const { code, out } = cli(path, ['migrate', '--allow-dirty', '.'], { real: true });
    expect(code).toBe(0);
    expect(out).toContain('`ops/app.py` stays as it is: it is not among the files of this run');
    expect(readFileSync(join(path, 'ops/app.py'), 'utf8')).toBe(before);
    expect(readFileSync(join(path, 'README.md'), 'utf8')).toContain('modal run ops/app.py');
    const after = readFileSync(join(path, 'main.py'), 'utf8');
    expect(after).toContain('@fal.function()\ndef g(x):');
    expect(after).toContain('return f.remote(1)');
  });

  it('refuses files outside of git', () => {
    const path = folder({ 'app.py': before });
    const { code, err, out } = cli(path, ['migrate', '.'], { real: true });
    expect([code, out]).toEqual([2, '']);
    expect(err).toContain('these files are not in a git repository');
    expect(readFileSync(join(path, 'app.py'), 'utf8')).toBe(before);
  });

  it('refuses changes that are not committed', () => {
    const path = folder({ 'app.py': before });
    commitAll(path);
    put(path, 'new.txt', 'x');
    const { code, err } = cli(path, ['migrate', '.'], { real: true });
    expect([code, err]).toEqual([2, expect.stringContaining('not committed')]);
    expect(err).toContain('new.txt');
    expect(readFileSync(join(path, 'app.py'), 'utf8')).toBe(before);
  });

  it('refuses files that git does not know', () => {
    const path = folder({ '.gitignore': 'app.py\n', 'app.py': before });
    commitAll(path);
    const { code, err } = cli(path, ['migrate', 'app.py'], { real: true });
    expect([code, err]).toEqual([2, expect.stringContaining('git does not know these files')]);
  });

  it('converts what is committed, and says what it did', () => {
    const path = folder({ 'app.py': before });
    commitAll(path);
    const { code, out } = cli(path, ['migrate', '.'], { real: true });
    expect(code).toBe(0);
    expect(out).toContain('1 file changed.');
    const after = readFileSync(join(path, 'app.py'), 'utf8');
    expect(after).toContain('import fal');
    expect(after).not.toContain('@app.function');
  });

  it('converts with --allow-dirty anything', () => {
    const path = folder({ 'app.py': before });
    expect(cli(path, ['migrate', 'app.py', '--allow-dirty'], { real: true }).code).toBe(0);
    expect(readFileSync(join(path, 'app.py'), 'utf8')).not.toBe(before);
  });

  it('shows with --diff what it would do, for git to apply', () => {
    const path = folder({ 'app.py': before });
    commitAll(path);
    put(path, 'new.txt', 'x');
    const { code, out } = cli(path, ['migrate', '--diff', '.'], { real: true });
    expect(code).toBe(1);
    expect(readFileSync(join(path, 'app.py'), 'utf8')).toBe(before);
    put(path, 'p.diff', out);
    git(path, 'apply', 'p.diff');
    expect(readFileSync(join(path, 'app.py'), 'utf8')).toContain('import fal');
  });

  it('says its summary as json', () => {
    const path = folder({ 'app.py': before });
    const { out } = cli(path, ['migrate', '--format', 'json', '--allow-dirty', '.'], {
      real: true,
    });
    expect(JSON.parse(out)).toMatchObject({ version: 1, totals: { units: 1, filesChanged: 1 } });
  });

  it('converts commands and requirements around a program', () => {
    const path = folder({
      'app.py': before,
      'run.sh': 'set -e\nmodal secret create s A=b\n',
      'requirements.txt': 'modal\n',
    });
    cli(path, ['migrate', '.', '--allow-dirty']);
    expect(readFileSync(join(path, 'run.sh'), 'utf8')).toBe('set -e\nfal secrets set A=b\n');
    // The small rule set converts no unit: Modal is still needed.
    expect(readFileSync(join(path, 'requirements.txt'), 'utf8')).toBe('modal\n');
  });

  it('leaves a command that it has marked, though its file is of fal by then', () => {
    const unit = (name: string): string =>
      `@app.cls()\nclass ${name}:\n    @modal.method()\n    def go(self) -> int:\n        return 1\n`;
    const path = folder({
      'src/app.py': `import modal\n\napp = modal.App("two")\n\n\n${unit('A')}\n\n${unit('B')}`,
      'README.md': '```sh\nmodal run src/app.py\nmodal token new --name x\n```\n',
    });
    const readme = (): string => readFileSync(join(path, 'README.md'), 'utf8');
    cli(path, ['migrate', '.', '--allow-dirty'], { real: true });
    const once = readme();
    expect(readFileSync(join(path, 'src/app.py'), 'utf8')).not.toContain('modal');
    expect(once.match(/TODO/g)).toHaveLength(2);
    expect(once).toContain('\nmodal run src/app.py\n');
    cli(path, ['migrate', '.', '--allow-dirty'], { real: true });
    expect(readme()).toBe(once);
  });

  it('changes nothing where nothing is of Modal', () => {
    const path = folder({ 'a.py': CLEAN });
    const { code, out } = cli(path, ['migrate', '.'], { real: true });
    expect([code, out]).toEqual([0, expect.stringContaining('0 units in 0 files')]);
  });

  it('keeps CRLF', () => {
    const path = folder({ 'app.py': before.replaceAll('\n', '\r\n') });
    cli(path, ['migrate', '.', '--allow-dirty'], { real: true });
    const after = readFileSync(join(path, 'app.py'), 'utf8');
    expect(after).toContain('import fal\r\n');
    expect(after).not.toMatch(/(?<!\r)\n/);
  });
});

describe('report', () => {
  const app = 'import modal\napp = modal.App("demo")\n@app.function()\ndef f(x):\n    return x\n';

  test.each(['text', 'markdown', 'html'])('says in %s the totals of json', (format) => {
    const path = folder({ 'app.py': app, 'a/b.py': app });
    const { code, out } = cli(path, ['report', '--format', format], { real: true });
    const json = JSON.parse(cli(path, ['report', '--format', 'json'], { real: true }).out) as {
      totals: { units: number; files: number };
    };
    expect(json.totals.units).toBe(2);
    expect([code, out]).toEqual([0, expect.stringContaining('2 units in 2 files')]);
  });

  it('writes nothing but the report', () => {
    const path = folder({ 'app.py': app });
    commitAll(path);
    cli(path, ['report', '--format', 'html', '--output-file', 'plan.html', '.'], { real: true });
    expect(git(path, 'status', '--porcelain')).toBe('?? plan.html\n');
  });

  it('puts a file after those that it imports', () => {
    const path = folder({
      'a.py': 'import modal\nfrom z import app\n@app.function()\ndef f(): ...\n',
      'z.py': app,
    });
    const { out } = cli(path, ['report', '--format', 'json'], { real: true });
    const { units } = JSON.parse(out) as { units: { file: string }[] };
    expect(units.map(({ file }) => file)).toEqual(['z.py', 'a.py']);
  });
});

describe('explain', () => {
  const table: [asked: string[], says: string[]][] = [
    [['gpu'], ['gpu\n', 'rewrite-unsafe: converted, may behave differently', 'The machine is the nearest one.', 'https://example.test/concepts/resources/#gpu']],
    [['modal.Volume'], ['volume\n', 'manual: seen and marked']],
    [['modal.Volume.from_name'], ['volume\n']],
    [['Volume'], ['volume\n']],
    [['@app.function()'], ['app-function\n']],
    [['modal.Stub'], ['`modal.Stub` is an old name of `modal.App`.', 'app\n']],
    [['keep_warm'], ['`keep_warm=` is an old name of `min_containers=`.', 'min-containers\n']],
    [['modal', 'deploy'], ['modal-deploy\n']],
    [['modal secret create'], ['modal-secret-create\n']],
    [['todo-left'], ['todo-left\n', 'A mark that the conversion left']],
    [['migrate'], ['`migrate` is a command of modal-lint.', '--allow-dirty']],
  ]; // prettier-ignore
  test.each(table)('%j', (asked, says) => {
    const { code, out } = cli(folder({}), ['explain', ...asked]);
    expect(code).toBe(0);
    for (const each of says) expect(out).toContain(each);
  });

  const inTheTable: [asked: string, says: RegExp, saysNot?: string][] = [
    ['gpu', /T4 +machine_type = "GPU-RTX4090" +nearest +24 GB for 16 GB/, 'means the same'],
    ['T4', /^gpu\n[^]*value +T4 +machine_type = "GPU-RTX4090"/, 'H100'],
    ['gpu="a10g"', /value +L4, A10, A10G +machine_type/, 'H100'],
    ['modal.gpu.T4()', /value +T4 /, 'H100'],
    ['H100:2', /value +H100, H100! [^]*num_gpus = 2/, 'T4'],
    ['modal run app.py', /^modal-run\n/],
    ['import modal', /^import-modal\n/],
    ['modal', /^import-modal\n/m],
    ['calling', /^`calling` is a topic: these are its rules.\n\nfunction-remote\n[^]*cls-from-name/],
    ['keep_alive', /^`keep_alive` on fal takes the place of:\n\nscaledown-window\n/],
    ['fal.App', /on fal takes the place of:\n\napp-cls\n/],
    ['fal run', /on fal takes the place of:\n\nmodal-run\n/],
    ['Cls.from_name', /^cls-from-name\n/],
  ]; // prettier-ignore
  test.each(inTheTable)('%s, in the table of the package', (asked, says, saysNot) => {
    const { code, out } = cli(folder({}), ['explain', asked], { real: true });
    expect(code).toBe(0);
    expect(out).toMatch(says);
    if (saysNot !== undefined) expect(out).not.toContain(saysNot);
  });

  test.each([
    ['foo', '`foo` is no rule and no name that a rule knows; `modal-lint rules` lists the rules.'],
    ['Volum', 'did you mean `volume`.'],
    ['keep_wram', 'did you mean `keep_warm`.'],
    ['cron', 'did you mean `modal.Cron`.'],
    ['fal', 'lists the rules.'],
    ['__proto__', 'lists the rules.'],
    ['constructor', 'lists the rules.'],
    [' ', '`explain` needs a name: `modal-lint explain gpu`.'],
    ['(', '`explain` needs a name: `modal-lint explain gpu`.'],
  ])('%j is told in one line', (asked, says) => {
    const { code, out, err } = cli(folder({}), ['explain', asked], { real: true });
    expect({ code, out, lines: err.split('\n').length }).toEqual({ code: 2, out: '', lines: 2 });
    expect(err).toContain(says);
  });

  it('prints a rule of the package as it is in the rule set', () => {
    const { out } = cli(folder({}), ['explain', 'keep_warm', '--format', 'json'], { real: true });
    const { rules } = JSON.parse(out) as { rules: unknown[] };
    expect(rules[0]).toMatchObject({
      fal: '`min_concurrency = 1`',
      notes: 'Runners that never stop',
    });
    expect(rules[0]).not.toHaveProperty('line');
  });

  it('as json', () => {
    const { out } = cli(folder({}), ['explain', 'gpu', '--format', 'json']);
    expect(JSON.parse(out)).toMatchObject({ version: 1, rules: [{ id: 'gpu' }] });
  });
});

describe('rules', () => {
  it('lists all rules', () => {
    const { code, out } = cli(folder({}), ['rules']);
    expect(code).toBe(0);
    expect(out).toMatch(/^queue +no-equivalent +`modal.Queue`$/m);
    expect(out).toMatch(/^todo-left /m);
  });

  it('as json', () => {
    const { out } = cli(folder({}), ['rules', '--format', 'json']);
    const { rules } = JSON.parse(out) as { rules: { id: string }[] };
    expect(rules.map(({ id }) => id)).toContain('modal-deploy');
  });
});

describe('inspect', () => {
  it('shows the uses of Modal in a file', () => {
    const path = folder({
      'app.py': 'import modal\napp = modal.Stub()\n@app.function(keep_warm=1)\ndef f(): ...\n',
    });
    const { code, out } = cli(path, ['inspect', 'app.py']);
    expect(code).toBe(0);
    expect(out).toContain('app.py\n');
    expect(out).toContain('  2:7: call modal.App, written as modal.Stub\n');
    expect(out).toContain('modal.App.function(min_containers=)');
  });

  it('as json', () => {
    const { out } = cli(folder({ 'app.py': APP }), ['inspect', '--format', 'json', 'app.py']);
    expect(JSON.parse(out)).toMatchObject({ version: 1, files: [{ file: 'app.py' }] });
  });
});

describe('a failure of ours', () => {
  /** A rule set that fails on every file that asks a queue for something. */
  const symbols = { ...RULES.sdk.symbols, 'modal.Queue': { kind: 'class', bases: 5 } };
  const broken = JSON.stringify({ ...RULES, sdk: { ...RULES.sdk, symbols } });
  const files = {
    'app.py': APP,
    'bad.py': 'import modal\nmodal.Queue.nothing\n',
    'broken.json': broken,
  };

  it('on one file hides no finding of another', () => {
    const { code, out, err } = cli(folder(files), ['check', '--rules', 'broken.json', '--format', 'concise', 'app.py', 'bad.py']); // prettier-ignore
    expect([places(out), code]).toEqual([[FOUND], 3]);
    expect(err).toContain('modal-lint failed on bad.py: ');
  });

  it('is part of json and sarif', () => {
    const path = folder(files);
    const run = (format: string): unknown =>
      JSON.parse(
        cli(path, ['check', '--rules', 'broken.json', '--format', format, 'app.py', 'bad.py']).out,
      );
    expect(run('json')).toMatchObject({ failures: [{ file: 'bad.py' }] });
    expect(run('sarif')).toMatchObject({
      runs: [{ invocations: [{ executionSuccessful: false }] }],
    });
  });

  it('keeps no other file from being fixed', () => {
    const path = folder({ ...files, 'fix.py': 'x = 1  # modal-lint: ignore\n' });
    const { code } = cli(path, ['check', '--fix', '--rules', 'broken.json', 'fix.py', 'bad.py']);
    expect([code, readFileSync(join(path, 'fix.py'), 'utf8')]).toEqual([3, 'x = 1\n']);
  });

  it('is told apart from a rule set that is none', () => {
    const path = folder({ 'rules.json': '{"version": 9}', 'app.py': APP });
    const { code, err } = cli(path, ['check', '--rules', 'rules.json']);
    expect([code, err]).toEqual([2, expect.stringContaining('no rule set of version 1')]);
  });
});

describe('a run', () => {
  it('changes nothing unless it is asked to', () => {
    const path = folder({ 'app.py': APP, 'b.py': 'x = 1  # modal-lint: ignore\n' });
    commitAll(path);
    for (const args of [['check'], ['report'], ['inspect', '.'], ['check', '--diff']])
      cli(path, args);
    expect(git(path, 'status', '--porcelain')).toBe('');
    expect(existsSync(join(path, '.modal-lint'))).toBe(false);
  });

  it('does not fail where its reader stops', () => {
    const path = folder({ 'app.py': APP.repeat(200) });
    mkdirSync(join(path, 'x'));
    expect(cli(path, ['--format', 'json', '-j', '1']).code).toBe(1);
  });
});
