import { spawnSync } from 'node:child_process';
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { homepage, loadConcepts, loadContext } from '../src/verify/content.ts';
import { compileTopics } from '../src/compile/compile.ts';
import { readTopics } from '../src/concepts/read-topics.ts';
import { examplesOf, type Topic } from '../src/concepts/topic.ts';
import { makeOwner, ownerOf } from '../src/program/owner.ts';
import type { Match, Rule } from '../src/model/rule.ts';
import { makeSdk } from '../src/python/inventory.ts';
import { readModule } from '../src/python/module.ts';
import { Names } from '../src/python/names.ts';
import { usesOf, type Use } from '../src/python/uses.ts';

const root = join(import.meta.dirname, '..');
const fixtures = join(import.meta.dirname, 'fixtures');
const context = { ...loadContext(), transforms: new Set(['app-function', 'gpu']) };
const { sdk, file: sdkFile } = context.modal;

const folders = ['test/fixtures/content-small', 'test/fixtures/seed', 'content'].map((folder) => {
  const { topics } = readTopics(loadConcepts(join(root, folder)), context);
  return { folder, topics, compiled: compileTopics(topics, homepage(), sdkFile) };
});
const small = folders[0]?.compiled ?? compileTopics([], homepage(), sdkFile);

let scratch = '';
beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'modal-lint-compile-'));
});
afterAll(() => {
  rmSync(scratch, { recursive: true, force: true });
});

describe('rules.json', () => {
  const schema: unknown = JSON.parse(readFileSync(join(root, 'rules/rules.schema.json'), 'utf8'));
  const validate = new Ajv2020({ allErrors: true }).compile(schema as object);

  test.each(folders)('of $folder is what its schema says', ({ compiled }) => {
    const data: unknown = JSON.parse(compiled.files.get('rules.json') ?? '');
    validate(data);
    expect(validate.errors).toBeNull();
    expect(data).toEqual(compiled.ruleSet);
  });

  test.each([
    ['another version', { version: 2 }],
    ['a rule without matches', { rules: [{ ...small.ruleSet.rules[0], matches: [] }] }],
    ['a keyword without its name', { rules: [ruleWith([{ symbol: 'modal.f', role: 'keyword' }])] }],
    ['an unknown verdict', { rules: [{ ...small.ruleSet.rules[0], verdict: 'maybe' }] }],
  ])('of %s is refused', (_, change) => {
    expect(validate({ ...small.ruleSet, ...change })).toBe(false);
  });

  test('a row becomes a rule', () => {
    expect(small.ruleSet.rules[1]).toEqual({
      id: 'gpu',
      topic: 'functions',
      modal: '`gpu="A100"`',
      fal: '`machine_type = "GPU-A100"`',
      notes: 'One name for the whole machine',
      verdict: 'rewrite-unsafe',
      reason: 'fal has the 40 GB card only.',
      matches: ['function', 'cls', 'server'].map((unit) => {
        return { symbol: `modal.App.${unit}`, role: 'keyword', keyword: 'gpu' };
      }),
      rewrite: { kind: 'transform' },
      values: [
        {
          values: ['H200'],
          fal: { name: 'machine_type', value: 'GPU-H200' },
          notes: 'The same',
          verdict: 'rewrite',
        },
        {
          values: ['L4', 'A10'],
          fal: { name: 'machine_type', value: 'GPU-RTX4090' },
          notes: '24 GB as well',
          verdict: 'manual',
        },
      ],
      url: 'https://modal-lint.github.io/concepts/functions/#gpu',
      docs: {
        modal: 'https://modal.com/docs/guide/gpu',
        fal: 'https://docs.fal.ai/machine-types',
      },
      source: { file: 'test/fixtures/content-small/functions.md', line: 11 },
    });
  });

  test('holds an inventory that resolves every name as the whole one does', () => {
    const compact = makeSdk(small.ruleSet.sdk);
    const names = [...Object.keys(sdkFile.symbols), ...Object.keys(sdkFile.past)];
    expect(names.length).toBeGreaterThan(1000);
    for (const name of names) expect(compact.lookup(name)).toEqual(sdk.lookup(name));
    expect(compact.keyword('modal.App.function', 'keep_warm')).toBe('min_containers');
  });

  test('is the same each time', () => {
    const again = compileTopics(folders[0]?.topics ?? [], homepage(), sdkFile);
    expect([...again.files]).toEqual([...small.files]);
  });
});

describe('the stock ast-grep', () => {
  test.each(folders)(
    'accepts every rule of $folder, and finds the examples',
    ({ compiled, topics }) => {
      if (topics.length === 0) return;
      const { found, expected } = scanExamples(topics, compiled.files, compiled.ruleSet.rules);
      expect(found).toEqual(expect.arrayContaining(expected));
      expect(
        compiled.ruleSet.rules.every(({ id, topic }) => compiled.files.has(`${topic}/${id}.yml`)),
      ).toBe(true);
    },
  );

  test.each([
    ['app-function', 'import azure\n\n\n@route("/")\ndef function(): ...\n'],
    ['gpu', 'gpu = "A100"\nrender(gpu="A100")\n'],
    ['is-local', 'is_local()\n'],
    ['remote', 'git.remote("origin")\n'],
    ['dict', 'd = dict()\nDict[str, int]\nqueue.Queue()\n'],
  ])('%s leaves look-alikes alone', (id, code) => {
    const folder = join(scratch, `clean-${id}`);
    writeAll(folder, new Map([...small.files, ['look/alike.py', code]]));
    expect(scan(folder, 'look').filter(([rule]) => rule === id)).toEqual([]);
  });

  test('a rule file says where it comes from', () => {
    const text = small.files.get('functions/gpu.yml') ?? '';
    expect(text.split('\n')[0]).toBe('# test/fixtures/content-small/functions.md:11');
  });
});

describe('ownerOf', () => {
  const rules = [
    ruleOf('app-function', { symbol: 'modal.App.function', role: 'decorator' }),
    ruleOf('gpu', { symbol: 'modal.App.function', role: 'keyword', keyword: 'gpu' }),
    ruleOf('volume', { symbol: 'modal.Volume' }),
    ruleOf('volume-commit', { symbol: 'modal.Volume.commit', role: 'call' }),
    ruleOf('function-remote', {
      symbol: 'modal.Function.remote',
      role: 'call',
      receiver: 'function',
    }),
    ruleOf('method-remote', { symbol: 'modal.Function.remote', role: 'call', receiver: 'method' }),
    ruleOf('import-modal', { symbol: 'modal', role: 'reference' }),
    ruleOf('deploy', { symbol: 'modal deploy', role: 'command' }),
  ];
  const source = `import modal
app = modal.App()
vol = modal.Volume.from_name("v")
@app.function(gpu="A100", cpu=1)
def f(x): vol.commit()
@app.cls()
class C:
    @modal.method()
    def m(self, v: modal.Volume): vol.reload()
f.remote(1)
C().m.remote(1)
modal.Cls.from_name("a", "C")().m.remote(1)
f.map([1])
load = app.function
where = modal.volume
`;
  const uses = usesOf(new Names(readModule(source), sdk));

  test.each([
    [1, ['import-modal']],
    [2, []],
    [3, ['volume']],
    [4, ['app-function', 'gpu']],
    [5, ['volume-commit']],
    [6, []],
    [8, []],
    [9, ['volume', 'volume']],
    [10, ['function-remote']],
    [11, ['method-remote']],
    [12, ['method-remote']],
    [13, []],
    [14, ['app-function']],
    [15, ['import-modal']],
  ])('line %i belongs to %j', (line, ids) => {
    const there = uses.filter(({ span }) => lineOf(source, span.start) === line);
    expect(there.map((use) => ownerOf(use, rules)?.id).filter((id) => id !== undefined)).toEqual(
      ids,
    );
  });

  test('a role before no role, whatever their order', () => {
    const [use] = uses.filter(({ symbol }) => symbol.name === 'modal.Volume.commit');
    const call = ruleOf('call', { symbol: 'modal.Volume.commit', role: 'call' });
    const any = ruleOf('any', { symbol: 'modal.Volume.commit' });
    for (const order of [
      [call, any],
      [any, call],
    ]) {
      expect(use && makeOwner(order)(use)?.id).toBe('call');
    }
  });
});

describe('npm run compile', () => {
  test('of the project: nothing in rules/ is out of date', () => {
    // Until the first concept file is there.
    if (loadConcepts(join(root, 'content')).length === 0) return;
    expect(run(['--check'])).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('writes, tells drift, and removes what no row makes any more', () => {
    const content = join(scratch, 'content');
    const out = join(scratch, 'rules');
    cpSync(join(fixtures, 'content-small'), content, { recursive: true });
    expect(run([content, '--out', out])).toMatchObject({ status: 0, stderr: '' });
    expect(run([content, '--out', out, '--check'])).toMatchObject({ status: 0, stderr: '' });
    writeFileSync(join(out, 'functions/gpu.yml'), 'id: changed\n');
    const file = join(content, 'storage.md');
    const text = readFileSync(file, 'utf8');
    writeFileSync(file, text.replaceAll('`modal.Volume`', '`modal.Proxy`'));
    const { status, stderr } = run([content, '--out', out, '--check']);
    expect(status).toBe(1);
    expect(stderr).toMatch(/out of date: .*functions\/gpu\.yml/);
    expect(stderr).toMatch(/out of date: .*storage\/proxy\.yml/);
    expect(stderr).toMatch(/no row any more: .*storage\/volume\.yml/);
    expect(run([content, '--out', out]).status).toBe(0);
    expect(globSync('storage/*.yml', { cwd: out }).sort()).toEqual([
      'storage/modal-deploy.yml',
      'storage/proxy.yml',
    ]);
  });

  test('prints all mistakes of all files at once, and writes nothing', () => {
    const content = join(scratch, 'broken');
    cpSync(join(fixtures, 'content-small'), content, { recursive: true });
    for (const [name, from, to] of [
      ['functions.md', '`modal.is_local()` |', '`modal.is_locl()` |'],
      ['functions.md', 'lines=6 call', 'lines=60 call'],
      ['storage.md', '`fal deploy` |', '`fal deplyo` |'],
    ] as const) {
      const file = join(content, name);
      writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
    }
    const { status, stdout, stderr } = run([content, '--out', join(scratch, 'none')]);
    expect([status, stdout]).toEqual([1, '']);
    expect(stderr.match(/\w+\.md:\d+:\d+ error [\w-]+/g)).toEqual([
      'functions.md:13:10 error cell-unknown-name',
      'functions.md:45:18 error lines-beyond',
      'storage.md:9:21 error fal-unknown-command',
    ]);
    expect(stderr).toContain('3 mistakes; nothing was written.');
    expect(globSync('*', { cwd: join(scratch, 'none') })).toEqual([]);
  });

  test('says so where there is nothing to compile', () => {
    expect(run([join(scratch, 'nothing')]).status).toBe(2);
  });
});

function run(args: readonly string[]): { status: number | null; stdout: string; stderr: string } {
  const script = join(root, 'scripts/compile.ts');
  const { status, stdout, stderr } = spawnSync(process.execPath, [script, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function ruleOf(id: string, ...matches: readonly Match[]): Rule {
  const url = `https://modal-lint.github.io/concepts/x/#${id}`;
  const source = { file: 'x.md', line: 1 };
  return {
    id,
    topic: 'x',
    modal: id,
    fal: id,
    notes: id,
    verdict: 'manual',
    matches,
    url,
    docs: {},
    source,
  };
}

function ruleWith(matches: readonly Match[]): Rule {
  return ruleOf('broken', ...matches);
}

function lineOf(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length;
}

function writeAll(folder: string, files: ReadonlyMap<string, string>): void {
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** What the stock ast-grep finds: `[rule, file, line]`. */
function scan(folder: string, path: string): [string, string, number][] {
  const binary = join(root, 'node_modules/.bin/ast-grep');
  const args = ['scan', '--config', 'sgconfig.yml', '--json=stream', path];
  const options = { cwd: folder, encoding: 'utf8', maxBuffer: 1 << 26 } as const;
  const { status, stdout, stderr } = spawnSync(binary, args, options);
  if (status === null || status > 1 || stderr !== '')
    throw new Error(`ast-grep ${status}: ${stderr}`);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const { ruleId, file, range } = JSON.parse(line) as {
        ruleId: string;
        file: string;
        range: { start: { line: number } };
      };
      return [ruleId, file.replace(/^.*\//, ''), range.start.line + 1];
    });
}

/** Scans the examples that are linted; expected is each place that our own resolver gives to the example's rule. */
function scanExamples(
  topics: readonly Topic[],
  rules: ReadonlyMap<string, string>,
  all: readonly Rule[],
): { found: string[]; expected: string[] } {
  const folder = mkdtempSync(join(scratch, 'scan-'));
  const texts = new Map([...rules, ['examples/empty.py', '']]);
  const expected = new Set<string>();
  for (const { topic, example } of topics.flatMap(examplesOf)) {
    example.before.forEach(({ code, file, language }, index) => {
      const path = `${topic.id}.${example.name}.${index}.${file.split('/').at(-1) ?? ''}`;
      texts.set(`examples/${path}`, code);
      if (language !== 'python') return;
      for (const use of usesOf(new Names(readModule(code), sdk))) {
        const rule = ownerOf(use, all);
        if (rule && rule.id === example.rule && isPromised(use, rule, code)) {
          expected.add(`${rule.id} ${path}`);
        }
      }
    });
  }
  writeAll(folder, texts);
  const found = scan(folder, 'examples').map(([rule, file]) => `${rule} ${file}`);
  return { found, expected: [...expected] };
}

/** A pattern resolves no names: promised are plain imports, and what the program spells as the row does. */
function isPromised({ symbol: { name, legacy } }: Use, { matches }: Rule, code: string): boolean {
  if (legacy !== undefined) return false;
  const plain = /^import modal$/m.test(code) && !/^\s*from modal\b|import modal as/m.test(code);
  return plain && matches.some(({ symbol }) => symbol === name || code.includes(symbol));
}
