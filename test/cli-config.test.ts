import { join } from 'node:path';
import { describe, expect, it, test } from 'vitest';
import { lineOfKey } from '../src/cli/config/config-place.ts';
import { cli, folder, git, places } from './cli-run.ts';

const APP = 'import modal\napp = modal.App("x")\nq = modal.Queue()\n';
const ALL = ['app.py:2:7 app', 'app.py:3:5 queue'];

/** What `check` finds with a configuration. */
function found(files: Record<string, string>, args: readonly string[] = []): string[] {
  return places(cli(folder({ 'app.py': APP, ...files }), ['--format', 'concise', ...args]).out);
}

describe('a configuration', () => {
  const table: [title: string, toml: string, args: string[], expected: string[]][] = [
    ['that is empty', '', [], ALL],
    ['selects', 'select = ["app"]', [], ['app.py:2:7 app']],
    ['selects a topic', 'select = ["queues"]', [], ['app.py:3:5 queue']],
    ['ignores', 'ignore = ["queue"]', [], ['app.py:2:7 app']],
    ['gives way to --select', 'select = ["app"]\nignore = ["queue"]', ['--select', 'queue'], ['app.py:3:5 queue']],
    ['is added to by --extend-select', 'select = ["app"]', ['--extend-select', 'queue'], ALL],
    ['is added to by --ignore', 'ignore = ["queue"]', ['--ignore', 'app'], []],
    ['is left aside by --isolated', 'select = ["gpu"]', ['--isolated'], ALL],
    ['ignores by file', '[per-file-ignores]\n"app.py" = ["app"]', [], ['app.py:3:5 queue']],
    ['ignores by glob', '[per-file-ignores]\n"*.py" = ["app"]\n"lib/**" = ["queue"]', [], ['app.py:3:5 queue']],
    ['excludes a name', 'extend-exclude = ["app.py"]', [], []],
    ['excludes a glob', 'extend-exclude = ["./**/a*.py"]', [], []],
    ['excludes no named file', 'extend-exclude = ["app.py"]', ['app.py'], ALL],
    ['excludes a named file by --force-exclude', 'extend-exclude = ["app.py"]', ['app.py', '--force-exclude'], []],
    ['excludes a named file by itself', 'extend-exclude = ["app.py"]\nforce-exclude = true', ['app.py'], []],
  ]; // prettier-ignore
  test.each(table)('%s', (_, toml, args, expected) => {
    expect(found({ 'modal-lint.toml': toml }, args)).toEqual(expected);
    const project = `[tool.modal-lint]\n${toml.replace(/^\[/gm, '[tool.modal-lint.')}`;
    expect(found({ 'pyproject.toml': project }, args)).toEqual(expected);
  });

  it('sets how loud a rule is', () => {
    const toml = '[severity]\napp = "info"\nqueue = "error"\n';
    const { out } = cli(folder({ 'app.py': APP, 'modal-lint.toml': toml }), [
      '--format',
      'concise',
    ]);
    expect(out).toMatch(/info\[app\][^]*error\[queue\]/);
  });

  it('sets the format, unless a flag does', () => {
    const path = folder({ 'app.py': APP, 'modal-lint.toml': 'format = "concise"\n' });
    expect(places(cli(path, ['check']).out)).toEqual(ALL);
    expect(JSON.parse(cli(path, ['--format', 'json']).out)).toMatchObject({ version: 1 });
  });

  it('names a baseline, from its own folder', () => {
    const path = folder({
      'app.py': APP,
      'modal-lint.toml': 'baseline = "known.json"\n',
      'a/b.py': APP,
    });
    expect(cli(path, ['--write-baseline']).code).toBe(0);
    expect(cli(path, ['check']).code).toBe(0);
    expect(cli(join(path, 'a'), ['check']).code).toBe(0);
  });

  it('excludes folders in place of those that are left out by default', () => {
    const files = { 'modal-lint.toml': 'exclude = ["lib"]\n', 'lib/x.py': APP, 'venv/x.py': APP };
    expect(found(files)).toEqual([...ALL, 'venv/x.py:2:7 app', 'venv/x.py:3:5 queue']);
  });
});

describe('where a configuration is found', () => {
  const select = 'select = ["app"]\n';

  it('above the current folder', () => {
    const path = folder({ 'modal-lint.toml': select, 'a/b/app.py': APP });
    expect(places(cli(join(path, 'a/b'), ['--format', 'concise']).out)).toEqual(['app.py:2:7 app']);
  });

  it('not above the root of the git repository', () => {
    const path = folder({ 'modal-lint.toml': select, 'a/b/app.py': APP });
    git(join(path, 'a'), 'init', '-q');
    expect(places(cli(join(path, 'a/b'), ['--format', 'concise']).out)).toEqual(ALL);
  });

  it('not in a pyproject.toml without the table', () => {
    expect(found({ 'pyproject.toml': '[tool.other]\nx = 1\n' })).toEqual(ALL);
  });

  it('by its name', () => {
    expect(found({ 'x/conf.toml': select }, ['--config', 'x/conf.toml'])).toEqual([
      'app.py:2:7 app',
    ]);
  });
});

describe('a configuration that is wrong', () => {
  const table: [title: string, toml: string, says: string][] = [
    ['an unknown setting', 'ignore = []\nslect = ["app"]\n', 'modal-lint.toml:2: `slect` is no setting of modal-lint; did you mean `select`.'],
    ['an unknown rule', 'select = [\n  "gpus",\n]\n', 'modal-lint.toml:1: `gpus` is no rule or topic; did you mean `gpu`.'],
    ['a wrong type', 'select = "app"\n', 'modal-lint.toml:1: `select` has to be a list of strings.'],
    ['a wrong type in a list', 'ignore = [1]\n', 'modal-lint.toml:1: `ignore` has to be a list of strings.'],
    ['a table that is none', 'severity = "error"\n', 'modal-lint.toml:1: `severity` has to be a table.'],
    ['an unknown machine', '[machine-types]\nT4 = "GPU-RTX409"\n', 'modal-lint.toml:2: `GPU-RTX409` is no machine type of fal; did you mean `GPU-RTX4090`.'],
    ['machines in a word', 'machine-types = "next"\n', 'modal-lint.toml:1: `machine-types` has to be a table, or `"nearest"`.'],
    ['an unknown severity', '[severity]\napp = "fatal"\n', 'modal-lint.toml:2: `severity.app` has to be `error`, `warning` or `info`.'],
    ['a severity of an unknown rule', '\n[severity]\n\napq = "error"\n', 'modal-lint.toml:4: `apq` is no rule; did you mean `app`.'],
    ['an unknown rule for a file', '[per-file-ignores]\n"a.py" = []\n"b.py" = ["queu"]\n', 'modal-lint.toml:3: `queu` is no rule or topic; did you mean `queue`.'],
    ['an unknown format', 'format = "jsno"\n', 'modal-lint.toml:1: `jsno` is no format; did you mean `json`.'],
    ['a switch that is none', 'force-exclude = "yes"\n', 'modal-lint.toml:1: `force-exclude` has to be `true` or `false`.'],
    ['no TOML', 'select = [\n', 'modal-lint.toml:2:1: this is not TOML:'],
  ]; // prettier-ignore
  test.each(table)('%s', (_, toml, says) => {
    const { code, out, err } = cli(folder({ 'app.py': APP, 'modal-lint.toml': toml }), ['check']);
    expect(err).toContain(`modal-lint: ${says}`);
    expect([code, out]).toEqual([2, '']);
  });

  it('in pyproject.toml, at its line there', () => {
    const toml = '[project]\nname = "x"\n\n[tool.modal-lint]\nselect = ["app"]\nignor = []\n';
    const { code, err } = cli(folder({ 'pyproject.toml': toml }), ['check']);
    expect(err).toBe(
      'modal-lint: pyproject.toml:6: `ignor` is no setting of modal-lint; did you mean `ignore`.\n',
    );
    expect(code).toBe(2);
  });
});

describe('the line of a key', () => {
  const table: [text: string, path: string[], line: number][] = [
    ['a = 1\nb = 2\n', ['b'], 2],
    ['[t]\na = 1\n[u]\na = 1\n', ['u', 'a'], 4],
    ['[tool."modal-lint"]\nx = 1\n', ['tool', 'modal-lint', 'x'], 2],
    ['[tool]\nmodal-lint.x = 1\n', ['tool', 'modal-lint', 'x'], 2],
    ['a = {b = 1}\n', ['a', 'b'], 1],
    ['', ['a'], 1],
  ];
  test.each(table)('%j %j', (text, path, line) => {
    expect(lineOfKey(text, path)).toBe(line);
  });
});
