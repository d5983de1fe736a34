// `migrate --verify` on real git repositories, under a real Python that has fal.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ensurePythonEnv } from '../scripts/python-env.ts';
import { cli, commitAll, folder, git, type Result } from './cli-run.ts';
import { must, root, scratch } from './machine.ts';

const env = ensurePythonEnv();
const missing = 'missing' in env ? env.missing : undefined;
const python = 'python' in env ? env.python : '';

const HEAD = 'import modal\n\napp = modal.App("demo")\n\n\n';
const GOOD = `${HEAD}@app.function()\ndef f(x: int) -> int:\n    return x + 1\n`;
/** What nobody can see in the text: on fal the function is another kind of object. */
const BREAKS = `${GOOD}\n\nraw = getattr(f, "get_" + "raw_f")()\n`;

interface Run extends Result {
  readonly path: string;
  readonly text: (file: string) => string;
}

/** Converts a repository of these files. */
function migrate(
  files: Readonly<Record<string, string>>,
  words: readonly string[] = [],
  variables: Readonly<Record<string, string>> = {},
): Run {
  const path = folder({ '.gitignore': '.venv\n', ...files });
  commitAll(path);
  const temporary = scratch('verify-tmp');
  const args = ['migrate', '--verify', '--python', python, ...words, '.'];
  const result = cli(path, args, { real: true, env: { TMPDIR: temporary, ...variables } });
  expect(leftIn(temporary)).toEqual([]);
  return { ...result, path, text: (file) => readFileSync(join(path, file), 'utf8') };
}

/** What a run leaves among the temporary files. */
function leftIn(temporary: string): string[] {
  return readdirSync(temporary).filter((name) => name.startsWith('modal-lint-verify-'));
}

function changed(path: string): string[] {
  return git(path, 'status', '--porcelain').trim().split('\n').filter(Boolean).map((row) => row.trim()); // prettier-ignore
}

test.runIf(missing !== undefined && process.env.CI === 'true')('a Python with fal is here', () => {
  expect.fail(`under CI this must run: ${missing ?? ''}`);
});

describe.skipIf(missing !== undefined)('what imports is written', () => {
  test('one file', () => {
    const { code, err, path, text } = migrate({ 'app.py': GOOD });
    expect(err).toMatch(/^Verified under .*python \(Python 3\.\d+\.\d+, fal \d.*\): of the converted files 1 import, 0 taken back, 0 not sure\.$/m); // prettier-ignore
    expect([code, changed(path)]).toEqual([0, ['M app.py']]);
    expect(text('app.py')).toContain('@fal.function');
  });

  test('files that import each other, from a folder and from a package', () => {
    const { code, err, path } = migrate({
      'common.py': `${HEAD}LIMIT = 3\n`,
      'work.py': `from common import LIMIT, app\n\n\n@app.function()\ndef f(x: int) -> int:\n    return x + LIMIT\n`,
      'pkg/__init__.py': '',
      'pkg/names.py': 'NAME = "pkg"\n',
      'pkg/main.py': `import modal\n\nfrom .names import NAME\n\napp = modal.App(NAME)\n\n\n@app.function()\ndef g(x: int) -> int:\n    return x\n`,
    });
    expect(err).toMatch(/of the converted files \d import, 0 taken back, 0 not sure/);
    expect(code).toBe(0);
    expect(changed(path)).toEqual(expect.arrayContaining(['M pkg/main.py', 'M work.py']));
  });

  test('a part of a repository, from a folder inside of it', () => {
    const path = folder({
      'lib/shared.py': 'LIMIT = 3\n',
      'services/a/helpers.py': 'from lib.shared import LIMIT\n',
      'services/a/app.py': `from helpers import LIMIT\n${GOOD}\n\nassert LIMIT == 3\n`,
      'services/b/bad.py': BREAKS,
    });
    commitAll(path);
    const args = ['migrate', '--verify', '--python', python, 'app.py'];
    const { code, err } = cli(join(path, 'services/a'), args, { real: true });
    expect(err).toContain('1 import, 0 taken back');
    expect([code, changed(path)]).toEqual([0, ['M services/a/app.py']]);
  });

  test('under the Python of .venv, with the variables of the user', () => {
    const path = folder({ '.gitignore': '.venv\n', 'app.py': `${GOOD}\n\nimport os\n\nWHO = os.environ["WHO"]\n` }); // prettier-ignore
    commitAll(path);
    mkdirSync(join(path, 'home'));
    symlinkSync(join(root, '.venv'), join(path, '.venv'));
    const { code, err } = cli(path, ['migrate', '--verify', 'app.py'], { real: true, env: { WHO: 'me' } }); // prettier-ignore
    expect(err).toContain('Verified under .venv/bin/python (');
    expect(err).toContain('1 import, 0 taken back');
    expect(code).toBe(0);
  });
});

describe.skipIf(missing !== undefined)('what breaks is taken back', () => {
  test('without --verify nothing is imported, and nobody notices', () => {
    const path = folder({ 'app.py': BREAKS });
    commitAll(path);
    expect(cli(path, ['migrate', '.'], { real: true }).code).toBe(0);
    expect(changed(path)).toEqual(['M app.py']);
  });

  test('one file of two', () => {
    const { code, out, err, path } = migrate({ 'good.py': GOOD, 'bad.py': BREAKS });
    expect(changed(path)).toEqual(['M good.py']);
    expect(err).toContain('of the converted files 1 import, 1 taken back, 0 not sure');
    expect(out).toMatch(
      /importing the result fails with AttributeError: .*get_raw_f.* \(bad\.py:\d+\)/,
    );
    expect(code).toBe(1);
  });

  test('a file whose converted form breaks one that is not converted', () => {
    const user = 'from app import f\n\nraw = getattr(f, "get_" + "raw_f")()\n';
    const { code, out, path } = migrate({ 'app.py': GOOD, 'user.py': user });
    expect([changed(path), code]).toEqual([[], 1]);
    expect(out).toMatch(/AttributeError: .* \(user\.py:3\)/);
  });

  test('and with it the units of other files that have to move together', () => {
    const { out, path } = migrate({
      'work.py': GOOD,
      'client.py': `from work import f\n\n\ndef go():\n    return f.remote(1)\n\n\nraw = getattr(f, "get_" + "raw_f")()\n`,
      'alone.py': GOOD.replace('demo', 'alone'),
    });
    expect(changed(path)).toEqual(['M alone.py']);
    expect(out).toContain('importing the result fails with AttributeError');
  });

  test('a file that takes longer than it may', () => {
    const slow = `import sys\nimport time\n${GOOD}\n\nif "fal" in sys.modules:\n    time.sleep(60)\n`;
    const { out, path } = migrate({ 'app.py': slow }, ['--verify-limit', '8']);
    expect(changed(path)).toEqual([]);
    expect(out).toContain('importing the result fails with TimeLimit: it took longer than 8 s');
  });

  test('a file that ends the interpreter', () => {
    const ends = `import sys\n${GOOD}\n\nif "fal" in sys.modules:\n    sys.exit(3)\n`;
    const { out, path } = migrate({ 'app.py': ends });
    expect(changed(path)).toEqual([]);
    expect(out).toContain('importing the result fails with SystemExit: 3');
  });

  test('json says the same', () => {
    const { out } = migrate({ 'bad.py': BREAKS }, ['--format', 'json']);
    expect(JSON.parse(out)).toMatchObject({
      totals: { filesChanged: 0, filesRefused: 1 },
      files: [{ file: 'bad.py', changed: false, refused: expect.stringContaining('AttributeError') as string }], // prettier-ignore
    });
  });

  test('a diff shows what is left, and nothing is written', () => {
    const { out, path } = migrate({ 'good.py': GOOD, 'bad.py': BREAKS }, ['--diff']);
    expect(out).toContain('+++ b/good.py');
    expect(out).not.toContain('bad.py');
    expect(changed(path)).toEqual([]);
  });
});

describe.skipIf(missing !== undefined)(
  'what says nothing about the conversion is said, and kept',
  () => {
    test.each([
      ['a package that is not installed', 'import not_installed_here\n', 'ModuleNotFoundError'],
      ['a name that was never there', 'print(nowhere)\n', "NameError: name 'nowhere'"],
      [
        'a call over the network',
        'import urllib.request\n\nurllib.request.urlopen("https://example.test")\n',
        'URLError',
      ],
      ['a process', 'import subprocess\n\nsubprocess.run(["true"])\n', 'PermissionError'],
      [
        'a file in the tree',
        'open(__file__ + ".log", "w").close()\nopen("/etc/hosts.x", "w")\n',
        'PermissionError',
      ],
    ])('%s', (_title, line, why) => {
      const { code, out, err, path } = migrate({ 'app.py': `${GOOD}\n\n${line}` });
      expect(err).toContain('0 import, 0 taken back, 1 not sure');
      expect(out).toMatch(/^Note: `app\.py` could not be verified: it does not import before the conversion either: /m); // prettier-ignore
      expect(out).toContain(why);
      expect([code, changed(path)]).toEqual([0, ['M app.py']]);
    });

    test('what a program expects of a machine without network is no failure', () => {
      const line = 'import urllib.request\n\ntry:\n    urllib.request.urlopen("https://example.test")\nexcept OSError:\n    pass\n'; // prettier-ignore
      expect(migrate({ 'app.py': `${GOOD}\n\n${line}` }).err).toContain('1 import, 0 taken back');
    });
  },
);

describe.skipIf(missing !== undefined)('the tree is not touched by what is imported', () => {
  test('files that a program writes where it stands are not in it', () => {
    const line =
      'import pathlib\n\npathlib.Path("made").mkdir()\npathlib.Path("made/x.txt").write_text("x")\n';
    const { err, path } = migrate({ 'app.py': `${GOOD}\n\n${line}` });
    expect(err).toContain('1 import, 0 taken back');
    expect(changed(path)).toEqual(['M app.py']);
    expect(readdirSync(path).filter((name) => name === '__pycache__' || name === 'made')).toEqual(
      [],
    );
  });

  test('links into it cannot be written through', () => {
    const line = 'open("data/notes.txt", "a").write("more")\n';
    const { err, text } = migrate({ 'app.py': `${GOOD}\n\n${line}`, 'data/notes.txt': 'notes\n' });
    expect(err).toContain('1 not sure');
    expect(text('data/notes.txt')).toBe('notes\n');
  });

  test('data beside the program is found', () => {
    const line = 'import pathlib\n\nNOTES = pathlib.Path("data/notes.txt").read_text()\nOWN = (pathlib.Path(__file__).parent / "data" / "notes.txt").read_text()\n'; // prettier-ignore
    const { err } = migrate({ 'app.py': `${GOOD}\n\n${line}`, 'data/notes.txt': 'notes\n' });
    expect(err).toContain('1 import, 0 taken back');
  });

  test('an interrupted run leaves every file as it was, and nothing behind', async () => {
    const slow = `import time\n${GOOD}\n\ntime.sleep(120)\n`;
    const path = folder({ 'app.py': slow, 'other.py': GOOD });
    commitAll(path);
    const temporary = scratch('verify-tmp');
    const args = [join(root, 'src/cli/main.ts'), 'migrate', '--verify', '--python', python, '.'];
    const child = spawn(process.execPath, args, {
      cwd: path,
      env: { ...process.env, TMPDIR: temporary },
    });
    const started = (): boolean => leftIn(temporary).length > 0;
    for (let tries = 0; !started() && tries < 300; tries++)
      await new Promise((next) => setTimeout(next, 100));
    expect(started()).toBe(true);
    child.kill('SIGINT');
    const [code] = (await once(child, 'close')) as [number | null];
    expect(code).toBe(130);
    expect(changed(path)).toEqual([]);
    expect(leftIn(temporary)).toEqual([]);
  });
});

describe('a Python that will not do', () => {
  const files = { 'app.py': GOOD };

  test.skipIf(missing !== undefined)('one without fal', () => {
    const bare = join(scratch('bare'), 'venv');
    must(python, ['-m', 'venv', '--without-pip', bare], root);
    const path = folder(files);
    commitAll(path);
    const { code, err } = cli(path, ['migrate', '--verify', '--python', join(bare, 'bin/python'), '.'], { real: true }); // prettier-ignore
    expect(code).toBe(2);
    expect(err).toMatch(/has no `fal`: install it there \(`.*python -m pip install fal`\)/);
    expect(err).toContain('Nothing was converted.');
    expect(changed(path)).toEqual([]);
  });

  test.each([
    ['no Python', ['--verify', '--python', './no-python'], '`./no-python` cannot be started'],
    ['--python alone', ['--python', 'python3'], '`--python` goes with `--verify`'],
    ['a limit of nothing', ['--verify', '--verify-limit', '0'], '`--verify-limit` needs a whole number'], // prettier-ignore
  ])('%s', (_title, words, message) => {
    const path = folder(files);
    commitAll(path);
    const { code, err } = cli(path, ['migrate', ...words, '.'], { real: true });
    expect(err).toContain(message);
    expect([code, changed(path)]).toEqual([2, []]);
  });

  test('a file of the user that is called fal.py is not run to find out', () => {
    const path = folder({ ...files, 'fal.py': 'open("ran.txt", "w")\n' });
    commitAll(path);
    cli(path, ['migrate', '--verify', '--python', 'python3', '.'], { real: true });
    expect(existsSync(join(path, 'ran.txt'))).toBe(false);
  });

  test('changes that are not committed are refused before anything is run', () => {
    const path = folder({ 'app.py': `${GOOD}\n\nraise SystemExit\n` });
    commitAll(path);
    writeFileSync(join(path, 'more.py'), GOOD);
    if (python === '') return;
    const { code, err } = cli(path, ['migrate', '--verify', '--python', python, '.'], {
      real: true,
    });
    expect([code, err]).toEqual([2, expect.stringContaining('not committed')]);
  });
});
