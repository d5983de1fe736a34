import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { join } from 'node:path';
import { compileTopics } from '../src/compile/compile.ts';
import { readTopics } from '../src/concepts/read-topics.ts';
import { loadConcepts, loadContext, packageFolder } from '../src/verify/content.ts';
import { applyEdits, overlap } from '../src/convert/apply.ts';
import { kebab } from '../src/concepts/ids.ts';
import { styleOf } from '../src/convert/layout.ts';
import { removals } from '../src/convert/removals.ts';
import type { Part, TransformModule, UnitContext } from '../src/convert/part.ts';
import type { Choices } from '../src/convert/plan.ts';
import { mergeParts } from '../src/convert/parts.ts';
import { defaultDifferences } from '../src/convert/settings/defaults.ts';
import { pythonString } from '../src/convert/settings/literals.ts';
import { CPU_MACHINES, GPU_MACHINES, gpuFit } from '../src/convert/machines/machines.ts';
import { rewriteMountPath } from '../src/convert/mounts/mounts.ts';
import type { Rule, Verdict } from '../src/model/rule.ts';
import type { RuleSet } from '../src/model/rule-set.ts';
import { readProgram } from '../src/program/program.ts';
import { readUnits } from '../src/program/read-units.ts';
import type { Unit } from '../src/program/units.ts';
import { contains } from '../src/python/walk.ts';
import { setting as region, FAL_REGIONS } from '../src/convert/concepts/region.ts';
import modalInventory from '../content/sdk/modal.json' with { type: 'json' };
import falInventory from '../content/sdk/fal.json' with { type: 'json' };

const { sdk, file: sdkFile } = loadContext().modal;
const numRuns = Number(process.env.FUZZ ?? 2000);

/** What the transforms of this part make of one unit. */
interface Outcome {
  readonly settings: readonly string[];
  /** `verdict: message` */
  readonly reasons: readonly string[];
  /** Texts of the files after the edits of the parts; decorators and calls are others' part. */
  readonly files: Readonly<Record<string, string>>;
  readonly members: readonly string[];
}

type Files = Readonly<Record<string, string>>;

async function readAll(
  files: Files,
): Promise<{ units: Unit[]; base: Omit<UnitContext, 'unit' | 'file' | 'style' | 'rule'> }> {
  const sources = Object.entries(files).map(([path, source]) => ({ path, source }));
  const program = await readProgram(sources, sdk);
  const units = readUnits(program);
  const rules: RuleSet = { version: 1, homepage: '', rules: [], sdk: sdkFile };
  const base = {
    program,
    units,
    options: { level: 'all' },
    rules,
    transforms: new Map(),
    collected: [],
    ownerOf: () => undefined,
  } as const;
  return { units, base };
}

function ruleOf(id: string, verdict: Verdict): Rule {
  const source = { file: 'content/concepts/resources.md', line: 1 };
  return {
    id,
    topic: 'resources',
    modal: id,
    fal: '–',
    notes: '',
    verdict,
    reason: `why ${id}`,
    matches: [],
    url: `/#${id}`,
    docs: {},
    source,
  };
}

async function load(id: string): Promise<TransformModule> {
  return (await import(`../src/convert/concepts/${id}.ts`)) as TransformModule;
}

async function outcome(
  files: Files | string,
  name = 'f',
  verdict: Verdict = 'rewrite',
  choices: Choices = {},
): Promise<Outcome> {
  const given = typeof files === 'string' ? { 'main.py': files } : files;
  const { units, base } = await readAll(given);
  const unit = units.find((one) => one.name === name);
  if (!unit) throw new Error(`no unit ${name}`);
  const { file } = unit;
  const context = (id: string): UnitContext => ({
    ...base,
    options: { ...base.options, ...choices },
    unit,
    file,
    style: styleOf(file.names),
    rule: ruleOf(id, verdict),
  });
  const parts: Part[] = [];
  for (const setting of unit.settings.values()) {
    if (setting.name === 'image') continue;
    const id = kebab(setting.name);
    const { setting: transform } = await load(id);
    if (transform) parts.push(transform(context(id), setting));
  }
  const { unit: concurrent } = await load('concurrent');
  if (concurrent && unit.decorators.some(({ symbol }) => symbol?.name === 'modal.concurrent'))
    parts.push(concurrent(context('concurrent')));
  for (const use of file.uses) {
    const id = /^modal\.Volume\.(commit|reload)$/.exec(use.symbol.name)?.[1];
    if (id === undefined || !contains(unit.stmt.span, use.span)) continue;
    const { call } = await load(use.role === 'call' ? `volume-${id}` : 'volume');
    if (call) parts.push(call(context(`volume-${id}`), { file, use, scope: use.scope }));
  }
  const part = mergeParts(parts);
  const after = Object.entries(given).map(([path, source]) => {
    const own =
      path === file.path
        ? [...(part.edits ?? []), ...removals(file.names.module, part.removed ?? [])]
        : [];
    const edits = [...own, ...(part.elsewhere?.[path] ?? [])];
    expect(overlap(edits)).toBeUndefined();
    return [path, applyEdits(source, edits)] as const;
  });
  return {
    settings: (part.settings ?? []).map((one) => `${one.name} = ${one.value}`),
    reasons: (part.reasons ?? []).map((reason) => `${reason.verdict}: ${reason.message}`),
    files: Object.fromEntries(after),
    members: part.members ?? [],
  };
}

/** A program with one function whose decorator has these keywords. */
function withKeywords(keywords: string, above = ''): string {
  return `import os\nimport modal\n\napp = modal.App("x")\n${above}\n\n@app.function(${keywords})\ndef f(x=1):\n    return x\n`;
}

describe('gpu', () => {
  test.each<[string, string[], string[]]>([
    ['gpu="A100"', ['machine_type = "GPU-A100"'], []],
    ['gpu="a100-40gb"', ['machine_type = "GPU-A100"'], []],
    ['gpu="h100"', ['machine_type = "GPU-H100"'], []],
    ['gpu="H100!"', ['machine_type = "GPU-H100"'], []],
    ['gpu="H100:2"', ['machine_type = "GPU-H100"', 'num_gpus = 2'], []],
    ['gpu="H200:1"', ['machine_type = "GPU-H200"'], []],
    ['gpu="L40S"', ['machine_type = "GPU-L40"'], ['rewrite-unsafe: fal lists its L40S']],
    ['gpu="B200+:8"', ['machine_type = "GPU-B200"', 'num_gpus = 8'], ['rewrite-unsafe: `B200+`']],
    [
      'gpu="T4"',
      [],
      [
        'manual: fal has no `T4`; the nearest is `GPU-RTX4090` (24 GB for 16 GB): choose a `machine_type`, or one for all by `machine-types`',
      ],
    ],
    ['gpu="A100-80GB:4"', [], ['manual: fal has no `A100-80GB`; the nearest is `GPU-H100`']],
    ['gpu="A10G"', [], ['manual: fal has no `A10G`']],
    ['gpu="any"', [], ['manual: fal does not choose']],
    ['gpu=True', [], ['manual: fal does not choose']],
    ['gpu="V100"', [], ['manual: `V100` is no GPU']],
    ['gpu="H100:x"', [], ['manual: `gpu="H100:x"` is `H100:x`, whose count is no number']],
    ['gpu=None', [], []],
    ['gpu=False', [], []],
    ['gpu=["H100", "A100"]', ['machine_type = ["GPU-H100", "GPU-A100"]'], []],
    ['gpu=["H100:2", "H200:2"]', ['machine_type = ["GPU-H100", "GPU-H200"]', 'num_gpus = 2'], []],
    ['gpu=["A100", "A100-40GB"]', ['machine_type = "GPU-A100"'], []],
    [
      'gpu=["h100", "a100", "any"]',
      ['machine_type = ["GPU-H100", "GPU-A100"]'],
      ['rewrite-unsafe: fal has no machine type for `any`'],
    ],
    [
      'gpu=["H100", None]',
      ['machine_type = "GPU-H100"'],
      ['rewrite-unsafe: fal has no machine type for `None`'],
    ],
    [
      'gpu=["H100:2", "A100:4"]',
      [],
      ['manual: `gpu=["H100:2", "A100:4"]` asks for different counts'],
    ],
    ['gpu=["T4", "L4"]', [], ['manual: fal has none']],
    ['gpu=os.environ["GPU"]', [], ['manual: `gpu=os.environ["GPU"]` is read from the environment']],
  ])('%s', async (keywords, settings, reasons) => {
    const found = await outcome(withKeywords(keywords));
    expect(found.settings).toEqual(settings);
    expectReasons(found, reasons);
  });

  test.each<[string, string, string[], string[]]>([
    ['a constant', 'GPU = "H100"', ['machine_type = "GPU-H100"'], []],
    [
      'an f-string of constants',
      'KIND = "h100"\nN = 4\nGPU = f"{KIND}:{N}"',
      ['machine_type = "GPU-H100"', 'num_gpus = 4'],
      [],
    ],
    ['a constant list', 'GPU = ["H100", "A100"]', ['machine_type = ["GPU-H100", "GPU-A100"]'], []],
    [
      'two values',
      'GPU = "H100"\nif os.name == "nt":\n    GPU = "T4"',
      [],
      ['manual: `gpu=GPU` is `GPU`, which is set in several places'],
    ],
    [
      'an environment variable',
      'GPU = os.environ.get("GPU", "T4")',
      [],
      [
        'manual: `gpu=GPU` is read from the environment and else `T4`, for which fal has no machine',
      ],
    ],
    [
      'an environment variable that fal has a machine for',
      'GPU = os.environ.get("GPU", "H100")',
      [
        'machine_type = MACHINE_TYPES[GPU.partition(":")[0].upper()]',
        'num_gpus = int(GPU.partition(":")[2] or 1)',
      ],
      ['rewrite-unsafe: `gpu=GPU` is read when fal deploys: `MACHINE_TYPES` has the GPUs'],
    ],
    [
      'an environment variable that decides a branch',
      'GPU = os.environ.get("GPU", "h100")\nif ":" not in GPU:\n    GPU = f"{GPU}:{os.environ.get(\'N\', 2)}"',
      [
        'machine_type = MACHINE_TYPES[GPU.partition(":")[0].upper()]',
        'num_gpus = int(GPU.partition(":")[2] or 1)',
      ],
      ['rewrite-unsafe: `gpu=GPU` is read when fal deploys'],
    ],
    [
      'an environment variable without a default',
      'GPU = os.environ.get("GPU")',
      [],
      ['manual: `gpu=GPU` is read from the environment: write'],
    ],
    [
      'an environment variable where the name is taken',
      'MACHINE_TYPES = 1\nGPU = os.environ.get("GPU", "H100")',
      [],
      ['manual: `gpu=GPU` is read from the environment: write'],
    ],
    [
      'an object of a class',
      'import dataclasses\n@dataclasses.dataclass\nclass C:\n    gpu: str = "T4"\n    n: int = 1\nCONF = C(gpu="H100", n=2)\nGPU = f"{CONF.gpu}:{CONF.n}"',
      ['machine_type = "GPU-H100"', 'num_gpus = 2'],
      [],
    ],
    [
      'an object that is set anew',
      'class C:\n    gpu = "T4"\nCONF = C()\nCONF.gpu = "H100"\nGPU = CONF.gpu',
      [],
      ['manual: `gpu=GPU` is the attribute `gpu`, which is set anew'],
    ],
    [
      'a branch that is known',
      'BIG = True\nif BIG:\n    GPU = "H100"\nelse:\n    GPU = "T4"',
      ['machine_type = "GPU-H100"'],
      [],
    ],
    [
      'a function',
      'def pick(n):\n    return f"A100:{n}" if n > 1 else "A100"\nGPU = pick(4)',
      ['machine_type = "GPU-A100"', 'num_gpus = 4'],
      [],
    ],
    [
      'a dict',
      'GPUS = {"small": "A100", "big": "H100"}\nGPU = GPUS["big"]',
      ['machine_type = "GPU-H100"'],
      [],
    ],
    [
      'an object of the past',
      'GPU = modal.gpu.A100(count=2, size="80GB")',
      [],
      ['manual: fal has no `A100-80GB`'],
    ],
    [
      'an object of the past with a count',
      'GPU = modal.gpu.H100(count=8)',
      ['machine_type = "GPU-H100"', 'num_gpus = 8'],
      [],
    ],
    [
      'a positional count',
      'N = 2\nGPU = modal.gpu.A100(N)',
      ['machine_type = "GPU-A100"', 'num_gpus = 2'],
      [],
    ],
    [
      'a size in numbers',
      'GPU = modal.gpu.A100(memory=80)',
      [],
      ['manual: fal has no `A100-80GB`'],
    ],
    ['any of the past', 'GPU = modal.gpu.Any()', [], ['manual: fal does not choose']],
    [
      'objects of the past in a list',
      'GPU = [modal.gpu.H100(), modal.gpu.A100()]',
      ['machine_type = ["GPU-H100", "GPU-A100"]'],
      [],
    ],
  ])('gpu=GPU, where GPU is %s', async (_, above, settings, reasons) => {
    const found = await outcome(withKeywords('gpu=GPU', above));
    expect(found.settings).toEqual(settings);
    expectReasons(found, reasons);
  });

  const NEAREST = { machineTypes: { byGpu: new Map([['A10G', 'GPU-A100']]), nearest: true } };

  test.each([
    ['gpu="T4:2"', ['machine_type = "GPU-RTX4090"', 'num_gpus = 2'], '`GPU-RTX4090` is the nearest to `T4`: 24 GB for 16 GB'],
    ['gpu="any"', ['machine_type = "GPU-RTX4090"'], '`GPU-RTX4090` is the nearest to `ANY`: the smallest'],
    ['gpu="a10g"', ['machine_type = "GPU-A100"'], '`machine-types` takes `GPU-A100` for `A10G`'],
    ['gpu=["L4", "A10G"]', ['machine_type = ["GPU-RTX4090", "GPU-A100"]'], '`GPU-RTX4090` is the nearest to `L4`'],
    ['gpu="H100"', ['machine_type = "GPU-H100"'], undefined],
    ['gpu="V100"', [], '`V100` is no GPU that fal lists'],
  ])('%s where the nearest is taken', async (keywords, settings, says) => {
    const found = await outcome(withKeywords(keywords), 'f', 'rewrite', NEAREST);
    expect(found.settings).toEqual(settings);
    expect(found.reasons.join('\n')).toContain(says ?? '');
    expect(found.reasons.length > 0).toBe(says !== undefined);
  }); // prettier-ignore

  test('the table of machines holds what was chosen', async () => {
    const source = withKeywords('gpu=GPU', 'import os\nGPU = os.environ.get("GPU", "T4")');
    expect((await outcome(source)).settings).toEqual([]);
    const { settings, files } = await outcome(source, 'f', 'rewrite', NEAREST);
    expect(settings[0]).toMatch(/^machine_type = MACHINE_TYPES\[/);
    expect(files['main.py']).toContain('"T4": "GPU-RTX4090"');
    expect(files['main.py']).toContain('"A10G": "GPU-A100"');
  });

  test('the table of the concept says the same as the converter', () => {
    const { topics } = readTopics(
      loadConcepts(join(packageFolder, 'content/concepts')),
      loadContext(),
    );
    const concepts = topics.flatMap((topic) => topic.concepts);
    const rows = concepts.find(({ id }) => id === 'gpu')?.section?.values ?? [];
    const machines = rows.filter(({ fal }) => fal.name === 'machine_type');
    expect(machines.length).toBeGreaterThan(8);
    for (const { values, fal, notes, verdict } of machines)
      for (const value of values)
        expect([value, gpuFit(value, {})]).toEqual([
          value,
          fitOf(String(fal.value), notes, verdict),
        ]);
  });

  function fitOf(machine: string, notes: string, verdict: Verdict): unknown {
    if (verdict === 'rewrite') return { kind: 'exact', machine };
    if (verdict === 'manual') return { kind: 'none', nearest: machine, why: notes };
    return { kind: 'near', machine, why: notes };
  }

  test('a name from another file of the tree', async () => {
    const found = await outcome({
      'common.py': 'GPU = "H200"\n',
      'main.py': withKeywords('gpu=GPU', 'from common import GPU'),
    });
    expect(found.settings).toEqual(['machine_type = "GPU-H200"']);
  });
});

function expectReasons({ reasons }: Outcome, starts: readonly string[]): void {
  expect(reasons.map((text, i) => text.slice(0, starts[i]?.length))).toEqual(starts);
}

describe('cpu and memory', () => {
  test.each<[string, string[], string[]]>([
    ['cpu=0.25', ['machine_type = "XS"'], []],
    ['cpu=1', ['machine_type = "S"'], []],
    ['cpu=2, memory=4096', ['machine_type = "L"'], []],
    ['memory=2048', ['machine_type = "M"'], []],
    ['memory=1024 * 16', ['machine_type = "XL"'], []],
    ['memory=2048, cpu=8.0', ['machine_type = "XL"'], []],
    ['cpu=None, memory=1024', ['machine_type = "S"'], []],
    ['cpu=None', [], []],
    [
      'cpu=(1, 4)',
      ['machine_type = "S"'],
      [
        'rewrite-unsafe: fal has no limits beside the machine: `cpu=(1, 4)` runs on `S` with 1 core and 1 GB',
      ],
    ],
    ['memory=(1024, 8192)', ['machine_type = "L"'], ['rewrite-unsafe: fal has no limits']],
    [
      'cpu=(4, 8), memory=(16384, 32768)',
      ['machine_type = "XL"'],
      [
        'rewrite-unsafe: fal has no limits beside the machine: `cpu=(4, 8)` and `memory=(16384, 32768)` runs on `XL` with 8 cores and 30 GB, the largest: a program that takes more memory is killed',
      ],
    ],
    [
      'memory=(32768, 65536)',
      [],
      ['no-equivalent: no CPU machine of fal holds `memory=(32768, 65536)`'],
    ],
    [
      'cpu=16',
      [],
      [
        'no-equivalent: no CPU machine of fal holds `cpu=16`; the largest is `XL` with 8 cores and 30 GB',
      ],
    ],
    [
      'cpu=1, memory=65536',
      [],
      ['no-equivalent: no CPU machine of fal holds `cpu=1` and `memory=65536`'],
    ],
    ['cpu=os.cpu_count(), memory=512', [], ['manual: `cpu=os.cpu_count()` is ']],
    ['memory="512"', [], ['manual: `memory="512"` is no number']],
    ['gpu="A100", cpu=4, memory=32768', ['machine_type = "GPU-A100"'], []],
    [
      'gpu="A100", memory=131072',
      ['machine_type = "GPU-A100"'],
      [
        'rewrite-unsafe: `memory=131072` cannot be chosen beside a GPU: a runner is `GPU-A100` with 12 cores and 60 GB',
      ],
    ],
    ['gpu="T4", cpu=2', [], ['manual: fal has no `T4`']],
    ['gpu=None, cpu=2', ['machine_type = "M"'], []],
  ])('%s', async (keywords, settings, reasons) => {
    const found = await outcome(withKeywords(keywords));
    expect(found.settings).toEqual(settings);
    expectReasons(found, reasons);
  });
});

describe('other keywords', () => {
  test.each<[string, string[], string[]]>([
    ['region="us-east"', ['regions = ["us-east"]'], []],
    ['region="us"', ['regions = ["us-west", "us-central", "us-east"]'], []],
    ['region=["eu", "us-west"]', ['regions = ["eu-north", "eu-west", "us-west"]'], []],
    [
      'region="us-east-1"',
      ['regions = ["us-east"]'],
      ['rewrite-unsafe: `us-east-1` is wider on fal: `us-east`'],
    ],
    [
      'region=["ap", "us-east"]',
      ['regions = ["us-east"]'],
      ['rewrite-unsafe: fal has no runners in `ap`'],
    ],
    ['region="ap-south"', [], ['no-equivalent: fal has no runners in `ap-south`']],
    [
      'region=os.environ["R"]',
      [],
      ['manual: `region=os.environ["R"]` is read from the environment'],
    ],
    ['region=None', [], []],
    [
      'retries=3',
      [],
      [
        'rewrite-unsafe: `retries=3` starts the call anew, elsewhere if need be: `@retry` tries again',
      ],
    ],
    [
      'retries=modal.Retries(max_retries=2, backoff_coefficient=1.5)',
      [],
      [
        'manual: `retries=` repeats calls that raised, which fal does not: put `fal.toolkit.utils.retry.retry(max_retries=n + 1)`',
      ],
    ],
    ['retries=N_RETRIES()', [], ['manual: `retries=N_RETRIES()` repeats calls that raised']],
    ['retries=None', [], []],
    ['retries=0', [], []],
    [
      'schedule=modal.Cron("0 9 * * 1")',
      [],
      [
        'no-equivalent: fal has no schedules (`schedule=modal.Cron("0 9 * * 1")`): let cron, a CI workflow or another scheduler start it at `0 9 * * 1`',
      ],
    ],
    [
      'schedule=modal.Cron("0 9 * * *", timezone="Asia/Tokyo")',
      [],
      [
        'no-equivalent: fal has no schedules (`schedule=modal.Cron("0 9 * * *", timezone="Asia/Tokyo")`): let cron, a CI workflow or another scheduler start it at `0 9 * * * (Asia/Tokyo)`',
      ],
    ],
    [
      'schedule=modal.Period(hours=6)',
      [],
      [
        'no-equivalent: fal has no schedules (`schedule=modal.Period(hours=6)`): let cron, a CI workflow or another scheduler start it at `0 */6 * * *`',
      ],
    ],
    [
      'schedule=modal.Period(days=3)',
      [],
      [
        'no-equivalent: fal has no schedules (`schedule=modal.Period(days=3)`): let cron, a CI workflow or another scheduler start it',
      ],
    ],
    [
      'experimental_options={"enable_gpu_snapshot": True}',
      [],
      ['rewrite-unsafe: fal keeps no snapshots'],
    ],
    [
      'experimental_options={"flash": "us"}',
      [],
      ['no-equivalent: fal has nothing like the experimental option `flash`'],
    ],
    ['name="g"', [], ['rewrite-unsafe: `name="g"` goes']],
    ['name="f"', [], []],
    ['is_generator=True', [], ['manual: `f` returns a generator without a `yield`']],
    ['is_generator=False', [], []],
    [
      'env={"TOKEN": "s3cr3t"}',
      [],
      ['manual: fal sets no variables for an app: set `TOKEN` in `os.environ`'],
    ],
    ['cloud="aws"', [], []],
    [
      'single_use_containers=True',
      ['keep_alive = 0'],
      ['rewrite-unsafe: `single_use_containers=True` becomes `keep_alive = 0`'],
    ],
    ['single_use_containers=False', [], []],
    [
      'single_use_containers=bool(os.environ["ONCE"])',
      [],
      ['manual: whether `single_use_containers=bool(os.environ["ONCE"])` holds is not known here'],
    ],
  ])('%s', async (keywords, settings, reasons) => {
    const found = await outcome(withKeywords(keywords));
    expect(found.settings).toEqual(settings);
    expectReasons(found, reasons);
  });

  test.each([
    [
      'block_network=True',
      ['no-equivalent: fal has nothing for `block_network=True`: why block-network'],
    ],
    ['block_network=False', []],
    ['proxy=None', []],
    [
      'ephemeral_disk=1000',
      ['no-equivalent: fal has nothing for `ephemeral_disk=1000`: why ephemeral-disk'],
    ],
    ['ephemeral_disk=None', []],
    [
      'nonpreemptible=True, cloud="aws"',
      [
        'no-equivalent: fal has nothing for `nonpreemptible=True`: why nonpreemptible',
        'no-equivalent: fal has nothing for `cloud="aws"`: why cloud',
      ],
    ],
  ])('%s gives the reason of its row where it asks for something', async (keywords, reasons) => {
    expect((await outcome(withKeywords(keywords), 'f', 'no-equivalent')).reasons).toEqual(reasons);
  });

  test('no value of `env` is told', async () => {
    const found = await outcome(withKeywords('env={"TOKEN": "s3cr3t"}'));
    expect(JSON.stringify([found.reasons, found.settings])).not.toContain('s3cr3t');
  });
});

describe('@modal.concurrent', () => {
  const program = (args: string): string =>
    `import modal\n\napp = modal.App("x")\nN = 3\n\n\n@app.cls()\n@modal.concurrent(${args})\nclass C:\n    @modal.method()\n    def m(self):\n        return 1\n`;

  test.each<[string, string[], string[]]>([
    ['max_inputs=10', ['max_multiplexing = 10'], []],
    ['max_inputs=N * 2', ['max_multiplexing = N * 2'], []],
    [
      'max_inputs=10, target_inputs=8',
      ['max_multiplexing = 10'],
      ['rewrite-unsafe: `target_inputs=` is dropped'],
    ],
    ['**options', [], ['manual: `@modal.concurrent` without a `max_inputs=`']],
  ])('%s', async (args, settings, reasons) => {
    const found = await outcome(program(args), 'C');
    expect(found.settings).toEqual(settings);
    expectReasons(found, reasons);
    if (settings.length > 0) expect(found.files['main.py']).not.toContain('@modal.concurrent');
  });
});

/** Top of a program with a volume. */
const VOLUME =
  'import os\nfrom pathlib import Path\n\nimport modal\n\napp = modal.App("x")\nvol = modal.Volume.from_name("models", create_if_missing=True)\n';

/** A function `f` that mounts the volume, with this body (one line a statement), below these lines. */
function mounted(body: string, above = '', mounts = '{"/cache": vol}'): string {
  const lines = body.split('\n').map((line) => `    ${line}\n`);
  return `${VOLUME}${above}\n@app.function(volumes=${mounts})\ndef f(x=1):\n${lines.join('')}`;
}

/** The text of `main.py` without the lines that make directories, which have tests of their own. */
function plain({ files }: Outcome): string {
  return (files['main.py'] ?? '').replace(/^ +os\.makedirs\("\/data\/.*\n/gm, '');
}

/** What stands below `def f(x=1):` after the edits, without the indentation. */
function bodyOf(found: Outcome): string {
  const [, body = ''] = plain(found).split('def f(x=1):\n');
  return body.replace(/^ {4}/gm, '').trimEnd();
}

describe('paths under a mount', () => {
  test.each<[string, string]>([
    ['open("/cache/a.bin")', 'open("/data/models/a.bin")'],
    ["open('/cache')", "open('/data/models')"],
    ['open(f"/cache/{x}.bin")', 'open(f"/data/models/{x}.bin")'],
    ['open(f"/cache/{x}/cache/y")', 'open(f"/data/models/{x}/cache/y")'],
    ['Path("/cache") / "a" / x', 'Path("/data/models") / "a" / x'],
    ['os.path.join("/cache", x)', 'os.path.join("/data/models", x)'],
    [
      'run(f"tool --out=/cache/o {x} > /cache/log")',
      'run(f"tool --out=/data/models/o {x} > /data/models/log")',
    ],
    [
      'run("cp a:/cache/x /cache; ls \\"/cache\\"")',
      'run("cp a:/data/models/x /data/models; ls \\"/data/models\\"")',
    ],
    ['print("a\\n/cache/x\\n")', 'print("a\\n/data/models/x\\n")'],
    [
      'g("sqlite:////cache/a.db", "sqlite+aiosqlite:////cache/b.db", "sqlite:///cache/c.db")',
      'g("sqlite:////data/models/a.db", "sqlite+aiosqlite:////data/models/b.db", "sqlite:///cache/c.db")',
    ],
    [
      'g(b"/cache/x", r"/cache/y", rf"/cache/{x}")',
      'g(b"/data/models/x", r"/data/models/y", rf"/data/models/{x}")',
    ],
    ['g("/cache" "/x")', 'g("/data/models" "/x")'],
    [
      'open("/cache2/a"), open("/cache-old"), open("/cache.db"), open("/root/cache/x")',
      'open("/cache2/a"), open("/cache-old"), open("/cache.db"), open("/root/cache/x")',
    ],
    [
      'g("s3://b/cache/x", "http://h/cache", "$(pwd)/cache", "~/cache", f"{x}/cache/y")',
      'g("s3://b/cache/x", "http://h/cache", "$(pwd)/cache", "~/cache", f"{x}/cache/y")',
    ],
    ['"""Reads /cache/x."""\nopen("/cache/x")', '"""Reads /cache/x."""\nopen("/data/models/x")'],
    [
      'client.get("/cache/x")\nweb.mount("/cache", Files("/cache/www"))',
      'client.get("/cache/x")\nweb.mount("/cache", Files("/data/models/www"))',
    ],
    [
      '@web.get("/cache/x")\ndef g():\n    return "/cache/y"',
      '@web.get("/cache/x")\ndef g():\n    return "/data/models/y"',
    ],
    [
      'def g(y="/cache/z"):\n    return lambda: "/cache/q"',
      'def g(y="/data/models/z"):\n    return lambda: "/data/models/q"',
    ],
  ])('%s', async (body, after) => {
    const found = await outcome(mounted(body));
    expect(bodyOf(found)).toBe(after);
    expect(found.settings).toEqual([]);
    expectReasons(found, [
      'rewrite-unsafe: the volume `models` at `/cache` becomes the directory `/data/models`',
    ]);
  });

  test.each<[string, string, string, string, string]>([
    [
      'a constant',
      'CACHE = "/cache"\n',
      '{CACHE: vol}',
      'open(f"{CACHE}/x")',
      'CACHE = "/data/models"\n',
    ],
    [
      'a path',
      'CACHE = Path("/cache")\n',
      '{CACHE: vol}',
      'open(CACHE / "x")',
      'CACHE = Path("/data/models")\n',
    ],
    [
      'a path as text',
      'CACHE = Path("/cache")\n',
      '{str(CACHE): vol}',
      'open(CACHE / "x")',
      'CACHE = Path("/data/models")\n',
    ],
    [
      'a constant made of another',
      'CACHE = "/cache"\nWEIGHTS = f"{CACHE}/w"\n',
      '{CACHE: vol}',
      'open(WEIGHTS)',
      'CACHE = "/data/models"\nWEIGHTS = f"{CACHE}/w"\n',
    ],
    [
      'a constant beside the mount',
      'WEIGHTS = "/cache/w"\n',
      '{"/cache": vol}',
      'open(WEIGHTS)',
      'WEIGHTS = "/data/models/w"\n',
    ],
    [
      'an f-string that crosses it',
      'HOME = "/root"\nCACHE = f"{HOME}/cache"\n',
      '{CACHE: vol}',
      'open(CACHE)',
      'HOME = "/root"\nCACHE = f"/data/models"\n',
    ],
    [
      'a sum that crosses it',
      'HOME = "/root"\nCACHE = HOME + "/cache"\n',
      '{CACHE: vol}',
      'open(CACHE)',
      'HOME = "/root"\nCACHE = "/data/models"\n',
    ],
    [
      'a path that crosses it',
      'CACHE = Path("/root") / "cache"\n',
      '{str(CACHE): vol}',
      'open(CACHE)',
      'CACHE = Path("/data/models")\n',
    ],
    [
      'a path that crosses it from a name',
      "HOME = Path('/root')\nCACHE = HOME / 'cache'\n",
      '{str(CACHE): vol}',
      'open(CACHE)',
      "HOME = Path('/root')\nCACHE = HOME / '/data/models'\n",
    ],
    [
      'os.path.join that crosses it',
      'HOME = "/root"\nCACHE = os.path.join(HOME, "cache", "a")\n',
      '{"/root/cache": vol}',
      'open(CACHE)',
      'HOME = "/root"\nCACHE = os.path.join("/data/models", "a")\n',
    ],
    [
      'a constant of a dict of mounts',
      'CACHE = "/cache"\nVOLUMES = {CACHE: vol}\n',
      'VOLUMES',
      'open(CACHE)',
      'CACHE = "/data/models"\nVOLUMES = {CACHE: vol}\n',
    ],
    [
      'a helper',
      'def g():\n    return open("/cache/x")\n\n',
      '{"/cache": vol}',
      'g()',
      'def g():\n    return open("/data/models/x")\n\n',
    ],
    [
      'a helper of a helper',
      'def h():\n    return "/cache"\n\ndef g():\n    return h()\n\n',
      '{"/cache": vol}',
      'g()',
      'def h():\n    return "/data/models"\n\ndef g():\n    return h()\n\n',
    ],
    [
      'a helper that commits',
      'def g():\n    vol.commit()\n\n',
      '{"/cache": vol}',
      'g(), "/cache"',
      'def g():\n    pass\n\n',
    ],
    [
      'a constant that the image names too',
      'CACHE = "/cache"\nimage = modal.Image.debian_slim().env({"HF_HOME": CACHE})\n',
      '{CACHE: vol}',
      'open(CACHE)',
      'CACHE = "/data/models"\nimage = modal.Image.debian_slim().env({"HF_HOME": CACHE})\n',
    ],
    [
      'no constant of the unit',
      'OTHER = "/cache/x"\n',
      '{"/cache": vol}',
      'open("/cache")',
      'OTHER = "/cache/x"\n',
    ],
  ])('above the unit: %s', async (_, above, mounts, body, after) => {
    const found = await outcome(mounted(body, above, mounts));
    expect(found.files['main.py']).toContain(`${VOLUME}${after}\n@app`);
    expectReasons(found, ['rewrite-unsafe: the volume']);
    expect(found.reasons[0]).not.toContain('no path');
  });

  const LOCAL = {
    'an entrypoint': '\n\n@app.local_entrypoint()\ndef main():\n    print(CACHE)\n',
    'a helper of an entrypoint':
      '\n\ndef show():\n    print(CACHE)\n\n\n@app.local_entrypoint()\ndef main():\n    show()\n',
    'a statement of the module': '\n\nprint(CACHE)\n',
  };

  test.each(Object.entries(LOCAL))('a constant moves that %s uses too', async (_, below) => {
    const program = mounted('open(CACHE)', 'CACHE = "/cache"\n', '{CACHE: vol}') + below;
    const found = await outcome(program);
    expect(plain(found)).toBe(program.replace('CACHE = "/cache"', 'CACHE = "/data/models"'));
    expect(found.reasons).toHaveLength(1);
  });

  const GUESTS = {
    'a unit without the volume': ['\n\n@app.function()\ndef g():\n    print(CACHE)\n', 'g'],
    'a unit that hands the path on': [
      '\n\n@app.function()\ndef g():\n    f.remote(os.path.join(CACHE, "x"))\n',
      'g',
    ],
    'a helper of units without the volume': [
      '\n\ndef show():\n    return f"at {CACHE}"\n\n\n@app.function()\ndef h():\n    show()\n\n\n@app.function()\ndef g():\n    show()\n',
      '`g` and `h`',
    ],
    'a unit with another volume elsewhere': [
      '\n\n@app.function(volumes={"/other": modal.Volume.from_name("other")})\ndef g():\n    print(CACHE)\n',
      'g',
    ],
    'a unit with a bucket elsewhere': [
      '\n\n@app.function(volumes={"/b": modal.CloudBucketMount("b")})\ndef g():\n    print(CACHE)\n',
      'g',
    ],
    'a unit with an image of its own': [
      '\n\n@app.function(image=modal.Image.debian_slim().pip_install("a"))\ndef g():\n    print(CACHE)\n',
      'g',
    ],
  } as const;

  test.each(Object.entries(GUESTS))('a constant moves that %s names', async (_, [below, user]) => {
    const program = mounted('open(CACHE)', 'CACHE = "/cache"\n', '{CACHE: vol}') + below;
    const found = await outcome(program);
    expect(found.files['main.py']).toContain('CACHE = "/data/models"');
    const name = user.length === 1 ? `\`${user}\`` : user;
    expect(found.reasons.slice(1)).toEqual([
      `rewrite-unsafe: \`CACHE\` is also used in ${name}, where no volume was mounted at \`/cache\`: on fal \`/data/models\` is the same directory there`,
    ]);
  });

  const OTHERS = {
    'a unit without the volume': '\n\n@app.function()\ndef g():\n    open(CACHE + "/x")\n',
    'a method of the path': '\n\n@app.function()\ndef g():\n    return Path(CACHE, "x").exists()\n',
    'a unit with another volume there':
      '\n\n@app.function(volumes={CACHE: modal.Volume.from_name("other")})\ndef g():\n    print(CACHE)\n',
    'a unit with another volume below':
      '\n\n@app.function(volumes={"/cache/x": modal.Volume.from_name("other")})\ndef g():\n    print(CACHE)\n',
    'a unit with a bucket':
      '\n\n@app.function(volumes={"/cache/b": modal.CloudBucketMount("b")})\ndef g():\n    print(CACHE)\n',
    'a unit whose image has files there':
      '\n\n@app.function(image=modal.Image.debian_slim().run_commands("wget x -P /cache"))\ndef g():\n    print(CACHE)\n',
    'a unit whose image is made with it':
      '\n\n@app.function(image=modal.Image.debian_slim().add_local_dir("a", CACHE))\ndef g():\n    print(CACHE)\n',
    'a unit whose image may have files anywhere':
      '\n\n@app.function(image=modal.Image.debian_slim().run_function(print))\ndef g():\n    print(CACHE)\n',
    'a unit whose image is not known':
      '\n\n@app.function(image=make_image())\ndef g():\n    print(CACHE)\n',
    'a helper of a unit without the volume':
      '\n\ndef show():\n    print(os.listdir(CACHE))\n\n\n@app.function()\ndef g():\n    show()\n',
  };

  test.each(Object.entries(OTHERS))('a constant stays that %s uses', async (_, below) => {
    const program = mounted('open(CACHE)', 'CACHE = "/cache"\n', '{CACHE: vol}') + below;
    const found = await outcome(program);
    expect(plain(found)).toBe(program);
    expect(found.reasons[1]).toMatch(
      /^manual: `CACHE` is also used in `.*`, which does not see the volume: write `\/data\/models` for `\/cache`/,
    );
  });

  test.each([
    ['clips = modal.NetworkFileSystem.new()', 'clips', 'main-clips'],
    ['clips = modal.SharedVolume()', 'clips', 'main-clips'],
    ['app.my_clips = modal.NetworkFileSystem.new()', 'app.my_clips', 'main-my-clips'],
  ])('a volume without a name has that of its variable: %s', async (made, name, to) => {
    const program = `import modal\n\napp = modal.Stub("x")\n${made}\n\n\n@app.function(network_file_systems={"/clips": ${name}})\ndef f(x=1):\n    open("/clips/a")\n`;
    const found = await outcome(program);
    expect(found.files['main.py']).toContain(`open("/data/${to}/a")`);
    expect(found.reasons).toEqual([
      `rewrite-unsafe: the volume at \`/clips\` had no name: it becomes the directory \`/data/${to}\`, which every app of the account shares, and which stays when the app ends`,
    ]);
  });

  test('a volume without a name or a variable is left to a person', async () => {
    const found = await outcome(
      'import modal\n\napp = modal.Stub("x")\n\n\n@app.function(network_file_systems={"/clips": modal.SharedVolume()})\ndef f(x=1):\n    open("/clips/a")\n',
    );
    expect(found.reasons[0]).toMatch(/^manual: the volume at `\/clips` is made without a name/);
  });

  const CALLERS = {
    'an entrypoint hands it on':
      '\n\n@app.local_entrypoint()\ndef main():\n    f.remote(os.path.join(CACHE, "x"))\n',
    'another unit hands it on': '\n\n@app.function()\ndef g():\n    f.remote(f"{CACHE}/x")\n',
    'a constant is made of it':
      'NAMES = [CACHE + "/a"]\n\n\n@app.local_entrypoint()\ndef main():\n    f.map(NAMES)\n',
  };

  test.each(Object.entries(CALLERS))(
    'the constant of a mount moves with it: %s',
    async (_, below) => {
      const program = mounted('open(x)', 'CACHE = "/cache"\n', '{CACHE: vol}') + below;
      const found = await outcome(program);
      expect(found.files['main.py']).toContain('CACHE = "/data/models"');
      expect(found.files['main.py']).toContain('    os.makedirs("/data/models", exist_ok=True)\n');
    },
  );

  const NO_CALLERS = {
    'nobody else names it': '',
    'another unit looks there': '\n\n@app.function()\ndef g():\n    os.listdir(CACHE)\n',
  };

  test.each(Object.entries(NO_CALLERS))('the constant of a mount stays: %s', async (_, below) => {
    const program = mounted('open(x)', 'CACHE = "/cache"\n', '{CACHE: vol}') + below;
    const found = await outcome(program);
    expect(found.files['main.py'] ?? program).toBe(program);
    expect(found.reasons.filter((one) => one.startsWith('manual'))).toEqual([
      expect.stringContaining('`/cache` cannot be a link to `/data/models`'),
    ]);
  });

  test('units that mount a volume by one constant move together', async () => {
    const below =
      '\n\n@app.function(volumes={CACHE: vol})\ndef g():\n    open("/cache/own")\n    open(CACHE)\n';
    const found = await outcome(
      mounted('open(CACHE)', 'CACHE = "/cache"\n', '{CACHE: vol}') + below,
    );
    expect(found.files['main.py']).toContain('CACHE = "/data/models"\n');
    expect(found.files['main.py']).toContain('open("/data/models/own")');
  });

  test('a unit whose constant moved before has nothing left to do', async () => {
    const program = mounted('open(CACHE)', 'CACHE = "/data/models"\n', '{CACHE: vol}');
    expect(plain(await outcome(program))).toBe(program);
  });

  test('constants and helpers of other files', async () => {
    const common =
      'import modal\n\nCACHE = "/cache"\nvol = modal.Volume.from_name("models")\n\n\ndef load():\n    vol.reload()\n    return open(f"{CACHE}/x")\n';
    const main =
      'import modal\nimport common\nfrom common import CACHE, load, vol\n\napp = modal.App("x")\n\n\n@app.function(volumes={CACHE: vol})\ndef f(x=1):\n    return load(), common.CACHE\n';
    const found = await outcome({ 'common.py': common, 'main.py': main });
    expect(plain(found)).toBe(main);
    expect(found.files['common.py']).toBe(
      common.replace('"/cache"', '"/data/models"').replace('    vol.reload()\n', ''),
    );
  });

  test('the App mounts for all its units', async () => {
    const program =
      'import modal\n\nvol = modal.Volume.from_name("models")\nCACHE = "/cache"\napp = modal.App("x", volumes={CACHE: vol})\n\n\n@app.function()\ndef f(x=1):\n    return open(CACHE)\n\n\n@app.function()\ndef g():\n    return open("/cache")\n';
    const found = await outcome(program);
    expect(found.files['main.py']).toContain('CACHE = "/data/models"');
    expect(found.files['main.py']).toContain('return open("/data/models")');
  });

  test('methods, class attributes and what a person must write', async () => {
    const program = `${VOLUME}\n\n@app.cls(volumes={"/cache": vol})\nclass C:\n    home = "/cache/home"\n    place: str = modal.parameter(default="/cache/p")\n\n    @modal.enter()\n    def load(self):\n        self.path = f"{self.home}/x"\n\n    @modal.method()\n    def m(self, path: str = "/cache/m"):\n        return "/cache/m"\n\n    def plain(self, path="/cache/q"):\n        return path\n`;
    const found = await outcome(program, 'C');
    expect(plain(found)).toBe(
      program
        .replace('"/cache/home"', '"/data/models/home"')
        .replace('return "/cache/m"', 'return "/data/models/m"')
        .replace('"/cache/q"', '"/data/models/q"'),
    );
    expectReasons(found, [
      'rewrite-unsafe: the volume',
      'manual: the default of `path` lies under `/cache`: write it under `/data/models`',
    ]);
  });

  test.each([
    [
      'open(f"/cache{x}")',
      'manual: `f"/cache{x}"` may lie under `/cache`, which is `/data/models` now',
    ],
    ['HOME = Path("/root")\nopen(HOME / "cache2")', undefined],
  ])('what only a person can tell: %s', async (body, reason) => {
    const found = await outcome(mounted(body));
    expect(bodyOf(found)).toBe(body);
    expect(found.reasons[1]?.slice(0, reason?.length)).toBe(reason);
  });

  test('the longest mount counts', async () => {
    const mounts = '{"/m": vol, "/m/in": modal.Volume.from_name("inner")}';
    const found = await outcome(mounted('g("/m/a", "/m/in/b", "/m/inner")', '', mounts));
    expect(bodyOf(found)).toBe('g("/data/models/a", "/data/inner/b", "/data/models/inner")');
  });

  test.each<[string, string, string]>([
    [
      '/data',
      'g("/data/x", "/data", "/database", "/data/models/x")',
      'g("/data/models/x", "/data/models", "/database", "/data/models/x")',
    ],
    ['/data/models', 'g("/data/models/x")', 'g("/data/models/x")'],
  ])('a mount at %s', async (path, body, after) => {
    expect(bodyOf(await outcome(mounted(body, '', `{"${path}": vol}`)))).toBe(after);
  });
});

describe('volumes', () => {
  test.each<[string, string, string]>([
    ['{"/cache/": vol}', '', 'rewrite-unsafe: the volume `models` at `/cache` becomes'],
    [
      '{"/cache": modal.Volume.from_name("a-b_c.d")}',
      '',
      'rewrite-unsafe: the volume `a-b_c.d` at `/cache` becomes the directory `/data/a-b_c.d`',
    ],
    ['{"/cache": modal.Volume.lookup("v")}', '', 'rewrite-unsafe: the volume `v`'],
    ['{"/cache": modal.Volume.persisted("v")}', '', 'rewrite-unsafe: the volume `v`'],
    [
      '{"/cache": vol.with_mount_options(sub_path="/llama/")}',
      '',
      'rewrite-unsafe: the volume `models` at `/cache` becomes the directory `/data/models/llama`',
    ],
    [
      '{"/cache": vol.with_mount_options(read_only=True)}',
      '',
      'rewrite-unsafe: the volume `models` at `/cache` becomes the directory `/data/models`, which every app of the account shares and may write to',
    ],
    [
      '{"/cache": vol.read_only()}',
      '',
      'rewrite-unsafe: the volume `models` at `/cache` becomes the directory `/data/models`, which every app of the account shares and may write to',
    ],
    ['dict(**MORE)', 'MORE = {"/cache": vol}\n', 'rewrite-unsafe: the volume `models` at `/cache`'],
    [
      '{**MORE, "/cache": vol}',
      'MORE = {"/cache": modal.Volume.from_name("o")}\n',
      'rewrite-unsafe: the volume `models` at `/cache`',
    ],
    [
      '{"/root/.cache/huggingface": vol}',
      '',
      'rewrite-unsafe: the volume `models` at `/root/.cache/huggingface` becomes the directory `/data/models`, which every app of the account shares: `HF_HOME=/data/models` leads libraries there',
    ],
    [
      '{"/cache": modal.Volume.from_name(os.environ["V"])}',
      '',
      'manual: the volume at `/cache` is named by something that is read from the environment: choose a directory',
    ],
    ['{"/cache": modal.Volume.ephemeral()}', '', 'manual: the volume at `/cache` is'],
    ['{os.environ["P"]: vol}', '', 'manual: a mount path is read from the environment'],
    [
      '{"/cache": modal.CloudBucketMount("b")}',
      '',
      'no-equivalent: fal mounts no buckets: read what lies at `/cache`',
    ],
    [
      'make()',
      'def make():\n    return {k: vol for k in open("x")}\n',
      'manual: the mounts of `volumes=` are the result of a call',
    ],
    [
      'MORE',
      'MORE = {}\nif os.environ.get("M"):\n    MORE["/cache"] = vol\n',
      'manual: the mounts of `volumes=` are `MORE`, which is changed after it is made',
    ],
    [
      'make(True)',
      'def make(more=False):\n    found = {}\n    if more:\n        found["/cache"] = vol\n    return found\n',
      'rewrite-unsafe: the volume `models` at `/cache` becomes the directory `/data/models`',
    ],
    [
      'MORE',
      'MORE = {}\nMORE["/cache"] = vol\n',
      'rewrite-unsafe: the volume `models` at `/cache` becomes the directory `/data/models`',
    ],
    [
      'A | B',
      'A = {}\nB = {"/cache": vol}\n',
      'rewrite-unsafe: the volume `models` at `/cache` becomes the directory `/data/models`',
    ],
    [
      '{f"/{name}": modal.Volume.from_name(name) for name in NAMES}',
      'NAMES = ["cache"]\n',
      'rewrite-unsafe: the volume `cache` at `/cache` becomes the directory `/data/cache`',
    ],
    [
      'CONF.mounts()',
      'class Conf:\n    def __init__(self, name):\n        self.name = name\n    @property\n    def path(self):\n        return f"/{self.name}"\n    def mounts(self):\n        return {self.path: modal.Volume.from_name(self.name)}\nCONF = Conf("cache")\n',
      'rewrite-unsafe: the volume `cache` at `/cache` becomes the directory `/data/cache`',
    ],
  ])('volumes=%s', async (mounts, above, reason) => {
    expectReasons(await outcome(mounted('pass', above, mounts)), [reason]);
  });

  test('a mount that nothing in the code names says so', async () => {
    const [reason] = (await outcome(mounted('pass'))).reasons;
    expect(reason).toMatch(
      /: no path under `\/cache` was found in `f`, so point what reads and writes there to `\/data\/models`$/,
    );
  });

  test('no volumes at all', async () => {
    expect((await outcome(mounted('pass', '', '{}'))).reasons).toEqual([]);
  });

  test('a network file system becomes a directory too', async () => {
    const program =
      'import modal\n\napp = modal.App("x")\nnfs = modal.NetworkFileSystem.from_name("old")\n\n\n@app.function(network_file_systems={"/cache": nfs})\ndef f(x=1):\n    open("/cache/x")\n';
    const found = await outcome(program);
    expect(bodyOf(found)).toBe('open("/data/old/x")');
  });
});

describe('directories', () => {
  const MAKES = 'os.makedirs("/data/models", exist_ok=True)';

  test.each<[string, string, string]>([
    ['a body', 'open("/cache/x")', `${MAKES}\nopen("/data/models/x")`],
    ['a docstring', '"""D."""\nopen("/cache/x")', `"""D."""\n${MAKES}\nopen("/data/models/x")`],
    [
      'an import of `os` in the body',
      'import os\nopen("/cache/x")',
      `import os\n${MAKES}\nopen("/data/models/x")`,
    ],
    ['no path', 'open("/tmp/x")', 'open("/tmp/x")'],
    [
      'a directory that the code makes',
      'os.makedirs("/cache/a")\nopen("/cache/x")',
      'os.makedirs("/data/models/a")\nopen("/data/models/x")',
    ],
    [
      'a path that makes its parents',
      'Path("/cache/a").mkdir(parents=True)',
      'Path("/data/models/a").mkdir(parents=True)',
    ],
    [
      'a path that does not',
      'Path("/cache/a").mkdir()',
      `${MAKES}\nPath("/data/models/a").mkdir()`,
    ],
  ])('%s', async (_, body, after) => {
    const { files } = await outcome(mounted(body));
    const [, found = ''] = files['main.py']?.split('def f(x=1):\n') ?? [];
    expect(found.replace(/^ {4}/gm, '').trimEnd()).toBe(after);
  });

  test('two volumes', async () => {
    const mounts = '{"/m": vol, "/n": modal.Volume.from_name("n")}';
    const { files } = await outcome(mounted('g("/m", "/n")', '', mounts));
    expect(files['main.py']).toContain(
      `    ${MAKES}\n    os.makedirs("/data/n", exist_ok=True)\n    g(`,
    );
  });

  test('a volume that is only read is there already', async () => {
    const mounts = '{"/m": vol.read_only()}';
    expect((await outcome(mounted('g("/m")', '', mounts))).files['main.py']).not.toContain(MAKES);
  });

  test.each<[string, string, string, string]>([
    [
      'a class without hooks gets one',
      'class C:',
      '    @modal.method()\n    def m(self):\n        return "/cache"\n',
      '',
    ],
    [
      'the first hook of a class',
      'class C:',
      '    @modal.enter()\n    def load(self):\n        self.x = "/cache"\n',
      `    def load(self):\n        ${MAKES}\n        self.x`,
    ],
    [
      'a hook that runs before the snapshot',
      'class C:',
      '    @modal.enter()\n    def b(self):\n        pass\n\n    @modal.enter(snap=True)\n    def a(self):\n        self.x = "/cache"\n',
      `    def a(self):\n        ${MAKES}\n        self.x`,
    ],
  ])('%s', async (_, header, body, after) => {
    const program = `${VOLUME}\n\n@app.cls(volumes={"/cache": vol})\n${header}\n${body}`;
    const found = await outcome(program, 'C');
    if (after === '') expect(found.members).toEqual([`def setup(self):\n    ${MAKES}`]);
    else expect(found.files['main.py']).toContain(after);
  });
});

describe('commit and reload', () => {
  test.each<[string, string]>([
    ['open("/tmp/x")\nvol.commit()', 'open("/tmp/x")'],
    ['vol.reload()  # see what others wrote\nopen("/tmp/x")', 'open("/tmp/x")'],
    ['vol.commit()', 'pass'],
    ['vol.commit()\nvol.reload()', 'pass'],
    [
      'if x:\n    vol.commit()\nelse:\n    open("/tmp/x")',
      'if x:\n    pass\nelse:\n    open("/tmp/x")',
    ],
    ['if x: vol.commit()', 'if x: pass'],
    [
      'try:\n    vol.reload()\nexcept RuntimeError:\n    pass',
      'try:\n    pass\nexcept RuntimeError:\n    pass',
    ],
    ['vol.commit(); open("/tmp/x")', 'open("/tmp/x")'],
    ['async def g():\n    await vol.commit.aio()\n    return 1', 'async def g():\n    return 1'],
  ])('%s', async (body, after) => {
    const found = await outcome(mounted(body));
    expect(bodyOf(found)).toBe(after);
    expect(found.reasons).toHaveLength(1);
  });

  test.each<[string, string]>([
    ['y = vol.commit()', 'y = None'],
    ['return vol.commit() or 1', 'return None or 1'],
    ['run(vol.commit)', 'run(lambda: None)'],
    ['run(after=vol.reload)', 'run(after=lambda: None)'],
    ['run(lambda: vol.commit())', 'run(lambda: None)'],
    ['hooks = [vol.commit]', 'hooks = [(lambda: None)]'],
    ['async def g():\n    y = await vol.commit.aio()', 'async def g():\n    y = None'],
    [
      'async def g():\n    await gather(vol.commit.aio())',
      'async def g():\n    await gather(asyncio.sleep(0))',
    ],
    ['run(vol.commit.aio)', 'run(lambda: asyncio.sleep(0))'],
  ])('%s does nothing, and gives nothing', async (body, after) => {
    const found = await outcome(mounted(body));
    expect(bodyOf(found)).toBe(after);
    expect(found.reasons).toHaveLength(1);
  });
});

describe('rewriteMountPath', () => {
  const name = fc.stringMatching(/^[a-z][a-z0-9_-]{0,5}$/);
  const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((parts) => `/${parts.join('/')}`);
  const piece = fc.oneof(
    fc.constantFrom(' ', '/', '"', '=', ':', '.', '\n', '-', 'é', '😀', '{', '}'),
    name,
    path,
  );
  const text = (mount: string): fc.Arbitrary<string> =>
    fc.array(fc.oneof(piece, fc.constant(mount)), { maxLength: 12 }).map((parts) => parts.join(''));
  const cases = fc
    .tuple(path, name)
    .chain(([mount, volume]) =>
      fc.tuple(fc.constant({ path: mount, to: `/data/${volume}` }), text(mount)),
    );

  test('a second time changes nothing', () => {
    fc.assert(
      fc.property(cases, ([mount, given]) => {
        // A volume that is mounted inside its own new place can be told from nothing.
        fc.pre(!mount.path.startsWith(`${mount.to}/`));
        const once = rewriteMountPath(given, [mount]);
        expect(rewriteMountPath(once, [mount])).toBe(once);
      }),
      { numRuns },
    );
  });

  test('what is no path under the mount stays', () => {
    fc.assert(
      fc.property(cases, ([mount, given]) => {
        const after = rewriteMountPath(given, [mount]);
        // Taking the changes back gives the text: nothing but the mount's path was touched.
        const undone = after.split(mount.to).join(mount.path);
        expect(undone).toBe(given.split(mount.to).join(mount.path));
      }),
      { numRuns },
    );
  });

  test('a path under the mount is rewritten, its neighbours are not', () => {
    fc.assert(
      fc.property(path, name, path, (mount, volume, rest) => {
        const change = { path: mount, to: `/data/${volume}` };
        fc.pre(!mount.startsWith('/data') && !rest.startsWith('/data'));
        expect(rewriteMountPath(mount + rest, [change])).toBe(change.to + rest);
        expect(rewriteMountPath(`${mount}x${rest}`, [change])).toBe(`${mount}x${rest}`);
        expect(rewriteMountPath(`x${mount}${rest}`, [change])).toBe(`x${mount}${rest}`);
      }),
      { numRuns },
    );
  });
});

describe('secrets', () => {
  const reading = (secrets: string, body: string, above = ''): string => {
    const lines = body.split('\n').map((line) => `    ${line}\n`);
    return `import os\nfrom os import environ, getenv\n\nimport modal\n\napp = modal.App("x")\n${above}\n\n@app.function(secrets=${secrets})\ndef f(x=1):\n${lines.join('')}`;
  };
  const G = 'modal.Secret.from_name("g")';
  const OPEN =
    'rewrite-unsafe: the secret `g` does not list variables: without `secrets`, `f` sees all that `fal secrets set` exposes by default';

  test.each<[string, string, string[], string[]]>([
    ['[modal.Secret.from_name("g", required_keys=["A", "B"])]', 'pass', ['A', 'B'], []],
    [
      '[modal.Secret.from_name("g", required_keys=["A"]), modal.Secret.from_name("h", required_keys=["A", "B"])]',
      'pass',
      ['A', 'B'],
      [],
    ],
    [
      `[${G}]`,
      'os.environ["A"]\nos.environ.get("B", 1)\nos.getenv("C")',
      [],
      [
        'rewrite-unsafe: the secret `g` does not list variables: without `secrets`, `f` sees all that `fal secrets set` exposes by default; its code reads `A` and `C`',
      ],
    ],
    [
      `[${G}]`,
      'environ["A"], getenv("B"), "C" in os.environ',
      [],
      [`${OPEN}; its code reads \`A\`, \`B\` and \`C\``],
    ],
    [
      `[${G}]`,
      'os.environ["HF_HOME"], os.environ["MODAL_TASK_ID"], os.environ["A"]',
      [],
      [`${OPEN}; its code reads \`A\``],
    ],
    [
      `[${G}]`,
      'os.environ["B"] = "1"\nos.environ["A"], os.environ["B"]',
      [],
      [`${OPEN}; its code reads \`A\``],
    ],
    [
      `[${G}, modal.Secret.from_name("h", required_keys=["A"])]`,
      'os.environ["A"], os.environ["B"]',
      [],
      [`${OPEN}; its code reads \`B\``],
    ],
    [
      `[${G}, modal.Secret.from_name("h")]`,
      'os.environ["A"]',
      [],
      [
        'rewrite-unsafe: the secrets `g` and `h` do not list variables: without `secrets`, `f` sees all that `fal secrets set` exposes by default; its code reads `A`',
      ],
    ],
    [
      `[${G}, modal.Secret.from_dict({"B": "s3cr3t"})]`,
      'os.environ["A"], os.environ["B"]',
      [],
      [`${OPEN}; its code reads \`A\``, 'rewrite-unsafe: `Secret.from_dict` took values along'],
    ],
    // What has a default is a setting, whatever the secret's name speaks of.
    [
      '[modal.Secret.from_name("wandb")]',
      'os.getenv("WANDB_MODE", "offline"), os.getenv("WANDB_KEY", "none")',
      [],
      [
        'rewrite-unsafe: the secret `wandb` does not list variables: without `secrets`, `f` sees all that `fal secrets set` exposes by default; its code reads `WANDB_KEY`',
      ],
    ],
    [`[${G}, modal.Secret.from_name("h", required_keys=["A"])]`, 'pass', [], [OPEN]],
    [`[${G}]`, 'pass', [], [OPEN]],
    [`[${G}]`, 'os.environ[x]', [], [OPEN]],
    [`[${G}]`, 'os.environ["A"], dict(os.environ)', [], [OPEN]],
    [
      '[modal.Secret.from_dict({"A": "s3cr3t"})]',
      'pass',
      ['A'],
      [
        'rewrite-unsafe: `Secret.from_dict` took values along when the app was deployed: set `A` with `fal secrets set`',
      ],
    ],
    [
      '[modal.Secret.from_dict({"A": "s3cr3t", "MODE": "prod", "API_KEY": "none", "N": "3"})]',
      'pass',
      ['A', 'API_KEY'],
      [
        'rewrite-unsafe: `Secret.from_dict` took values along when the app was deployed: set `A` and `API_KEY` with',
        'rewrite-unsafe: `f` sets `MODE` and `N` itself',
      ],
    ],
    [
      '[modal.Secret.from_dict({k: os.environ[k] for k in ("A", "B") if k in os.environ})]',
      'pass',
      ['A', 'B'],
      ['rewrite-unsafe: `Secret.from_dict` took values along'],
    ],
    ['[modal.Secret.from_dict({})]', 'pass', [], []],
    [
      '[modal.Secret.from_dict({"A": os.environ["A"], **x})]',
      'pass',
      [],
      ['rewrite-unsafe: the secret does not list variables: without `secrets`'],
    ],
    [
      '[modal.Secret.from_dotenv()]',
      'pass',
      [],
      [
        'rewrite-unsafe: the file of `Secret.from_dotenv` does not list variables: without `secrets`',
      ],
    ],
    [
      '[modal.Secret.from_dotenv()]',
      'os.environ["A"], os.getenv("B", "b"), os.getenv("C_TOKEN", "c")',
      [],
      [
        'rewrite-unsafe: the file of `Secret.from_dotenv` does not list variables: without `secrets`, `f` sees all that `fal secrets set` exposes by default; its code reads `A` and `C_TOKEN`',
      ],
    ],
    [
      '[modal.Secret.from_local_environ(["A", "B"])]',
      'pass',
      ['A', 'B'],
      [
        'rewrite-unsafe: `Secret.from_local_environ` copied variables of the machine that deploys: set `A` and `B`',
      ],
    ],
    ['modal.Secret.from_name("g", required_keys=["A"])', 'pass', ['A'], []],
    ['[]', 'os.environ["A"]', [], []],
    ['[x for x in y]', 'pass', [], ['manual: `secrets=[x for x in y]` is `y`, which is defined']],
  ])('%s and %s', async (secrets, body, keys, reasons) => {
    const found = await outcome(reading(secrets, body));
    const list = `secrets = [${keys.map((key) => `"${key}"`).join(', ')}]`;
    expect(found.settings).toEqual(keys.length > 0 ? [list] : []);
    expectReasons(found, reasons);
    expect(JSON.stringify([found.settings, found.reasons])).not.toContain('s3cr3t');
  });

  test.each<[string, string, string, string[]]>([
    ['a variable', 'S = [modal.Secret.from_name("g", required_keys=["A"])]\n', 'S', ['A']],
    [
      'a list in a list',
      'S = [modal.Secret.from_name("g", required_keys=["A"])]\n',
      '[*S, modal.Secret.from_name("h", required_keys=["B"])]',
      ['A', 'B'],
    ],
    [
      'a sum',
      'S = [modal.Secret.from_name("g", required_keys=["A"])]\n',
      'S + [modal.Secret.from_name("h", required_keys=["B"])]',
      ['A', 'B'],
    ],
    [
      'a named secret',
      'K = ["A"]\ns = modal.Secret.from_name("g", required_keys=K)\n',
      '[s]',
      ['A'],
    ],
    [
      'a condition that is constant',
      'USE = False\nS = [modal.Secret.from_name("g", required_keys=["A"])]\n',
      'S + ([modal.Secret.from_name("h")] if USE else [])',
      ['A'],
    ],
    [
      'what a helper puts together',
      'P = ("B",)\ndef p():\n    d = {"A": os.environ["A"]}\n    o = (*P,)\n    if os.getenv("X"):\n        o += ("C",)\n    for k in o:\n        d[k] = os.environ[k]\n    d.update(D="1")\n    return d\ndef s():\n    return modal.Secret.from_dict(p())\n',
      '[s()]',
      ['A', 'B', 'C', 'D'],
    ],
    [
      'one of two',
      'S = modal.Secret.from_name("g", required_keys=["A"]) if os.getenv("X") else modal.Secret.from_dict({"B": os.environ["B"]})\n',
      '[S]',
      ['A', 'B'],
    ],
    [
      'a helper with several returns',
      'def s():\n    if os.getenv("X"):\n        return [modal.Secret.from_name("g", required_keys=["A"])]\n    return []\n',
      's()',
      ['A'],
    ],
    [
      'a list that grows',
      'S = []\nif os.getenv("X"):\n    S.append(modal.Secret.from_name("g", required_keys=["A"]))\n',
      'S',
      ['A'],
    ],
  ])('%s', async (_, above, secrets, keys) => {
    const found = await outcome(reading(secrets, 'g()', above));
    expect(found.settings).toEqual([`secrets = [${keys.map((key) => `"${key}"`).join(', ')}]`]);
  });

  test.each<[string, string, readonly string[]]>([
    ['huggingface-secret', 'import diffusers', ['HF_TOKEN']],
    ['my_hf_token', 'from transformers import pipeline', ['HF_TOKEN']],
    ['openai-secret', 'import openai', ['OPENAI_API_KEY']],
    ['aws', 'import boto3', ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY']],
    ['gemini', 'import google.generativeai as genai', ['GOOGLE_API_KEY']],
    ['huggingface-secret', 'import diffusers\nos.environ["MODE"]', ['MODE', 'HF_TOKEN']],
    ['podchaser', 'g()', ['P']],
    // Another library, or another secret.
    ['huggingface-secret', 'import openai', []],
    ['podchaser', 'import openai', []],
    ['openai-secret', 'import openai_whisper', []],
  ])('the secret %j and %j', async (name, body, keys) => {
    const above = 'def g():\n    return os.environ["P"]\n';
    const found = await outcome(reading(`[modal.Secret.from_name("${name}")]`, body, above));
    expect(found.settings).toEqual([]);
    const [, read = ''] = found.reasons.join().split('; its code reads ');
    expect(read.match(/\w+(?=`)/g) ?? []).toEqual(keys);
  });

  test('a module of the tree is no library', async () => {
    const source = reading('[modal.Secret.from_name("openai-secret")]', 'import openai');
    const found = await outcome({ 'main.py': source, 'openai.py': 'x = 1\n' });
    expect(found.reasons.join()).not.toContain('reads');
  });

  test('the variables of the image are no secrets', async () => {
    const image = 'image = modal.Image.debian_slim().env({"MODEL": "m"})\n';
    const found = await outcome(
      reading(`[${G}], image=image`, 'os.environ["MODEL"], os.environ["A"]', image),
    );
    expectReasons(found, [`${OPEN}; its code reads \`A\``]);
  });

  const AT_IMPORT = {
    'a text': ['TOKEN = os.environ["A"]\n', 'print(TOKEN)', ''],
    'with a default': ['TOKEN = os.environ.get("A", "")\n', 'print(TOKEN)', ''],
    'with a type and a method': ['TOKEN: str = os.getenv("A", "").strip()\n', 'print(TOKEN)', ''],
    'by an entrypoint too': [
      'TOKEN = os.environ["A"]\n',
      'print(TOKEN)',
      '\n\n@app.local_entrypoint()\ndef main():\n    TOKEN = os.environ["A"]\n    print(TOKEN)\n',
    ],
    'inside of a lambda': ['TOKEN = os.environ["A"]\n', 'g = lambda: [TOKEN]', ''],
  } as const;

  test.each(Object.entries(AT_IMPORT))('a read moves: %s', async (_, [line, body, below]) => {
    const other = below.replace(`    ${line}`, '');
    const found = await outcome(reading(`[${G}]`, body, line) + other);
    const [before = ''] = reading(`[${G}]`, body, '').split('    ' + body);
    expect(found.files['main.py']).toBe(`${before}    ${line}    ${body}\n${below}`);
    expect(found.reasons).toHaveLength(1);
  });

  test('a read moves into helpers and methods', async () => {
    const line = 'TOKEN = os.environ["A"]\n';
    const found = await outcome(
      `import os\n\nimport modal\n\napp = modal.App("x")\n${line}\n\ndef key():\n    "The key."\n    return TOKEN\n\n\n@app.cls(secrets=[${G}])\nclass C:\n    @modal.method()\n    def m(self):\n        return TOKEN, key()\n`,
      'C',
    );
    expect(found.files['main.py']).toBe(
      `import os\n\nimport modal\n\napp = modal.App("x")\n\n\ndef key():\n    "The key."\n    ${line}    return TOKEN\n\n\n@app.cls(secrets=[${G}])\nclass C:\n    @modal.method()\n    def m(self):\n        ${line}        return TOKEN, key()\n`,
    );
  });

  test.each([
    ['a statement of the module reads it too', 'TOKEN = os.environ["A"]\nprint(TOKEN)\n', 'print(TOKEN)'],
    ['a constant is made of it', 'TOKEN = os.environ["A"]\nURL = f"x?{TOKEN}"\n', 'print(URL)'],
    ['it is a default', 'TOKEN = os.environ["A"]\ndef g(t=TOKEN): ...\n', 'print(TOKEN)'],
    ['it is set twice', 'TOKEN = ""\nTOKEN = os.environ["A"]\n', 'print(TOKEN)'],
    ['it is set in a branch', 'if True:\n    TOKEN = os.environ["A"]\n', 'print(TOKEN)'],
    ['it is made by other code', 'def load(x): ...\nTOKEN = load(os.environ["A"])\n', 'print(TOKEN)'],
    ['it stands on several lines', 'TOKEN = os.environ.get(\n    "A", ""\n)\n', 'print(TOKEN)'],
    ['two names have it', 'TOKEN = KEY = os.environ["A"]\n', 'print(TOKEN)'],
  ])('a read at import is marked: %s', async (_, above, body) => {
    const program = reading(`[${G}]`, body, above);
    const found = await outcome(program);
    expect(found.reasons[1]).toMatch(/^manual: `A` is read when the file is imported/);
    expect(found.files['main.py']).toBe(program);
  }); // prettier-ignore

  test('a read stays for the files that import its name', async () => {
    const files = {
      'main.py': reading(`[${G}]`, 'print(TOKEN)', 'TOKEN = os.environ["A"]\n'),
      'other.py': 'from main import TOKEN\n',
    };
    const found = await outcome(files);
    expect(found.reasons[1]).toMatch(/^manual: `A` is read when the file is imported/);
  });

  test.each([
    ['a GPU', 'GPU = os.environ.get("A", "T4")\n', ', gpu=GPU', 'print(GPU)'],
    ['made of it', 'A = os.environ.get("A", "1")\nCPU = int(A) + 1\n', ', cpu=CPU', 'print(A)'],
    ['of an image', 'A = os.environ.get("A", "1")\nimage = modal.Image.debian_slim().pip_install(f"a=={A}")\n', '', 'print(A)'],
    ['a number', 'N = int(os.environ.get("A", "8"))\n', '', 'print(N)'],
  ])('what deploying asks for is no secret: %s', async (_, above, keyword, body) => {
    const found = await outcome(
      reading(`[${G}]${keyword}`, `${body}\n    print(os.environ["B"])`, above),
    );
    expect(found.reasons.join('\n')).toContain('; its code reads `B`');
    expect(found.reasons.join('\n')).not.toContain('is imported');
  }); // prettier-ignore

  test('the App gives secrets to all its units', async () => {
    const program =
      'import modal\n\napp = modal.App("x", secrets=[modal.Secret.from_name("g", required_keys=["A"])])\n\n\n@app.function()\ndef f():\n    pass\n';
    expect((await outcome(program)).settings).toEqual(['secrets = ["A"]']);
  });

  test('a secret of the past', async () => {
    const program =
      'import modal\n\nstub = modal.Stub("x")\n\n\n@stub.function(secret=modal.Secret.from_name("g"))\ndef f():\n    import os\n    return os.environ["A"]\n';
    expectReasons(await outcome(program), [`${OPEN}; its code reads \`A\``]);
  });
});

describe('defaultDifferences', () => {
  const textsOf = async (source: string, name = 'f'): Promise<string> => {
    const { units } = await readAll({ 'main.py': source });
    const unit = units.find((one) => one.name === name);
    return unit ? defaultDifferences(unit).join('\n') : '';
  };

  test('a function that leaves everything to the platform', async () => {
    const texts = await textsOf(withKeywords(''));
    for (const word of [
      'max_concurrency',
      'request_timeout',
      'startup_timeout',
      'keep_alive',
      '`XS`',
    ])
      expect(texts).toContain(word);
    expect(texts).not.toContain('skip_retry_conditions');
  });

  test('what a program decides is no difference', async () => {
    const texts = await textsOf(
      withKeywords('max_containers=4, timeout=60, scaledown_window=9, cpu=1'),
    );
    expect(texts).toBe('');
  });

  test('a class is an app', async () => {
    const texts = await textsOf(
      'import modal\n\napp = modal.App("x")\n\n\n@app.cls()\nclass C:\n    @modal.fastapi_endpoint()\n    def m(self):\n        return 1\n',
      'C',
    );
    for (const word of ['skip_retry_conditions', '`S`', 'app_auth']) expect(texts).toContain(word);
    expect(texts).not.toContain('keep_alive');
  });
});

describe('tables', () => {
  const types: Record<
    string,
    { cpu: number; memoryMb: number; gpuMemoryGb?: number; old?: boolean }
  > = falInventory.machineTypes;

  test('machine types are those of the inventory', () => {
    const current = Object.entries(types)
      .filter(([, { old }]) => !old)
      .map(([name, { cpu, memoryMb, gpuMemoryGb }]) => ({
        name,
        cpu,
        memoryMb,
        ...(gpuMemoryGb !== undefined && { gpuMemoryGb }),
      }));
    const byName = (a: { name: string }, b: { name: string }): number =>
      a.name.localeCompare(b.name);
    expect([...CPU_MACHINES, ...GPU_MACHINES].toSorted(byName)).toEqual(current.toSorted(byName));
  });

  test('CPU machines grow', () => {
    expect(CPU_MACHINES.toSorted((a, b) => a.memoryMb - b.memoryMb || a.cpu - b.cpu)).toEqual(
      CPU_MACHINES,
    );
  });

  test('regions are those of the inventory', () => {
    expect([...FAL_REGIONS].sort()).toEqual(falInventory.regions);
    expect(region).toBeTypeOf('function');
  });
});

test('every keyword of `app.function` and `app.cls` belongs to a row', () => {
  const { topics } = readTopics(loadConcepts(join(packageFolder, 'content')), loadContext());
  const { rules } = compileTopics(topics, '', sdkFile).ruleSet;
  const owned = new Set(
    rules.flatMap(({ matches }) => matches.map(({ symbol, keyword }) => `${symbol} ${keyword}`)),
  );
  const { symbols } = modalInventory;
  const missing = (['modal.App.function', 'modal.App.cls'] as const).flatMap((symbol) =>
    symbols[symbol].params.filter((name) => name !== '*' && !owned.has(`${symbol} ${name}`)),
  );
  expect(missing).toEqual([]);
});

describe('pythonString', () => {
  test.each([
    // The other quotes where they save escaping, and the wanted ones where both are in the text.
    ['a"b', '"' as const, `'a"b'`],
    [`a"'b`, '"' as const, `"a\\"'b"`],
    [`a"'b`, "'" as const, `'a"\\'b'`],
    ["a'b", '"' as const, '"a\'b"'],
    ["a'b", "'" as const, `"a'b"`],
    ['a\\n\nb\u0001', '"' as const, '"a\\\\n\\nb\\x01"'],
  ])('%j in %s', (text, quote, literal) => {
    expect(pythonString(text, quote)).toBe(literal);
  });
});
