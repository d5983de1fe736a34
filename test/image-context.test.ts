// Where the files of an image come from: one folder for all `COPY` lines, wherever the program's paths start.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ensurePythonEnv } from '../scripts/python-env.ts';
import { ImportFinder } from '../src/cli/files/imports.ts';
import { readRules } from '../src/cli/rules-file.ts';
import { hides } from '../src/convert/dockerfile/hidden.ts';
import { levelsUp, normalPath, relativePath } from '../src/convert/dockerfile/tree-path.ts';
import { migrate } from '../src/convert/migrate.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const rules = readRules(undefined);
const sdk = makeSdk(rules.sdk);

type Files = Readonly<Record<string, string>>;

/** The image of the program's only unit, and what is said of it beside what every image says. */
async function convert(app: string, others: Files, image: string, disk?: readonly string[]) {
  const files: Files = {
    ...others,
    [app]: `import modal\nimport os\nfrom pathlib import Path\n\n${image}\napp = modal.App("x", image=image)\n\n\n@app.function()\ndef f() -> str:\n    return "a"\n`,
  };
  const program = await readProgram(
    Object.entries(files).map(([path, source]) => ({ path, source })),
    sdk,
  );
  const { plans, results } = await migrate(program, rules, {
    level: 'all',
    ...(disk && { holds: (path: string) => disk.includes(path) }),
  });
  const text = results.find(({ file }) => file === app)?.after ?? '';
  // What is said of the folders, not of files that fal leaves out by itself.
  const said = plans
    .flatMap(({ reasons }) => reasons)
    .filter(({ verdict }) => verdict !== 'rewrite');
  return {
    copies: text.split('\n').filter((line) => /^COPY (?!--from)/.test(line)),
    dir: /^""", context_dir=(.*?)(?:, dockerignore=.*)?\),?$/m.exec(text)?.[1],
    ignore: /dockerignore=(\[.*?\])/.exec(text)?.[1],
    setting: (name: string) =>
      new RegExp(`${name}=(\\[.*?\\]|str\\(.*\\)(?=,?$))`, 'm').exec(text)?.[1],
    marks: text.split('\n').filter((line) => line.includes('TODO(modal-lint)')),
    unsafe: said
      .filter(({ verdict }) => verdict === 'rewrite-unsafe')
      .map(({ message }) => message)
      .filter((message) => !message.startsWith('Without a `.dockerignore`')),
  };
}

const APT = 'image = modal.Image.debian_slim(python_version="3.11").apt_install("git")';
const SLIM = 'image = modal.Image.debian_slim(python_version="3.11")';
const HERE = 'Path(__file__).resolve().parent';

describe('all `COPY` lines start from one folder', () => {
  const pkg = { 'pkg/__init__.py': '', 'pkg/util.py': '' };
  const src = { 'src/lib/__init__.py': '' };
  const table: [title: string, app: string, others: Files, layers: string, dir: string | undefined, copies: string[]][] = [
    ['where the shell stands', 'a/app.py', {}, '.add_local_dir("data", "/d").add_local_file("x.txt", "/x")', undefined, ['COPY data/ /d/', 'COPY x.txt /x']],
    ['beside the file', 'a/app.py', {}, '.add_local_dir(Path(__file__).parent / "data", "/d")', HERE, ['COPY data/ /d/']],
    ['above the file', 'a/b/app.py', {}, '.add_local_dir(Path(__file__).parent.parent, "/d")', `${HERE}s[1]`, ['COPY . /d/']],
    ['two above, by number', 'a/b/app.py', {}, '.add_local_dir(Path(__file__).resolve().parents[2] / "data", "/d")', `${HERE}s[2]`, ['COPY data/ /d/']],
    ['outside of the tree', 'app.py', {}, '.add_local_dir(Path(__file__).parent.parent / "data", "/d")', `${HERE}s[1]`, ['COPY data/ /d/']],
    ['beside and above', 'a/app.py', {}, '.add_local_file(Path(__file__).parent / "x", "/x").add_local_dir(Path(__file__).parent.parent / "data", "/d")', `${HERE}s[1]`, ['COPY a/x /x', 'COPY data/ /d/']],
    ['with os.path', 'a/app.py', {}, '.add_local_dir(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "data"), "/d")', `${HERE}s[1]`, ['COPY data/ /d/']],
    ['in an f-string', 'a/app.py', {}, '.add_local_file(f"{os.path.dirname(__file__)}/x.py", "/x.py")', HERE, ['COPY x.py /x.py']],
    ['with os.getcwd()', 'a/app.py', {}, '.add_local_dir(os.path.join(os.getcwd(), "data"), "/d")', undefined, ['COPY data/ /d/']],
    ['outside of where the shell stands', 'app.py', {}, '.add_local_dir("../data", "/d")', 'Path.cwd().parent', ['COPY data/ /d/']],
    ['a package above the file', 'a/app.py', pkg, '.add_local_python_source("pkg")', `${HERE}s[1]`, ['COPY pkg/ /root/pkg/']],
    ['the package that holds the file', 'pkg/sub/app.py', pkg, '.add_local_python_source("pkg")', `${HERE}s[2]`, ['COPY pkg/ /root/pkg/']],
    ['a module of a package', 'a/app.py', pkg, '.add_local_python_source("pkg.util")', `${HERE}s[1]`, ['COPY pkg/util.py /root/pkg/util.py']],
    ['a package under src', 'tools/app.py', src, '.add_local_python_source("lib")', `${HERE}s[1]`, ['COPY src/lib/ /root/lib/']],
    ['a package without __init__.py', 'a/app.py', { 'api/server.py': '' }, '.add_local_python_source("api")', `${HERE}s[1]`, ['COPY api/ /root/api/']],
    ['the file itself', 'a/app.py', pkg, '.add_local_python_source("app")', HERE, ['COPY app.py /root/app.py']],
    ['modules at the top of the tree', 'app.py', pkg, '.add_local_python_source("pkg")', undefined, ['COPY pkg/ /root/pkg/']],
    ['a context that the program names', 'a/app.py', {}, '.dockerfile_commands("COPY x /x", context_dir="ctx").add_local_file("ctx/y", "/y")', 'Path.cwd() / "ctx"', ['COPY x /x', 'COPY y /y']],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, app, others, layers, dir, copies) => {
    const result = await convert(app, others, `${APT}${layers}`);
    expect({ dir: result.dir, copies: result.copies, marks: result.marks, unsafe: result.unsafe })
      .toEqual({ dir, copies, marks: [], unsafe: [] }); // prettier-ignore
  });

  test('a path where the program is deployed', async () => {
    const root = 'ROOT = Path(__file__).resolve().parents[1] if modal.is_local() else Path("/root")\n';
    const { dir, copies } = await convert('a/app.py', {}, `${root}${APT}.add_local_dir(str(ROOT / "data"), "/d")`);
    expect({ dir, copies }).toEqual({ dir: `${HERE}s[1]`, copies: ['COPY data/ /d/'] });
  }); // prettier-ignore

  test('a path of another file starts from that file', async () => {
    const others = { 'lib/conf.py': 'from pathlib import Path\n\nASSETS = Path(__file__).parent / "assets"\n' };
    const { dir, copies } = await convert('a/app.py', others, `from lib import conf\n${APT}.add_local_dir(conf.ASSETS, "/d")`);
    expect({ dir, copies }).toEqual({ dir: `${HERE}s[1]`, copies: ['COPY lib/assets/ /d/'] });
  }); // prettier-ignore
});

describe('where the shell stands is settled', () => {
  const layers =
    '.add_local_file("conf.py", "/c").add_local_dir(Path(__file__).parent / "data", "/d")';
  const table: [title: string, others: Files, layers: string, dir: string, copies: string[], said: RegExp][] = [
    ['by what the tree holds: at the top', { 'conf.py': '' }, layers, `${HERE}s[1]`, ['COPY conf.py /c', 'COPY a/data/ /d/'], /the top of the tree/],
    ['by what the tree holds: beside', { 'a/conf.py': '' }, layers, HERE, ['COPY conf.py /c', 'COPY data/ /d/'], /`a\/`/],
    ['by all the rest, beside the file', {}, layers, HERE, ['COPY conf.py /c', 'COPY data/ /d/'], /`a\/`/],
    ['by all the rest, above', { 'lib/__init__.py': '' }, '.add_local_file("r.txt", "/r").add_local_python_source("lib")', `${HERE}s[1]`, ['COPY r.txt /r', 'COPY lib/ /root/lib/'], /the top of the tree/],
    ['above the package', { 'a/__init__.py': '' }, '.add_local_file("r.txt", "/r").add_local_file(Path(__file__).parent / "x", "/x")', `${HERE}s[1]`, ['COPY r.txt /r', 'COPY a/x /x'], /the top of the tree/],
    ['by a path that leads out of it', {}, '.add_local_file("r.txt", "/r").add_local_dir("../lib", "/lib")', `${HERE}s[1]`, ['COPY a/r.txt /r', 'COPY lib/ /lib/'], /`a\/`/],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, others, text, dir, copies, said) => {
    const result = await convert('a/app.py', others, `${APT}${text}`);
    expect({ dir: result.dir, copies: result.copies, marks: result.marks })
      .toEqual({ dir, copies, marks: [] }); // prettier-ignore
    expect(result.unsafe.join('\n')).toMatch(said);
  });
});

describe('what cannot be known is marked', () => {
  const table: [title: string, app: string, layers: string, mark: RegExp][] = [
    ['a folder above whose own name counts', 'app.py', '.add_local_dir(Path(__file__).parent.parent, "/d").add_local_dir(Path(__file__).parent / "x", "/x")', /start from several folders/],
    ['two contexts', 'app.py', '.dockerfile_commands("COPY x /x", context_dir="a").dockerfile_commands("COPY x /x", context_dir="b")', /start from several folders/],
    ['a file outside of a context that is named', 'app.py', '.dockerfile_commands("COPY x /x", context_dir="a").add_local_file("b", "/b")', /start from several folders/],
    ['a folder of one machine', 'app.py', '.add_local_dir(Path("/home/me") / "x", "/x")', /only exists on one machine/],
    ['a folder of an environment variable', 'app.py', '.add_local_dir(Path(os.environ["X"]) / "x", "/x")', /read from the environment/],
    ['a module that nobody has', 'a/app.py', '.add_local_python_source("nowhere")', /`nowhere` is not in this tree/],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, app, layers, mark) => {
    const { marks } = await convert(app, { 'one.py': '' }, `${APT}${layers}`);
    expect(marks.join('\n')).toMatch(mark);
  });
});

describe('the disk is asked for files that are no modules', () => {
  const CWD = '.add_local_dir(os.path.join(os.getcwd(), "data"), "/d")';
  const BESIDE = 'str(Path(__file__).resolve().parent)';
  const above = (up: number) => `str(Path(__file__).resolve().parents[${up}])`;
  const table: [title: string, disk: string[], files: string | undefined, folder: string | undefined][] = [
    ['at the top', ['data'], '["data"]', above(2)],
    ['below the top', ['a/data'], '["data"]', above(1)],
    ['beside the file', ['a/b/data'], '["data"]', BESIDE],
    ['at the top and beside the file', ['data', 'a/b/data'], '["data"]', above(2)],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, disk, files, folder) => {
    const { setting, marks } = await convert('a/b/app.py', {}, `${SLIM}${CWD}`, disk);
    expect(marks).toEqual([]);
    expect([setting('app_files'), setting('app_files_context_dir')]).toEqual([files, folder]);
  });

  test.each([
    ['at the top', ['data'], undefined],
    ['beside the file', ['a/data'], HERE],
  ])('for an image: %s', async (_, disk, dir) => {
    const result = await convert('a/app.py', {}, `${APT}${CWD}`, disk);
    expect(result).toMatchObject({ dir, copies: ['COPY data/ /d/'], marks: [] });
  });

  test.each([
    ['without an image', `${SLIM}${CWD}`],
    ['beside what has a place', `${APT}${CWD}.add_local_file(Path(__file__).parent / "x", "/x")`],
  ])('nowhere: %s', async (_, image) => {
    const { marks } = await convert('a/app.py', {}, image, ['b/data', 'a/x']);
    expect(marks.join('\n')).toContain(
      '`data` is in no folder from the top of the tree to that of',
    );
  });

  test.each([
    ['what has only one place', 'app.py', SLIM],
    ['what starts where the shell stands', 'a/app.py', APT],
  ])('%s is looked for there by fal, too', async (_, app, image) => {
    const { marks, unsafe } = await convert(app, {}, `${image}${CWD}`, []);
    expect(marks).toEqual([]);
    expect(unsafe).toContain(
      '`data` is not in this tree: it has to be there when the app is deployed',
    );
  });
});

describe('without a Dockerfile', () => {
  const table: [title: string, app: string, layers: string, settings: Record<string, string | undefined>][] = [
    ['beside the file', 'a/app.py', '.add_local_dir(Path(__file__).parent / "data", "/d")', { app_files: '["data"]', app_files_context_dir: 'str(Path(__file__).resolve().parent)' }],
    ['above the file', 'a/b/app.py', '.add_local_dir(Path(__file__).parent.parent / "data", "/d")', { app_files: '["data"]', app_files_context_dir: 'str(Path(__file__).resolve().parents[1])' }],
    ['from the top of the tree', 'a/b/app.py', '.add_local_dir("data", "/d")', { app_files: '["data"]', app_files_context_dir: 'str(Path(__file__).resolve().parents[2])' }],
    ['beside and above', 'a/app.py', '.add_local_file(Path(__file__).parent / "x", "/x").add_local_dir("data", "/d")', { app_files: '["a/x", "data"]', app_files_context_dir: 'str(Path(__file__).resolve().parents[1])' }],
    ['the package that holds the file', 'one/app.py', '.add_local_python_source("one")', { local_python_modules: '["one"]' }],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, app, layers, settings) => {
    const { setting, marks } = await convert(app, { 'one/__init__.py': '' }, `${SLIM}${layers}`);
    expect(marks).toEqual([]);
    for (const [name, value] of Object.entries(settings)) expect(setting(name)).toBe(value);
  });
});

describe('one `dockerignore` for all lines', () => {
  const table: [title: string, layers: string, ignore: string, said: boolean][] = [
    ['keeps what hides nothing', '.add_local_dir(".", "/a", ignore=["*.bin", "tmp/"]).add_local_dir("models/x", "/x")', '["/*.bin", "/tmp/"]', false],
    ['leaves out what hides another folder', '.add_local_dir(".", "/a", ignore=["models/", "tmp"]).add_local_dir("models/x", "/x")', '["/tmp"]', true],
    ['leaves out what hides a file', '.add_local_dir("d", "/d", ignore=["**/*.bin"]).add_local_file("d/e/f.bin", "/f")', '[]', true],
  ]; // prettier-ignore
  test.each(table)('%s', async (_, layers, ignore, said) => {
    const result = await convert('app.py', {}, `${APT}${layers}`);
    expect(result.ignore).toBe(ignore);
    expect(result.marks).toEqual([]);
    expect(result.unsafe.some((message) => message.includes('stays out of `dockerignore`'))).toBe(
      said,
    );
  });

  test.each([
    ['/models/', 'models/x', true],
    ['/models', 'models2', false],
    ['d/**/*.bin', 'd/a/b.bin', true],
    ['d/*.bin', 'd/a/b.bin', false],
    ['/a.b', 'axb', false],
    ['/[x', 'x', false],
  ])('%s hides %s: %s', (pattern, path, hidden) => {
    expect(hides(pattern, path)).toBe(hidden);
  });
});

describe('paths of a tree', () => {
  test.each([
    ['a//b/./c/..', 'a/b'],
    ['../a/../..', '../..'],
    ['', '.'],
  ])('%s is %s', (path, normal) => {
    expect(normalPath(path)).toBe(normal);
  });

  test.each([
    ['a/b', 'a/c/d', '../c/d'],
    ['.', 'a', 'a'],
    ['a', '.', '..'],
    ['..', '../x', 'x'],
    ['..', 'x', undefined],
  ])('from %s to %s: %s', (folder, path, way) => {
    expect(relativePath(folder, path)).toBe(way);
    if (way !== undefined) expect(levelsUp(way)).toBe(way.split('..').length - 1);
  });
});

describe('files that a run reads for their modules', () => {
  const table: [title: string, text: string, found: string[]][] = [
    ['a package under src', 'import lib', ['src/lib/__init__.py']],
    ['beside before src', 'from words import a', ['tools/words.py']],
    ['a source that is only named', 'image.add_local_python_source("lib", "words")', ['src/lib/__init__.py', 'tools/words.py']],
    ['a mount of long ago', 'modal.Mount.from_local_python_packages("lib")', ['src/lib/__init__.py']],
    ['what is named elsewhere', 'print("lib")', []],
  ]; // prettier-ignore
  test.each(table)('%s', (_, text, found) => {
    const root = mkdtempSync(join(tmpdir(), 'imports-'));
    for (const path of ['src/lib/__init__.py', 'src/words.py', 'tools/words.py', 'tools/app.py']) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), '');
    }
    const files = new ImportFinder().filesOf(join(root, 'tools/app.py'), text);
    rmSync(root, { recursive: true });
    expect(files.sort()).toEqual(found.map((path) => join(root, path)));
  });
});

describe.runIf('python' in ensurePythonEnv())('on the real SDK', () => {
  const env = ensurePythonEnv();
  const folder = (name: string): string => join(import.meta.dirname, 'corpus', name, 'after');

  test.each([
    ['copies-from-above', 'service/app.py'],
    ['dockerfile-beside-another-file', 'app.py'],
  ])('fal finds what %s copies', (name, entry) => {
    const script = join(import.meta.dirname, 'image/fal_sources.py');
    const output = execFileSync('python' in env ? env.python : '', ['-W', 'ignore', script], {
      input: JSON.stringify([[folder(name), entry]]),
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', HOME: '/nonexistent', PYTHONDONTWRITEBYTECODE: '1' },
    });
    expect(JSON.parse(output)).toEqual([]);
  });
});
