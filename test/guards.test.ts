// What asks whether Modal is there, once the calls behind it go to fal.
import { describe, expect, test } from 'vitest';
import { readRules } from '../src/cli/rules-file.ts';
import { migrate } from '../src/convert/migrate.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const rules = readRules(undefined);
const sdk = makeSdk(rules.sdk);

const JOBS = `import modal

app = modal.App("jobs")


@app.function()
def work(x: int) -> int:
    return x


@app.function()
def local(x):
    return x
`;

/** A file beside the jobs, converted with them. */
async function converted(source: string, level: 'all' | 'unsafe' = 'all'): Promise<string> {
  const files = [
    { path: 'jobs.py', source: JOBS },
    { path: 'client.py', source },
  ];
  const { results } = await migrate(await readProgram(files, sdk), rules, {
    level,
    owner: 'me',
  });
  expect(results.map(({ refused }) => refused)).toEqual(results.map(() => undefined));
  return results.find(({ file }) => file === 'client.py')?.after ?? source;
}

const HANDLE = 'work = modal.Function.from_name("jobs", "work")';
const ASKED = 'return fal_client.subscribe("me/jobs", arguments={"x": x})';

describe('a guard', () => {
  test.each([
    {
      title: 'a handle and its `None` go with the calls',
      source: `try:\n    import modal\n    ${HANDLE}\n    ready = True\nexcept Exception:\n    work = None\n    ready = False\n\n\ndef call(x):\n    return work.remote(x) if ready else None\n`,
      after: `try:\n    import fal_client\n    ready = True\nexcept Exception:\n    ready = False\n\n\ndef call(x):\n    ${ASKED} if ready else None\n`,
    },
    {
      title: 'a handle that is asked whether it is there is there',
      source: `try:\n    import modal\n    ${HANDLE}\nexcept Exception:\n    work = None\n\n\ndef call(x):\n    if work is None:\n        return 0\n    return work.remote(x)\n`,
      after: `try:\n    import fal_client\n    work = True\nexcept Exception:\n    work = None\n\n\ndef call(x):\n    if work is None:\n        return 0\n    ${ASKED}\n`,
    },
    {
      title: 'look-ups that nobody calls go',
      source: `try:\n    import modal\n    app = modal.App.lookup("jobs")\n    local = modal.Function.from_name("jobs", "local")\n    ${HANDLE}\n    ready = True\nexcept Exception:\n    ready = False\n\n\ndef call(x):\n    return work.remote(x)\n`,
      after: `try:\n    import fal_client\n    ready = True\nexcept Exception:\n    ready = False\n\n\ndef call(x):\n    ${ASKED}\n`,
    },
    {
      title: 'an import among the work that is tried goes',
      source: `def call(x):\n    try:\n        import modal\n        from jobs import local\n\n        with modal.enable_output():\n            return local.remote(x)\n    except Exception:\n        return None\n`,
      after: `def call(x):\n    try:\n        from jobs import local\n\n        return local(x)\n    except Exception:\n        return None\n`,
    },
    {
      title: 'a file that only asks for Modal asks for fal',
      source: `try:\n    import modal\n    READY = True\nexcept ImportError:\n    READY = False\n`,
      after: `try:\n    import fal\n    READY = True\nexcept ImportError:\n    READY = False\n`,
    },
    {
      title: 'a condition around all units',
      source: `try:\n    import modal\nexcept ImportError:\n    modal = None\n\nif modal is not None:\n    app = modal.App("more")\n\n    @app.function()\n    def more(x):\n        return x\nelse:\n    app = None\n    print("none")\n`,
      after: `try:\n    import fal\nexcept ImportError:\n    fal = None\n\nif fal is not None:\n    @fal.function()\n    def more(x):\n        return x\nelse:\n    print("none")\n`,
    },
  ])('$title', async ({ source, after }) => {
    expect(await converted(source)).toBe(after);
  });

  test('stays where something of Modal is still behind it', async () => {
    const guard =
      'try:\n    import modal\n    READY = True\nexcept ImportError:\n    READY = False\n\n\n';
    const box = 'def box():\n    return modal.Sandbox.create()\n';
    expect(await converted(guard + box)).toContain('    import modal\n    READY = True\n');
  });
});

describe('what serves units stays with them', () => {
  const IMAGE = 'image = modal.Image.debian_slim().pip_install("numpy")\n\n';
  const HEAD = `import modal\n\napp = modal.App("more")\n${IMAGE}`;
  test.each([
    {
      title: '`app.run()` around a unit that is made in a function',
      source: `import modal\n\n\ndef launch(n):\n    app = modal.App("more")\n\n    @app.function()\n    def f(x):\n        return x\n\n    with app.run():\n        return f.spawn(n)\n`,
    },
    {
      title: '`imports()` of a class that is refused',
      source: `${HEAD}with image.imports():\n    import numpy\n\n\n@app.cls(image=image)\nclass More:\n    def __init__(self, *args):\n        self.args = args\n\n    @modal.method()\n    def m(self):\n        return numpy.array(self.args)\n`,
    },
    {
      title: '`imports()` and `enable_output()` of a function that waits for a person',
      level: 'unsafe' as const,
      source: `${HEAD}with image.imports():\n    import numpy\n\n\n@app.function(image=image, gpu="T4")\ndef more(x):\n    return numpy.array(x)\n\n\ndef call():\n    with modal.enable_output():\n        return more.remote(1)\n`,
    },
  ])('$title', async ({ source, level }) => {
    expect(await converted(source, level)).toBe(source);
  });
});
