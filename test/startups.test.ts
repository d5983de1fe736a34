import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { ensurePythonEnv } from '../scripts/python-env.ts';
import { migrate } from '../src/convert/migrate.ts';
import type { RuleSet } from '../src/model/rule-set.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const rulesFile = fileURLToPath(new URL('../rules/rules.json', import.meta.url));
const rules = JSON.parse(readFileSync(rulesFile, 'utf8')) as RuleSet;
const sdk = makeSdk(rules.sdk);

const FETCH = 'from huggingface_hub import snapshot_download\nsnapshot_download("gpt2")';
const UNIT =
  '@app.cls(image=image)\nclass C:\n    @modal.method()\n    def run(self) -> int:\n        return 1\n';

interface Given {
  readonly body?: string;
  readonly params?: string;
  /** Of `run_function`, after the function. */
  readonly options?: string;
  /** Layers in front of it, and behind it. */
  readonly before?: string;
  readonly then?: string;
  /** Variables that the `RUN` line takes as secrets. */
  readonly mounts?: readonly string[];
  readonly unit?: string;
}

async function converted(given: Given): Promise<{ after: string; reasons: string[] }> {
  const { body = FETCH, params = '', options = '', before = '', then = '', unit = UNIT } = given;
  const lines = body.split('\n').map((line) => `    ${line}\n`);
  const source = `import os\nimport subprocess\n\nimport modal\n\napp = modal.App("x")\nMODEL = "gpt2"\nTWICE = "a"\nTWICE = "b"\n\n\ndef helper():\n    os.chdir("/")\n\n\ndef fetch(${params}):\n${lines.join('')}\n\nimage = modal.Image.debian_slim()${before}.run_function(fetch${options})${then}\n\n\n${unit}`;
  const program = await readProgram([{ path: 'main.py', source }], sdk);
  const { plans, results } = await migrate(program, rules, { level: 'all' });
  const reasons = plans
    .flatMap((plan) => plan.reasons)
    .filter(({ rule }) => rule === 'image-run-function')
    .map(({ verdict, message }) => `${verdict}: ${message}`);
  return { after: results[0]?.after ?? '', reasons };
}

const CACHED = /^rewrite-unsafe: `fetch` ran .* it finds what fal keeps/;
const GONE = /^manual: `fetch` ran .* is called by each runner .* keep it under `\/data`/;
const BUILT = /^rewrite-unsafe: `fetch` runs in a `RUN` line/;
const SECRET = /^rewrite-unsafe: `secrets=` of `run_function`: a build on fal has no secrets/;
const LEFT = /^manual: fal runs no Python function while it builds an image/;

describe('a function that the image ran', () => {
  test.each<[string, Given, string, RegExp]>([
    ['the cache', {}, 'fetch()', CACHED],
    [
      'weights that are loaded',
      { body: 'import transformers\ntransformers.AutoModel.from_pretrained(MODEL)' },
      'fetch()',
      CACHED,
    ],
    [
      'arguments',
      { params: 'name, size=1', options: ', args=(MODEL,), kwargs={"size": 2}' },
      'fetch(MODEL, size=2)',
      CACHED,
    ],
    [
      'options of the build',
      { options: ', timeout=60, cpu=2, force_build=True' },
      'fetch()',
      CACHED,
    ],
    [
      'secrets, where the unit has none',
      { options: ', secrets=[modal.Secret.from_name("hf")]' },
      'fetch()',
      CACHED,
    ],
    [
      'a secret, as it was once given',
      { options: ', secret=modal.Secret.from_name("hf")' },
      'fetch()',
      CACHED,
    ],
    [
      'steps after it that only fetch and install',
      { then: '.run_commands("git clone x /x", ["cd /x && pip install -e ."])' },
      'fetch()',
      CACHED,
    ],
    [
      'secrets of which nobody knows what is read',
      { body: 'os.mkdir("/w")', options: ', secrets=[modal.Secret.from_name("g")]' },
      'fetch()',
      GONE,
    ],
    ['what Modal gives', { body: 'os.mkdir(app.name)' }, 'fetch()', GONE],
    ['its own file', { body: 'os.mkdir(__file__)' }, 'fetch()', GONE],
    [
      'another place for the cache, which is told later',
      { then: '.env({"HF_HOME": "/cache"})' },
      'fetch()',
      /^manual: .* the image sets another folder for the cache/,
    ],
  ])('%s', async (_, given, call, reason) => {
    const { after, reasons } = await converted(given);
    expect(after).toContain(`    def setup(self):\n        ${call}\n`);
    expect(reasons).toEqual([expect.stringMatching(reason)]);
  });

  test.each<[string, Given, RegExp]>([
    ['a global name', { body: 'global MODEL\nMODEL = "b"' }, LEFT],
    ['volumes', { options: ', volumes={"/w": modal.Volume.from_name("w")}' }, LEFT],
    ['a parameter that nobody gives', { params: 'name', body: 'print(name)' }, LEFT],
    [
      'arguments that are worked out',
      { params: 'name', body: 'print(name)', options: ', args=tuple([MODEL])' },
      LEFT,
    ],
    ['a name that is set twice', { body: 'os.chdir(TWICE)' }, LEFT],
    [
      'a step that needs it',
      { then: '.run_commands("git clone x", "python build.py")' },
      /^manual: .*steps of the image come after it/,
    ],
    ['a GPU', { options: ', gpu="A100"' }, /^manual: .*it needs a GPU, which `C` has not/],
    [
      'secrets beside those of the unit',
      {
        options: ', secrets=[modal.Secret.from_name("hf")]',
        unit: UNIT.replace(
          'image=image',
          'image=image, secrets=[modal.Secret.from_name("g", required_keys=["A"])]',
        ),
      },
      /^manual: .*add its secrets to those of `C`/,
    ],
  ])('stays with a person: %s', async (_, given, reason) => {
    const { after, reasons } = await converted(given);
    expect(after).not.toMatch(/^ +fetch\(/m);
    expect(reasons).toEqual([expect.stringMatching(reason)]);
  });

  test.each<[string, Given, string[]]>([
    [
      'a folder',
      { body: FETCH.replace('"gpt2"', '"gpt2", local_dir="/w"') },
      ['inspect.getsource(fetch)', '"fetch()"'],
    ],
    [
      'the process, by a helper',
      { body: 'helper()' },
      ['"import os"', 'inspect.getsource(helper)', 'inspect.getsource(fetch)', '"fetch()"'],
    ],
    [
      'a constant and an argument',
      {
        params: 'a, b=1',
        body: 'os.environ[MODEL] = a',
        options: ', args=(MODEL,), kwargs={"b": "{}"}',
      },
      [
        '"import os"',
        'f"MODEL = {MODEL!r}"',
        'inspect.getsource(fetch)',
        `f"fetch({repr(MODEL)}, b='{{}}')"`,
      ],
    ],
    [
      'before a step that needs it',
      { body: 'subprocess.run(["wget", "x"])', then: '.run_commands("python build.py")' },
      ['"import subprocess"', 'inspect.getsource(fetch)', '"fetch()"'],
    ],
    [
      'what its secrets tell',
      {
        body: 'print(os.environ["A"])',
        options: ', secrets=[modal.Secret.from_name("g", required_keys=["A", "B"])]',
        mounts: ['A', 'B'],
      },
      ['"import os"', 'inspect.getsource(fetch)', '"fetch()"'],
    ],
    [
      'what it reads of a secret that does not tell',
      {
        body: 'print(os.environ["A"], os.getenv("PATH"))',
        options: ', secret=modal.Secret.from_name("g")',
        mounts: ['A'],
      },
      ['"import os"', 'inspect.getsource(fetch)', '"fetch()"'],
    ],
    [
      'what a library reads',
      {
        body: FETCH.replace('"gpt2"', '"gpt2", local_dir="/w"'),
        options: ', secrets=[modal.Secret.from_name("g")]',
        mounts: ['HF_TOKEN'],
      },
      ['inspect.getsource(fetch)', '"fetch()"'],
    ],
    [
      'the cache, where the image has it elsewhere',
      { body: FETCH, before: '.env({"HF_HOME": "/cache"})' },
      ['inspect.getsource(fetch)', '"fetch()"'],
    ],
  ])('is built in: %s', async (_, given, lines) => {
    const { after, reasons } = await converted(given);
    const { mounts = [] } = given;
    const [, text = ''] =
      /^fetch_step = "\\n"\.join\(\s*\[([^]*?),?\s*\]\s*\)\n/m.exec(after) ?? [];
    expect(text.trim().split(/,\n? +(?=f?["i])/)).toEqual(lines);
    const flags = mounts.map((key) => `--mount=type=secret,id=${key},env=${key} `).join('');
    expect(after).toContain(`\nRUN ${flags}{json.dumps(["python", "-c", fetch_step])}\n`);
    const entries = mounts.map((key) => `"${key}": os.environ.get("${key}", "")`).join(', ');
    expect(after.includes(`, secrets={${entries}})`)).toBe(mounts.length > 0);
    const told: unknown[] = mounts.length > 0 ? [expect.stringMatching(SECRET)] : [];
    expect(reasons.toSorted()).toEqual([expect.stringMatching(BUILT), ...told]);
  });

  test.each<[string, string, RegExp, string]>([
    [
      'its program comes from the file that makes the image',
      'snapshot_download("gpt2", local_dir="/w")',
      BUILT,
      'json.dumps(["python", "-c", fetch_step])',
    ],
    [
      'what it fetched comes with the first runner',
      'snapshot_download("gpt2")',
      /^rewrite-unsafe: `fetch` filled the cache of Hugging Face when the image was built/,
      'requirements = ["huggingface_hub"]',
    ],
    [
      'unless code takes from the cache only',
      'snapshot_download("gpt2", local_files_only=False)',
      /^manual: .* import it, and call it when `C` starts/,
      'requirements = ["huggingface_hub"]',
    ],
  ])('in another file: %s', async (_, call, reason, text) => {
    const common = `import modal\n\n\ndef fetch():\n    from huggingface_hub import snapshot_download\n    ${call}\n\n\nimage = modal.Image.debian_slim().pip_install("huggingface_hub").run_function(fetch)\n`;
    const main = `import modal\n\nfrom common import image\n\napp = modal.App("x")\n\n\n${UNIT}`;
    const sources = [
      { path: 'common.py', source: common },
      { path: 'main.py', source: main },
    ];
    const { plans, results } = await migrate(await readProgram(sources, sdk), rules, {
      level: 'all',
    });
    const after = Object.fromEntries(results.map((result) => [result.file, result.after]));
    const told = plans
      .flatMap((plan) => plan.reasons)
      .filter(({ rule }) => rule === 'image-run-function')
      .map(({ verdict, message }) => `${verdict}: ${message}`);
    expect(told).toEqual([expect.stringMatching(reason)]);
    expect(after['main.py']).toContain(text);
    const isBuilt = reason === BUILT;
    expect(after['main.py']?.includes('from common import fetch_step\n')).toBe(isBuilt);
    expect(after['common.py']?.includes('\nfetch_step = ')).toBe(isBuilt);
  });

  test('the first hook begins with it', async () => {
    const hook =
      '    @modal.enter()\n    def load(self):\n        """Loads."""\n        self.x = 1\n\n';
    const { after } = await converted({
      unit: UNIT.replace('    @modal.method', `${hook}    @modal.method`),
    });
    expect(after).toContain(
      '    def setup(self):\n        """Loads."""\n        fetch()\n        self.x = 1\n',
    );
  });

  test('a function that serves an app calls it before it makes the app', async () => {
    const { after, reasons } = await converted({
      unit: '@app.function(image=image)\n@modal.asgi_app()\ndef web():\n    from fastapi import FastAPI\n\n    return FastAPI()\n',
    });
    expect(after).toContain('def web():\n    fetch()\n    from fastapi import FastAPI\n');
    expect(after).toContain('    uvicorn.run(web(), ');
    expect(reasons).toEqual([expect.stringMatching(CACHED)]);
  });

  test('the method that serves a class without hooks calls it', async () => {
    const { after } = await converted({
      unit: '@app.cls(image=image)\nclass Site:\n    @modal.asgi_app()\n    def web(self):\n        from fastapi import FastAPI\n\n        return FastAPI()\n',
    });
    expect(after).toContain(
      '    def web(self):\n        fetch()\n        from fastapi import FastAPI\n',
    );
  });

  test('a function calls it once a process', async () => {
    const { after } = await converted({
      unit: '@app.function(image=image)\ndef f():\n    return 1\n',
    });
    expect(after).toContain('@fal.cached\ndef fetch():\n');
    expect(after).toContain('def f():\n    fetch()\n    return 1\n');
  });
});

/** Programs around a function that the image runs: what stands above it, the function, and the rest of the layer. */
const steps: readonly { title: string; code: string; options?: string; call: string }[] = [
  {
    title: 'its own text, with all that a text can hold',
    code: `def fetch():\n    """Fetches 'it' at "once"."""\n    print("a\\tb\\\\ {x} \\u00e9 \u00e9", r"\\d")  # {braces} 'n \\ all\n`,
    call: 'fetch()',
  },
  {
    title: 'imports, with other names',
    code: 'import os.path\nimport json as j\nfrom os import environ as env, sep\n\n\ndef fetch():\n    print(os.path.join("a", "b"), j.dumps([1]), env.get("STEP"), sep)\n',
    call: 'fetch()',
  },
  {
    title: 'constants and paths',
    code: 'from pathlib import Path\n\nNAMES = ["a", \'b"c\']\nTABLE = {"a": 1, "b": None}\nHOME = Path("/x") / "y"\n\n\ndef fetch(many=NAMES):\n    print(many, TABLE, HOME / "z", NAMES)\n',
    call: 'fetch()',
  },
  {
    title: 'helpers, below and above',
    code: 'SIZE = 3\n\n\ndef fetch():\n    print(Box(twice(2)).size)\n\n\nclass Box:\n    size = SIZE\n\n    def __init__(self, size: int):\n        self.size = size + Box.size\n\n\ndef twice(x: int) -> int:\n    return SIZE if x == 0 else 2 * twice(x - 1)\n',
    call: 'fetch()',
  },
  {
    title: 'arguments',
    code: 'MODEL = "it\'s {a} \\"b\\""\n\n\ndef fetch(name, *, size, other="{o}"):\n    print(name, size, other)\n',
    options: ', args=[MODEL], kwargs={"size": -1, "other": "a\\nb{}"}',
    call: 'fetch(MODEL, size=-1, other="a\\nb{}")',
  },
  {
    title: 'an argument from below the function',
    code: 'def fetch(name):\n    print(name)\n\n\nMODEL = "m"\n',
    options: ', args=[MODEL]',
    call: 'fetch(MODEL)',
  },
  {
    title: 'a secret',
    code: 'import os\n\n\ndef fetch():\n    print(os.environ["TOKEN"])\n',
    options: ', secrets=[modal.Secret.from_name("g")]',
    call: 'fetch()',
  },
  {
    title: 'a coroutine',
    code: 'async def fetch(name: str):\n    import asyncio\n\n    await asyncio.sleep(0)\n    print(name)\n',
    options: ', args=("a",)',
    call: 'fetch("a")',
  },
];

describe.runIf('python' in ensurePythonEnv())('a step of the image', () => {
  test('does in a RUN line what it did on Modal', async () => {
    const env = ensurePythonEnv();
    const folder = mkdtempSync(join(tmpdir(), 'steps-'));
    const write = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text);
      return join(folder, name);
    };
    const pairs = await Promise.all(
      steps.map(async ({ code, options = '', call }, i) => {
        const source = `import modal\n\n${code}\n\nimage = modal.Image.debian_slim().run_function(fetch${options})\napp = modal.App("x", image=image)\n\n\n@app.function()\ndef unit():\n    return 1\n`;
        const program = await readProgram([{ path: 'main.py', source }], sdk);
        const { results } = await migrate(program, rules, { level: 'all' });
        const after = results[0]?.after ?? '';
        expect(after).not.toContain('TODO');
        return [write(`before_${i}.py`, source), write(`after_${i}.py`, after), call];
      }),
    );
    const script = fileURLToPath(new URL('image/build_steps.py', import.meta.url));
    const output = execFileSync('python' in env ? env.python : '', ['-W', 'ignore', script], {
      input: JSON.stringify(pairs),
      encoding: 'utf8',
      env: { PATH: process.env.PATH ?? '', HOME: folder },
    });
    rmSync(folder, { recursive: true });
    const answers = JSON.parse(output) as readonly [string, string][];
    expect(answers.map(([, fal]) => fal)).toEqual(answers.map(([modal]) => modal));
    expect(answers.every(([modal]) => modal !== '')).toBe(true);
  });
});
