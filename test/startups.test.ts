import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
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
  /** Layers behind it. */
  readonly then?: string;
  readonly unit?: string;
}

async function converted(given: Given): Promise<{ after: string; reasons: string[] }> {
  const { body = FETCH, params = '', options = '', then = '', unit = UNIT } = given;
  const lines = body.split('\n').map((line) => `    ${line}\n`);
  const source = `import os\nimport subprocess\n\nimport modal\n\napp = modal.App("x")\nMODEL = "gpt2"\n\n\ndef helper():\n    os.chdir("/")\n\n\ndef fetch(${params}):\n${lines.join('')}\n\nimage = modal.Image.debian_slim().run_function(fetch${options})${then}\n\n\n${unit}`;
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
    ['a folder', { body: FETCH.replace('"gpt2"', '"gpt2", local_dir="/w"') }, 'fetch()', GONE],
    [
      'a library of its own',
      { body: 'import whisper\nwhisper.load_model("tiny")' },
      'fetch()',
      GONE,
    ],
    [
      'another place for the cache',
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
    ['the folder of the process', { body: 'os.chdir("/w")' }, LEFT],
    ['a helper that changes it', { body: 'helper()' }, LEFT],
    ['the environment', { body: 'os.environ["A"] = "1"' }, LEFT],
    ['another process', { body: 'subprocess.run(["wget", "x"])' }, LEFT],
    ['a global name', { body: 'global MODEL\nMODEL = "b"' }, LEFT],
    ['volumes', { options: ', volumes={"/w": modal.Volume.from_name("w")}' }, LEFT],
    ['a parameter that nobody gives', { params: 'name' }, LEFT],
    ['arguments that are worked out', { params: 'name', options: ', args=tuple([MODEL])' }, LEFT],
    [
      'a step that needs it',
      { then: '.run_commands("python build.py")' },
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
    [
      'an app that is served',
      {
        unit: '@app.function(image=image)\n@modal.asgi_app()\ndef web():\n    from fastapi import FastAPI\n\n    return FastAPI()\n',
      },
      /^manual: .*call it before `web` is served/,
    ],
  ])('stays with a person: %s', async (_, given, reason) => {
    const { after, reasons } = await converted(given);
    expect(after).not.toMatch(/^ +fetch\(/m);
    expect(reasons).toEqual([expect.stringMatching(reason)]);
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

  test('a function calls it once a process', async () => {
    const { after } = await converted({
      unit: '@app.function(image=image)\ndef f():\n    return 1\n',
    });
    expect(after).toContain('@fal.cached\ndef fetch():\n');
    expect(after).toContain('def f():\n    fetch()\n    return 1\n');
  });
});
