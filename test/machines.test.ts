import { describe, expect, test } from 'vitest';
import { join } from 'node:path';
import { readTopics } from '../src/concepts/read-topics.ts';
import { loadConcepts, loadContext, packageFolder } from '../src/verify/content.ts';
import { CPU_MACHINES, GPU_MACHINES, gpuFit } from '../src/convert/machines/machines.ts';
import type { Verdict } from '../src/model/rule.ts';
import { setting as region, FAL_REGIONS } from '../src/convert/concepts/region.ts';
import falInventory from '../content/sdk/fal.json' with { type: 'json' };
import { outcome, withKeywords, expectReasons } from './settings/outcome.ts';

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
