import { describe, expect, test } from 'vitest';
import { readRules } from '../src/cli/rules-file.ts';
import { migrate } from '../src/convert/migrate.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const rules = readRules(undefined);
const sdk = makeSdk(rules.sdk);

const HEAD = 'import modal\n\napp = modal.App("demo")\n\n\n';
const WORK = '@app.function()\ndef work(x: int) -> int:\n    return x\n\n\n';
const MODEL =
  '@app.cls()\nclass Model:\n    @modal.method()\n    def run(self, x: int) -> int:\n        return x\n\n\n';
const CALL_MODEL = '    return Model().run.remote(x=1)\n';
const CALL_WORK = '    return work.remote(1)\n';

async function converted(source: string, others: Readonly<Record<string, string>> = {}) {
  const files = { 'main.py': source, ...others };
  const sources = Object.entries(files).map(([path, text]) => ({ path, source: text }));
  const { results } = await migrate(await readProgram(sources, sdk), rules, { level: 'all' });
  return results.find(({ file }) => file === 'main.py')?.after ?? '';
}

/** Units that call others need packages for it: their settings, before and after. */
describe('a unit that calls others', () => {
  test.each([
    ['a class', '@app.function()', CALL_MODEL, '@fal.function(requirements=["fal-client"])'],
    ['a function', '@app.function()', CALL_WORK, '@fal.function(requirements=["fal"])'],
    [
      'both',
      '@app.function()',
      CALL_MODEL.replace('return', 'work.remote(1)\n    return'),
      '@fal.function(requirements=["fal", "fal-client"])',
    ],
    ['nothing', '@app.function()', '    return 1\n', '@fal.function()'],
    ['itself', '@app.function()', '    return f.remote()\n', '@fal.function()'],
    [
      'behind what it has',
      '@app.function(image=modal.Image.debian_slim().pip_install("rich"))',
      CALL_MODEL,
      '@fal.function(requirements=["rich", "fal-client"])',
    ],
    [
      'with what it has already',
      '@app.function(image=modal.Image.debian_slim().pip_install("fal-client==1.0", "fal"))',
      CALL_MODEL,
      '@fal.function(requirements=["fal-client==1.0", "fal"])',
    ],
    [
      'behind the machine',
      '@app.function(gpu="H100", timeout=60)',
      CALL_MODEL,
      '@fal.function(machine_type="GPU-H100", requirements=["fal-client"], request_timeout=60)',
    ],
    [
      'in an image',
      '@app.function(image=modal.Image.debian_slim().apt_install("git"))',
      CALL_MODEL.replace('return', 'work.remote(1)\n    return'),
      'RUN python -m pip install fal fal-client\n',
    ],
    [
      'in a Dockerfile of the user',
      '@app.function(image=modal.Image.from_dockerfile("Dockerfile"))',
      CALL_MODEL,
      'requirements=["fal-client"]',
    ],
    [
      'what a helper calls',
      '@app.function()',
      '    return helper()\n\n\ndef helper():\n    return Model().run.remote(x=1)\n',
      '@fal.function(requirements=["fal-client"])',
    ],
  ])('%s', async (_title, decorator, body, expected) => {
    const after = await converted(`${HEAD}${WORK}${MODEL}${decorator}\ndef f():\n${body}`);
    expect(after.slice(after.indexOf('class Model'))).toContain(expected);
  });

  test('a class that calls a function', async () => {
    const after = await converted(HEAD + WORK + MODEL.replace('return x', 'return work.remote(x)'));
    expect(after).toContain('    app_name = "demo"\n    requirements = ["fal"]\n');
  });

  test('a class in the file that calls nothing stays without', async () => {
    const after = await converted(`${HEAD}${WORK}${MODEL}@app.function()\ndef f():\n${CALL_MODEL}`);
    expect(after.match(/fal-client/g)).toHaveLength(1);
  });

  test('a call in another file counts', async () => {
    const after = await converted(
      'import modal\nfrom lib import ask\n\napp = modal.App("demo")\n\n\n@app.function()\ndef f():\n    return ask()\n',
      {
        'lib.py':
          'import modal\n\n\ndef ask():\n    return modal.Cls.from_name("other", "Model")().run.remote(x=1)\n',
      },
    );
    expect(after).toContain('requirements=["fal-client"]');
  });

  test('a function that serves FastAPI brings it, as images of Modal did', async () => {
    const after = await converted(
      `${HEAD}@app.function()\n@modal.asgi_app()\ndef web():\n    from fastapi import FastAPI, Form\n\n    api = FastAPI()\n\n    @api.post("/")\n    def index(a: str = Form()):\n        return a\n\n    return api\n`,
    );
    expect(after).toContain('requirements=["uvicorn", "fastapi", "python-multipart"]');
  });
});
