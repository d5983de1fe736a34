import { describe, expect, test } from 'vitest';
import type { UnitOutlook } from '../src/model/outlook.ts';
import { totalsSentence, type PlanReport, type Totals, type UnitReport } from '../src/report/plan/report.ts'; // prettier-ignore
import { machineWords } from '../src/report/plan/words.ts';
import type { Step } from '../src/report/plan/steps.ts';
import { cli, folder } from './cli-run.ts';

interface Document extends PlanReport {
  readonly totals: Totals;
  readonly steps: readonly Step[];
  readonly blockers: readonly { why: string }[];
  readonly secrets: readonly { name?: string; variables: readonly string[]; sure: boolean }[];
  readonly defaults: readonly { text: string }[];
}

function reportOf(path: string, ...flags: string[]): Document {
  const { out, err } = cli(path, ['report', '--format', 'json', ...flags], { real: true });
  expect(err).toBe('');
  return JSON.parse(out) as Document;
}

const HEAD = 'import modal\n\napp = modal.App("demo")\n\n\n';

/** The one unit of a program. */
function unitOf(source: string, ...flags: string[]): UnitReport {
  const [unit] = reportOf(folder({ 'app.py': HEAD + source }), ...flags).units;
  if (!unit) throw new Error('no unit');
  return unit;
}

describe('machines', () => {
  const table: [settings: string, words: string][] = [
    ['gpu="A100"', 'A100 (40 GB) -> GPU-A100 (40 GB, 12 cores, 60 GB RAM)'],
    ['gpu="h100:2", cpu=4, memory=8192', '2 x H100 (80 GB), 4 cores, 8 GB -> 2 x GPU-H100 (80 GB, 12 cores, 112 GB RAM)'],
    ['gpu=["H100", "A100"]', 'H100 (80 GB) or A100 (40 GB) -> GPU-H100 (80 GB, 12 cores, 112 GB RAM) or GPU-A100 (40 GB, 12 cores, 60 GB RAM)'],
    ['gpu="T4"', 'T4 (16 GB) -> to be chosen, nearest: GPU-RTX4090 (24 GB, 12 cores, 48 GB RAM)'],
    ['cpu=3', '3 cores -> L (4 cores, 15 GB)'],
    ['memory=512', '512 MB -> XS (0.5 cores, 512 MB)'],
    ['cpu=(1, 2), memory=(512, 1024)', '1 core, 512 MB -> S (1 core, 1 GB)'],
    ['', 'by default 0.125 cores, 128 MB -> by default XS (0.5 cores, 512 MB)'],
    ['cpu=64', '64 cores -> to be chosen'],
  ]; // prettier-ignore

  test.each(table)('%s', (settings, words) => {
    const { machine } = unitOf(`@app.function(${settings})\ndef f(x): ...\n`);
    expect(machine && machineWords(machine)).toBe(words);
  });

  test('a value that only the program knows', () => {
    const { machine } = unitOf('import os\nG = os.environ["G"]\n\n@app.function(gpu=G)\ndef f(x): ...\n'); // prettier-ignore
    expect(machine && machineWords(machine)).toBe('`gpu=` not known -> to be chosen');
  });

  test('an App has another default than a function', () => {
    const { machine } = unitOf('@app.cls()\nclass C:\n    @modal.method()\n    def m(self): ...\n');
    expect(machine && machineWords(machine)).toContain('by default S (1 core, 1 GB)');
  });
});

describe('callers', () => {
  const calls = (source: string, ...flags: string[]): UnitOutlook['endpoints'] =>
    unitOf(source, ...flags).endpoints;

  test('a method becomes a POST with its parameters as JSON', () => {
    expect(calls('@app.cls()\nclass C:\n    @modal.method()\n    def run(self, prompt: str, steps: int = 4): ...\n\n    @modal.method()\n    def other(self): ...\n', '--fal-owner', 'acme')).toEqual([
      {
        name: 'C.run',
        modal: { by: 'python', call: 'C().run.remote(prompt, steps)' },
        fal: {
          method: 'POST',
          url: 'https://fal.run/acme/demo/run',
          body: [
            { name: 'prompt', type: 'str', optional: false },
            { name: 'steps', type: 'int', optional: true },
          ],
          streams: false,
          open: false,
        },
      },
      {
        name: 'C.other',
        modal: { by: 'python', call: 'C().other.remote()' },
        fal: { method: 'POST', url: 'https://fal.run/acme/demo/other', body: [], streams: false, open: false },
      },
    ]);
  }); // prettier-ignore

  const web: [title: string, source: string, modal: string, fal: string][] = [
    ['GET by default', '@app.function()\n@modal.fastapi_endpoint()\ndef my_page(q: str): ...\n', 'GET https://WORKSPACE--demo-my-page.modal.run', 'POST https://fal.run/your-username/demo'],
    ['a method of its own', '@app.function()\n@modal.fastapi_endpoint(method="PUT", label="hello")\ndef f(q: str): ...\n', 'PUT https://WORKSPACE--hello.modal.run', 'POST https://fal.run/your-username/demo'],
    ['an app of the user', '@app.function()\n@modal.asgi_app()\ndef web():\n    return make()\n\ndef make(): ...\n', 'any https://WORKSPACE--demo-web.modal.run', 'any https://fal.run/your-username/serve_web'],
  ]; // prettier-ignore
  test.each(web)('%s', (_, source, modal, fal) => {
    const [call] = calls(source);
    expect(call && [call.modal, call.fal]).toMatchObject([
      { by: 'http', method: modal.split(' ')[0], url: modal.split(' ')[1] },
      { method: fal.split(' ')[0], url: fal.split(' ')[1] },
    ]);
  });

  test('a generator streams', () => {
    const [call] = calls('@app.cls()\nclass C:\n    @modal.method()\n    def run(self, n: int):\n        yield n\n'); // prettier-ignore
    expect(call?.fal).toMatchObject({ streams: true, url: 'https://fal.run/your-username/demo/stream' }); // prettier-ignore
  });

  test.each([
    ['data: bytes): ...', true],
    ['n: int) -> bytes: ...', true],
    ['n: int):\n        yield b"x"', true],
    ['n: int) -> str: ...', undefined],
  ])('bytes are told of: %s', (method, base64) => {
    const [call] = calls(
      `@app.cls()\nclass C:\n    @modal.method()\n    def run(self, ${method}\n`,
    );
    expect(call?.fal.base64).toBe(base64);
  });

  test('a function that is called from Python has no address', () => {
    const { endpoints, target } = unitOf('@app.function()\ndef f(x): ...\n');
    expect([endpoints, target]).toEqual([[], { name: 'f', folder: '' }]);
  });
});

const SHOP = {
  'shop/common.py': `import modal

app = modal.App("shop")
cache = modal.Volume.from_name("model-cache")
hf = modal.Secret.from_name("hf", required_keys=["HF_TOKEN"])
`,
  'shop/app.py': `import os

import modal

from common import app, cache, hf
from helpers import clean


@app.cls(gpu="A100", volumes={"/cache": cache}, secrets=[hf, modal.Secret.from_name("db")])
class Model:
    @modal.enter()
    def load(self):
        self.url = os.environ["DATABASE_URL"]

    @modal.method()
    def run(self, prompt: str):
        return clean(prompt)


@app.local_entrypoint()
def main():
    print(Model().run.remote("a"))
`,
  'shop/helpers.py': 'def clean(text):\n    return text.strip()\n',
  'shop/bad.py': `import modal

from common import app


@app.function()
@modal.batched(max_batch_size=4, wait_ms=100)
def batch(xs: list[int]) -> list[int]:
    return xs
`,
  'README.md': 'Start with `modal run shop/app.py`.\n',
};

describe('what to do', () => {
  const report = (...flags: string[]): Document => reportOf(folder(SHOP), ...flags);

  test('first things first, with every command', () => {
    const { steps } = report();
    expect(steps.map(({ title }) => title)).toEqual([
      'Install fal and log in',
      'Look at the conversion, then write it',
      'Decide about 1 unit that stays on Modal',
      'Set the secrets: 2 variables',
      'Copy 1 volume',
      'Deploy 1 app',
      'Change the callers of 1 endpoint',
      'Start programs as plain Python',
      'See what is left of Modal',
    ]);
    expect(steps.flatMap(({ commands }) => commands)).toEqual([
      'pip install fal fal-client',
      'fal auth login',
      'modal-lint migrate . --diff --fal-owner NAME',
      'modal-lint migrate . --fal-owner NAME',
      'fal secrets set HF_TOKEN=…',
      'fal secrets set DATABASE_URL=…',
      'modal volume get model-cache / ./model-cache',
      'fal files upload ./model-cache /data/model-cache',
      '(cd shop && fal deploy app.py::Model)',
      'python shop/app.py',
      'modal-lint check .',
    ]);
  });

  test('who owns the apps is not asked where it is known', () => {
    const { steps } = report('--fal-owner', 'acme', 'shop');
    expect(steps[1]?.commands).toEqual([
      'modal-lint migrate shop --diff --fal-owner acme',
      'modal-lint migrate shop --fal-owner acme',
    ]);
  });

  test('GPUs that fal has not are one decision', () => {
    const unit = (name: string, gpu: string): string =>
      `\n\n@app.function(gpu="${gpu}")\ndef ${name}(x: int): ...\n`;
    const path = folder({ 'a.py': `${HEAD}${unit('f', 'T4')}${unit('g', 'A100-80GB')}${unit('h', 'H100')}` }); // prettier-ignore
    const says = (report: ReturnType<typeof reportOf>): string => report.steps[1]?.says.join('\n') ?? ''; // prettier-ignore
    expect(says(reportOf(path, '.'))).toContain(
      'fal has no `T4` and `A100-80GB`, for which 2 units asked: `--machine-types nearest` takes `GPU-RTX4090` and `GPU-H100`, and `--machine-types T4=GPU-RTX4090` names a machine for one of them.',
    );
    const chosen = reportOf(path, '--machine-types', 'nearest,T4=GPU-A100', '.');
    expect(says(chosen)).not.toContain('fal has no');
    expect(chosen.steps[1]?.commands[1]).toBe(
      'modal-lint migrate . --machine-types nearest,T4=GPU-A100 --fal-owner NAME',
    );
  });

  test('paths are given as a shell takes them', () => {
    const path = folder({ 'my app/a.py': `${HEAD}@app.function()\ndef f(): ...\n` });
    const { steps } = reportOf(path, 'my app');
    expect(steps[1]?.commands[0]).toBe("modal-lint migrate 'my app' --diff --fal-owner NAME");
  });

  test('a file comes after what it imports, and texts come last', () => {
    expect(report().files.map(({ file }) => file)).toEqual([
      'shop/common.py',
      'shop/app.py',
      'shop/bad.py',
      'README.md',
    ]);
  });

  test('what blocks it', () => {
    expect(report().blockers.map(({ why }) => why)).toEqual([expect.stringContaining('`batch` is handed batches')]); // prettier-ignore
  });

  test('secrets by their group, and whether the program says what it holds', () => {
    expect(report().secrets).toMatchObject([
      { name: 'hf', variables: ['HF_TOKEN'], sure: true },
      { name: 'db', variables: ['DATABASE_URL'], sure: false },
    ]);
  });

  test('defaults that differ begin with the two runners', () => {
    expect(report().defaults[0]?.text).toContain('at most 2 runners');
  });

  test('`migrate` says it of what it has done', () => {
    const path = folder(SHOP);
    const { out } = cli(path, ['migrate', '--allow-dirty', '.'], { real: true });
    expect(out).toContain('What to do, in this order\n  1. Install fal and log in');
    expect(out).not.toContain('Look at the conversion');
    expect(out).toContain('files changed.\n');
  });

  test('nothing where nothing is of Modal', () => {
    const { steps, totals } = reportOf(folder({ 'a.py': 'x = 1\n' }));
    expect([steps, totals.units]).toEqual([[], 0]);
  });
});

describe('totals agree over all forms', () => {
  const corpus = import.meta.dirname;
  const forms = new Map<string, string>();
  const form = (format: string): string => {
    const known = forms.get(format) ?? cli(corpus, ['report', '--format', format, 'corpus'], { real: true }).out; // prettier-ignore
    forms.set(format, known);
    return known;
  };
  const document = JSON.parse(form('json')) as Document;
  const { totals, units, run } = document;
  const { outcomes } = totals;

  test('json: of its own rows', () => {
    const count = (outcome: string): number => units.filter((unit) => unit.outcome === outcome).length; // prettier-ignore
    expect(outcomes).toEqual({ safe: count('safe'), unsafe: count('unsafe'), manual: count('manual'), left: count('left') }); // prettier-ignore
    expect(totals.units).toBe(units.length);
    expect(totals.files).toBe(document.files.length);
    expect(units.length).toBeGreaterThan(100);
  });

  test.each(['text', 'markdown', 'html'])('%s: the same sentence', (format) => {
    expect(form(format)).toContain(totalsSentence(totals, run));
  });

  test('text: a row a unit', () => {
    const rows = [...form('text').matchAll(/^ {2}\d+: (?:class|function|entrypoint) .*: (converts|stays on Modal)/gm)]; // prettier-ignore
    expect(rows).toHaveLength(units.length);
  });

  test('markdown: a row a unit, and the table of outcomes', () => {
    const page = form('markdown');
    const rows = [...page.matchAll(/^\| \d+ \| (?:class|function|entrypoint) /gm)];
    expect(rows).toHaveLength(units.length);
    const counts = [...page.matchAll(/^\| (?:converts|stays)[^|]*\| (\d+) \|$/gm)].map(([, count]) => Number(count)); // prettier-ignore
    expect(counts).toEqual(Object.values(outcomes));
  });

  test('html: a row a unit, and the cards', () => {
    const page = form('html');
    const rows = [...page.matchAll(/<tr data-outcome="(\w+)">/g)].map(([, outcome]) => outcome);
    expect(rows).toEqual(units.map(({ outcome }) => outcome));
    const cards = [...page.matchAll(/<li class="\w+" data-outcome="(\w+)"><b>(\d+)</g)].map(([, outcome, count]) => [outcome, Number(count)]); // prettier-ignore
    expect(Object.fromEntries(cards)).toEqual(outcomes);
  });

  test('every form has every command', () => {
    const commands = document.steps.flatMap((step) => step.commands);
    expect(commands.length).toBeGreaterThan(50);
    const plain = (page: string): string => page.replaceAll('&quot;', '"').replaceAll('&gt;', '>').replaceAll('&amp;', '&'); // prettier-ignore
    for (const format of ['text', 'markdown', 'html']) {
      const page = plain(form(format));
      expect(commands.filter((command) => !page.includes(command))).toEqual([]);
    }
  });
});
