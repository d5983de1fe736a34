// Which file of the tree a command means, and what of it is deployed.
import { describe, expect, test } from 'vitest';
import { readRules } from '../src/cli/rules-file.ts';
import { migrate } from '../src/convert/migrate.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';
import { textLanguageOf } from '../src/text/language.ts';

const rules = readRules(undefined);
const sdk = makeSdk(rules.sdk);

type Files = Readonly<Record<string, string>>;

/** What becomes of the file at `path`, which is no Python code. */
async function convertedText(python: Files, path: string, source: string): Promise<string> {
  const sources = Object.entries(python).map(([file, text]) => ({ path: file, source: text }));
  const program = await readProgram(sources, sdk);
  const language = textLanguageOf(path) ?? 'text';
  const { results } = await migrate(program, rules, { level: 'all' }, [{ path, source, language }]);
  return results.find(({ file }) => file === path)?.after ?? source;
}

async function convertedTree(python: Files): Promise<Files> {
  const sources = Object.entries(python).map(([path, source]) => ({ path, source }));
  const { results } = await migrate(await readProgram(sources, sdk), rules, { level: 'all' });
  return { ...python, ...Object.fromEntries(results.map(({ file, after }) => [file, after])) };
}

/** An app of one class. */
function app(name: string): string {
  return `import modal\n\napp = modal.App("x")\n\n\n@app.cls()\nclass ${name}:\n    @modal.method()\n    def go(self) -> int:\n        return 1\n`;
}

const tree: Files = {
  'app.py': app('Root'),
  'svc/app.py': app('Svc'),
  'svc/only.py': app('Only'),
  'two/one.py': app('One'),
  'three/one.py': app('Other'),
  'plain/only.py': 'print(1)\n',
};

function fence(text: string): string {
  return `\`\`\`sh\n${text}\n\`\`\`\n`;
}

describe('the file of a command', () => {
  test.each<[path: string, before: string, after: string]>([
    ['README.md', fence('modal deploy app.py'), fence('fal deploy app.py::Root')],
    [
      'README.md',
      fence('cd svc && modal deploy app.py'),
      fence('cd svc && fal deploy app.py::Svc'),
    ],
    ['README.md', fence('cd svc\nmodal deploy app.py'), fence('cd svc\nfal deploy app.py::Svc')],
    [
      'README.md',
      fence('$ cd svc\nentered\n$ modal deploy app.py'),
      fence('$ cd svc\nentered\n$ fal deploy app.py::Svc'),
    ],
    [
      'README.md',
      fence('cd svc\ncd ..\nmodal deploy app.py'),
      fence('cd svc\ncd ..\nfal deploy app.py::Root'),
    ],
    [
      'README.md',
      fence('git clone x/repo\ncd repo/svc\nmodal deploy app.py'),
      fence('git clone x/repo\ncd repo/svc\nfal deploy app.py::Svc'),
    ],
    [
      'README.md',
      fence('(cd svc && ls)\nmodal deploy app.py'),
      fence('(cd svc && ls)\nfal deploy app.py::Root'),
    ],
    [
      'README.md',
      `cd svc\n\n${fence('modal deploy app.py')}`,
      `cd svc\n\n${fence('fal deploy app.py::Root')}`,
    ],
    [
      'README.md',
      fence('cd <root>/svc && modal deploy app.py'),
      fence('cd <root>/svc && fal deploy app.py::Svc'),
    ],
    [
      'README.md',
      fence('cd $HOME/else && modal deploy app.py'),
      fence('cd $HOME/else && modal deploy app.py'),
    ],
    ['README.md', fence('modal deploy only.py'), fence('fal deploy only.py::Only')],
    [
      'README.md',
      fence('modal deploy one.py'),
      fence(
        '# TODO(modal-lint): modal-deploy: None of these files is surely `one.py`: name one with its path, and a `fal.App` or function of it behind `::`.\nmodal deploy one.py',
      ),
    ],
    [
      'svc/run.sh',
      'cd "$(dirname "$0")"\nmodal deploy app.py\n',
      'cd "$(dirname "$0")"\nfal deploy app.py::Svc\n',
    ],
    ['scripts/run.sh', 'cd ../svc\nmodal deploy app.py\n', 'cd ../svc\nfal deploy app.py::Svc\n'],
    [
      'Makefile',
      'a:\n\tcd svc && modal deploy app.py\nb:\n\tmodal deploy app.py\n',
      'a:\n\tcd svc && fal deploy app.py::Svc\nb:\n\tfal deploy app.py::Root\n',
    ],
    [
      'scripts/run.sh',
      'cd ..\nmodal deploy app.py\n(cd svc; modal deploy app.py)\n',
      'cd ..\nfal deploy app.py::Root\n(cd svc; fal deploy app.py::Svc)\n',
    ],
    ['scripts/a.sh', 'modal deploy ../svc/app.py\n', 'fal deploy ../svc/app.py::Svc\n'],
  ])('%s: %j', async (path, before, after) => {
    expect(await convertedText(tree, path, before)).toBe(after);
  });
});

const shared: Files = {
  'pkg/__init__.py': '',
  'pkg/common.py': 'import modal\n\napp = modal.App("x")\n',
  'pkg/a.py': `from pkg.common import app\nimport modal\n\n\n@app.cls()\nclass A:\n    @modal.method()\n    def go(self) -> int:\n        return 1\n`,
  'pkg/b.py': `import modal\nfrom .common import app\n\n\n@app.function()\n@modal.fastapi_endpoint()\ndef to_b() -> int:\n    return 1\n`,
  'pkg/c.py': app('Apart'),
  'pkg/d.py': `from pkg.common import app\nimport modal\n\n\n@app.cls()\nclass NotImported:\n    @modal.method()\n    def go(self) -> int:\n        return 1\n`,
  'deploy.py': 'from pkg import a, b, c\nfrom pkg.common import app\n',
  'pkg/main.py':
    'from pkg.common import app\nfrom pkg.b import to_b\nimport modal\n\n\n@app.cls()\nclass Main:\n    @modal.method()\n    def go(self) -> int:\n        return 1\n',
};

describe('a file deploys what it imports onto its App', () => {
  test.each<[path: string, before: string, after: string]>([
    ['run.sh', 'modal deploy deploy.py\n', 'fal deploy pkg/a.py::A\nfal deploy pkg/b.py::ToB\n'],
    [
      'run.sh',
      'modal deploy deploy.py::app\n',
      'fal deploy pkg/a.py::A\nfal deploy pkg/b.py::ToB\n',
    ],
    [
      'run.sh',
      'modal deploy -m pkg.main\n',
      'fal deploy pkg/main.py::Main\nfal deploy pkg/b.py::ToB\n',
    ],
    [
      'run.sh',
      'cd pkg; modal deploy ./main.py\n',
      'cd pkg; fal deploy ./main.py::Main && fal deploy ./b.py::ToB\n',
    ],
    [
      'sub/run.sh',
      'modal deploy ../deploy.py\n',
      'fal deploy ../pkg/a.py::A\nfal deploy ../pkg/b.py::ToB\n',
    ],
    [
      'README.md',
      'Run `modal deploy deploy.py`.\n',
      'Run `fal deploy pkg/a.py::A && fal deploy pkg/b.py::ToB`.\n',
    ],
  ])('%s: %j', async (path, before, after) => {
    expect(await convertedText(shared, path, before)).toBe(after);
  });

  test('a second run says the same', async () => {
    const list = '["modal", "deploy", "deploy.py"]';
    const once = await convertedTree({ ...shared, 'run.py': `CMD = ${list}\n` });
    expect(once['run.py']).toContain(list);
    expect(await convertedTree(once)).toEqual(once);
  });
});
