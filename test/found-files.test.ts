import { describe, expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { migrate } from '../src/convert/migrate.ts';
import type { RuleSet } from '../src/model/rule-set.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const rulesFile = fileURLToPath(new URL('../rules/rules.json', import.meta.url));
const rules = JSON.parse(readFileSync(rulesFile, 'utf8')) as RuleSet;
const sdk = makeSdk(rules.sdk);

type Files = Readonly<Record<string, string>>;

const HEAD =
  'import modal\n\napp = modal.App("x")\nvol = modal.Volume.from_name("v")\nimage = modal.Image.debian_slim().apt_install("git")\n';
const HELPER = 'DIR = "/mnt/v/models"\n';

async function converted(files: Files): Promise<Record<string, string>> {
  const sources = Object.entries(files).map(([path, source]) => ({ path, source }));
  const { results } = await migrate(await readProgram(sources, sdk), rules, { level: 'all' });
  return { ...files, ...Object.fromEntries(results.map(({ file, after }) => [file, after])) };
}

async function body(options: string, lines: readonly string[]): Promise<string[]> {
  const source = `${HEAD}\n\n@app.function(${options})\ndef f():\n    ${lines.join('\n    ')}\n`;
  const { 'main.py': after = '' } = await converted({ 'main.py': source });
  return after
    .slice(after.indexOf('def f():'))
    .split('\n')
    .slice(1)
    .flatMap((line) => line.trim() || []);
}

describe('variables that a unit sets', () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ['above all', ['return 1'], ['os.environ["A"] = "b"', 'return 1']],
    [
      'behind an `import os` of the body',
      ['import json, sys', 'import os', 'import torch'],
      ['import json, sys', 'import os', 'os.environ["A"] = "b"', 'import torch'],
    ],
    [
      'with an `import os` of their own, where a library is imported first',
      ['import torch', 'import os'],
      ['import os', 'os.environ["A"] = "b"', 'import torch', 'import os'],
    ],
    [
      'with an `import os` of their own, where that of the body is further down',
      ['if 1:', '    import os'],
      ['import os', 'os.environ["A"] = "b"', 'if 1:', 'import os'],
    ],
  ])('%s', async (_, lines, after) => {
    expect(await body('env={"A": "b"}', lines)).toEqual(after);
  });

  test('paths in them follow their volumes, and the directory is made', async () => {
    const options = 'volumes={"/mnt/v": vol}, env={"OUT": "/mnt/v/out", "OTHER": "/mnt/vault"}';
    expect(await body(options, ['return 1'])).toEqual([
      'os.makedirs("/data/v", exist_ok=True)',
      'os.environ["OUT"] = "/data/v/out"',
      'os.environ["OTHER"] = "/mnt/vault"',
      'return 1',
    ]);
  });
});

describe('a volume where a library has its cache', () => {
  const CACHE = 'volumes={"/root/.cache/vllm": vol}';

  test('the unit says where it is', async () => {
    expect(await body(CACHE, ['return 1'])).toEqual([
      'os.environ["VLLM_CACHE_ROOT"] = "/data/v"',
      'return 1',
    ]);
  });

  test('or the last line of the Dockerfile', async () => {
    const source = `${HEAD}\n\n@app.function(${CACHE}, image=image)\ndef f():\n    return 1\n`;
    const { 'main.py': after = '' } = await converted({ 'main.py': source });
    expect(after).toContain('\nENV VLLM_CACHE_ROOT=/data/v\n""")');
    expect(after).not.toContain('os.environ');
  });

  test('what the program sets itself counts', async () => {
    const options = `${CACHE}, env={"VLLM_CACHE_ROOT": "/tmp"}`;
    expect(await body(options, ['return 1'])).toEqual([
      'os.environ["VLLM_CACHE_ROOT"] = "/tmp"',
      'return 1',
    ]);
  });

  test('the cache of all holds that of Hugging Face', async () => {
    expect(await body('volumes={"/root/.cache": vol}', ['return 1'])).toEqual([
      'os.environ["XDG_CACHE_HOME"] = "/data/v"',
      'os.environ["HF_HOME"] = "/data/v/huggingface"',
      'return 1',
    ]);
  });
});

describe('paths in modules on a runner', () => {
  const unit = (name: string, options: string): string =>
    `\n\n@app.function(${options})\ndef ${name}():\n    from helper import DIR\n\n    return DIR\n`;

  test.each<[string, string, string]>([
    ['imported while the unit runs', unit('f', 'volumes={"/mnt/v": vol}'), '/data/v/models'],
    [
      'copied by the image',
      '\n\n@app.function(volumes={"/mnt/v": vol}, image=image.add_local_file("helper.py", "/app/helper.py"))\ndef f():\n    return 1\n',
      '/data/v/models',
    ],
    [
      'shared by units that see the volume',
      unit('f', 'volumes={"/mnt/v": vol}') + unit('g', 'volumes={"/mnt/v": vol}'),
      '/data/v/models',
    ],
    [
      'of a unit without the volume, too',
      unit('f', 'volumes={"/mnt/v": vol}') + unit('g', ''),
      '/data/v/models',
    ],
    [
      'of a unit with another volume there',
      unit('f', 'volumes={"/mnt/v": vol}') +
        unit('g', 'volumes={"/mnt/v": modal.Volume.from_name("w")}'),
      '/mnt/v/models',
    ],
    [
      'of a unit whose image has files there',
      unit('f', 'volumes={"/mnt/v": vol}') +
        unit('g', 'image=image.run_commands("mkdir -p /mnt/v/models")'),
      '/mnt/v/models',
    ],
    [
      'of a unit with a bucket there',
      unit('f', 'volumes={"/mnt/v": vol}') +
        unit('g', 'volumes={"/mnt/v": modal.CloudBucketMount("b")}'),
      '/mnt/v/models',
    ],
    [
      'of a unit whose image is not known',
      unit('f', 'volumes={"/mnt/v": vol}') + unit('g', 'image=make()'),
      '/mnt/v/models',
    ],
  ])('%s', async (_, units, path) => {
    const after = await converted({ 'main.py': HEAD + units, 'helper.py': HELPER });
    expect(after['helper.py']).toBe(`DIR = "${path}"\n`);
    const isMarked = (after['main.py'] ?? '').includes('TODO(modal-lint): volumes: `helper.py`');
    expect(isMarked).toBe(path.startsWith('/mnt'));
  });
});
