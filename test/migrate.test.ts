// What whole programs become, where a part of the converter is not enough to see it.
import { describe, expect, test } from 'vitest';
import { readRules } from '../src/cli/rules-file.ts';
import { migrate } from '../src/convert/migrate.ts';
import type { ConvertOptions, TextSource } from '../src/convert/plan.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const rules = readRules(undefined);
const sdk = makeSdk(rules.sdk);

type Files = Readonly<Record<string, string>>;

/** The files after their conversion, by path. */
async function converted(
  files: Files,
  texts: readonly TextSource[] = [],
  level: ConvertOptions['level'] = 'all',
): Promise<Files> {
  const sources = Object.entries(files).map(([path, source]) => ({ path, source }));
  const program = await readProgram(sources, sdk);
  const { results } = await migrate(program, rules, { level }, texts);
  const after = Object.fromEntries(results.map((result) => [result.file, result.after]));
  return { ...files, ...Object.fromEntries(texts.map((t) => [t.path, t.source])), ...after };
}

const APP = 'import modal\n\napp = modal.App("demo")\n\n\n';
const CLS = (name: string): string =>
  `@app.cls()\nclass ${name}:\n    @modal.method()\n    def ping(self) -> str:\n        return "${name}"\n\n\n`;

interface Case {
  readonly title: string;
  readonly before: string;
  readonly holds?: readonly string[];
  readonly lacks?: readonly string[];
}

const cases: readonly Case[] = [
  {
    title: 'a value of a dict of functions is called as each of them',
    before: `${APP}@app.function()\ndef a(n):\n    return n\n\n\n@app.function()\ndef b(n):\n    return -n\n\n\nD = {"a": a, "b": b}\n\n\ndef run(key):\n    chosen = D.get(key, a)\n    call = chosen.spawn(2)\n    return chosen.remote(1), call.get()\n`,
    holds: ['call = chosen.submit(2)', 'return chosen(1), call.result()'],
  },
  {
    title: 'a function that is handed to a helper is no call that anybody can convert: a mark',
    before: `${APP}@app.function()\ndef a(n):\n    return n\n\n\ndef helper(fn):\n    return fn.remote(1)\n\n\nprint(helper(a))\n`,
    holds: ['# TODO(modal-lint): cannot-resolve: which function `fn` is', '@fal.function()'],
  },
  {
    title: 'what is handed to a helper and is no function of Modal has no mark',
    before: `${APP}@app.function()\ndef a(n):\n    return n\n\n\ndef helper(pool, xs):\n    return pool.map(str, xs)\n\n\nprint(helper(object(), [a.remote(1)]))\n`,
    holds: ['print(helper(object(), [a(1)]))'],
    lacks: ['TODO'],
  },
  {
    title:
      'an expression in an f-string has quotes that every Python reads, and a negation of its own',
    before: `${APP}@app.function()\ndef a(n):\n    return n\n\n\ndef where():\n    if not modal.is_local():\n        return modal.is_local() == True\n    return f"{'x' if modal.is_local() else 'y'}"\n`,
    holds: [
      'if os.getenv("IS_ISOLATE_AGENT") is not None:',
      'return (os.getenv("IS_ISOLATE_AGENT") is None) == True',
      `{'x' if os.getenv('IS_ISOLATE_AGENT') is None else 'y'}`,
    ],
  },
  {
    title: 'an f-string whose quotes are all taken has a mark',
    before: `${APP}@app.function()\ndef a(n):\n    return n\n\n\ndef where():\n    return f"{f'{modal.is_local()}'}"\n`,
    holds: ['TODO(modal-lint): is-local: ', `f"{f'{modal.is_local()}'}"`],
  },
  {
    title: 'an import that is tried asks for what the file uses now',
    before: `${APP}@app.function()\ndef a(n):\n    return n\n\n\ndef there():\n    try:\n        import modal  # noqa: F401\n\n        return True\n    except ImportError:\n        return False\n`,
    holds: ['    try:\n        import fal  # noqa: F401\n'],
    lacks: ['modal'],
  },
  {
    title: 'an import that may fail at the top stays one',
    before: `try:\n    import modal\n\n    HAVE = True\nexcept ImportError:\n    HAVE = False\n\nif HAVE:\n    app = modal.App("x")\n\n    @app.function()\n    def a(n):\n        return n\n`,
    holds: ['try:\n    import fal\n\n    HAVE = True\nexcept ImportError:\n'],
    lacks: ['modal', '\nimport fal'],
  },
  {
    title: 'an import that is tried stays while Modal is used',
    before: `${APP}@app.function()\ndef a(n):\n    return n\n\n\nbox = modal.Sandbox.create()\n\n\ndef there():\n    try:\n        import modal  # noqa: F401\n\n        return True\n    except ImportError:\n        return False\n`,
    holds: ['    try:\n        import modal  # noqa: F401\n'],
  },
  {
    title: 'an import under a condition in a function stays under it',
    before:
      'def call(use):\n    if use:\n        import modal\n\n        Model = modal.Cls.from_name("demo", "Model")\n        return Model().go.remote(x=1)\n    return 0\n',
    holds: ['    if use:\n        import fal_client\n', 'fal_client.subscribe('],
    lacks: ['\nimport', 'modal.'],
  },
  {
    title: 'an import under a condition stays under it',
    before:
      'import os\n\nif os.getenv("USE"):\n    import modal\n\n    app = modal.App("demo")\n\n    @app.function()\n    def a(n):\n        return n\n',
    holds: ['if os.getenv("USE"):\n    import fal\n'],
    lacks: ['\nimport fal', 'modal'],
  },
  {
    title: 'a helper that makes an image in several statements goes whole',
    before:
      'import modal\n\n\ndef make():\n    image = modal.Image.debian_slim()\n    image = image.apt_install("git")\n    return image\n\n\napp = modal.App(image=make())\n\n\n@app.function()\ndef f():\n    return 1\n',
    holds: ['install -y git', '@fal.function('],
    lacks: ['modal', 'def make'],
  },
  {
    title: 'settings in a `dict(...)` go with their image',
    before: `${APP}image = modal.Image.debian_slim().pip_install("torch")\nKW = dict(image=image, timeout=60)\n\n\n@app.function(**KW)\ndef f():\n    return 1\n`,
    holds: ['@fal.function(requirements=["torch"], request_timeout=60)'],
    lacks: ['modal', 'KW'],
  },
  {
    title:
      'parameters on lines of their own become one line, and what is said of them goes to the model',
    before: `${APP}@app.cls()\nclass A:\n    @modal.method()\n    def go(\n        self,\n        x: int,\n        y: int = 2,\n    ) -> int:\n        return x\n\n    @modal.method()\n    def stay(\n        self, x: int,  # why\n    ) -> int:\n        return x\n`,
    holds: [
      '    def go(self, input: GoInput) -> int:\n        x = input.x\n',
      'class StayInput(BaseModel):\n    x: int  # why\n',
      '    def stay(self, input: StayInput) -> int:\n',
    ],
  },
  {
    title:
      'a method that is handed on with its arguments to what passes on keywords needs no lambda',
    before: `import asyncio\nfrom concurrent.futures import ThreadPoolExecutor\n${APP}@app.cls()\nclass A:\n    @modal.method()\n    def go(self, x: int, y: int = 2) -> int:\n        return x\n\n\nasync def main(own):\n    a = await asyncio.to_thread(A().go.remote, 1, y=3)\n    with ThreadPoolExecutor() as pool:\n        b = pool.submit(A().go.remote, 1)\n    c = own.submit(A().go.remote, 1)\n    d = own.run_in_executor(None, A().go.remote, 1)\n    return a, b, c, d\n`,
    holds: [
      'arguments={"x": 1, "y": 3}',
      'pool.submit(fal_client.subscribe, "your-username/demo", arguments={"x": 1})',
      'own.submit(lambda x, y=2: fal_client.subscribe(',
      'own.run_in_executor(None, lambda x, y=2: fal_client.subscribe(',
    ],
    lacks: ['to_thread(lambda', 'pool.submit(lambda'],
  },
  {
    title: 'many parameters are given back a line each, the one that hides the model last',
    before: `${APP}@app.cls()\nclass A:\n    @modal.method()\n    def go(self, negative_prompt: int, input: int, inference_steps: int) -> int:\n        return negative_prompt + input + inference_steps\n`,
    holds: [
      '        negative_prompt = input.negative_prompt\n        inference_steps = input.inference_steps\n        input = input.input\n        return',
    ],
  },
  {
    title: 'an annotation that is no type says nothing of a field',
    before: `${APP}@app.cls()\nclass A:\n    @modal.method()\n    def go(self, a: [float], b: (int, str), c: dict[str, int]) -> int:\n        return len(a)\n`,
    holds: ['class GoInput(BaseModel):\n    a: Any\n    b: Any\n    c: dict[str, int]\n'],
  },
  {
    title: 'an address stands in a text as text',
    before: `${APP}@app.function()\n@modal.asgi_app()\ndef web():\n    from site import site\n\n    return site\n\n\ndef tell():\n    return f"{web.get_web_url()}/a", web.get_web_url()\n`,
    holds: [
      'return f"https://fal.run/your-username/serve_web/a", "https://fal.run/your-username/serve_web"',
    ],
  },
  {
    title: 'a list of packages that units share takes no name that a class has for itself',
    before: `${APP}image = modal.Image.debian_slim().pip_install("a-long-package", "another-package", "a-third-package", "one-more-package", "the-last-one")\n\n\n@app.function(image=image)\ndef f():\n    return 1\n\n\n@app.cls(image=image)\nclass C:\n    REQUIREMENTS = "x"\n\n    @modal.method()\n    def go(self):\n        return self.REQUIREMENTS\n`,
    holds: [
      'F_REQUIREMENTS = [\n    "a-long-package",\n',
      '@fal.function(requirements=[*F_REQUIREMENTS])\n',
      '    requirements = [*F_REQUIREMENTS]\n',
    ],
  },
  {
    title: "lists of packages that are the user's own stay",
    before: `import fal\n${APP}@fal.function(\n    requirements=[\n        "a",\n        "b",\n        "c",\n    ],\n)\ndef f():\n    return 1\n\n\n@fal.function(\n    requirements=[\n        "a",\n        "b",\n        "c",\n    ],\n)\ndef g():\n    return 1\n\n\n@app.function()\ndef h():\n    return 1\n`,
    holds: ['    requirements=[\n        "a",\n        "b",\n        "c",\n    ],\n)\ndef g():'],
    lacks: ['REQUIREMENTS'],
  },
  {
    title: 'models stand two lines apart, whatever stands above the class',
    before: `${APP}# about it\n@app.cls()\nclass A:\n    @modal.method()\n    def a(self, x: int) -> int:\n        return x\n\n    @modal.method()\n    def b(self, x: int) -> int:\n        return x\n`,
    holds: [
      'import BaseModel\n\n\nclass AInput(BaseModel):\n    x: int\n\n\nclass BInput(BaseModel):\n    x: int\n\n\n# about it\nclass A(',
    ],
    lacks: ['\n\n\n\n'],
  },
  {
    title: 'the docstring of a route moves in with it, any other string stays as it is',
    before: `import modal\nfrom fastapi import FastAPI\n\napp = modal.App("demo")\nsite = FastAPI()\n\n\n@site.get("/a")\ndef route():\n    """Says a.\n\n    More.\n    """\n    return """\n    kept"""\n\n\n@app.function()\n@modal.asgi_app()\ndef web():\n    return site\n`,
    holds: ['        """Says a.\n\n        More.\n        """\n        return """\n    kept"""\n'],
  },
  {
    title: 'a loop over classes calls neither of them by name',
    before: `${APP}${CLS('A')}${CLS('B')}def go():\n    for cls in (A, B):\n        print(cls().ping.remote())\n`,
    holds: ['    for cls in (A, B):\n        # TODO(modal-lint): method-remote: '],
    lacks: ['fal_client.subscribe'],
  },
  {
    title: 'a loop over functions calls each',
    before: `${APP}@app.function()\ndef a(x: int):\n    return x\n\n\n@app.function()\ndef b(x: int):\n    return x\n\n\ndef go():\n    for f in (a, b):\n        print(f.remote(1))\n`,
    holds: ['    for f in (a, b):\n        print(f(1))\n'],
  },
  {
    title: 'a label goes with the object that it names',
    before:
      'import modal\n\nSIZE = 3\n\n# Create the Modal app\napp = modal.App("demo")\n# Secrets\nkey = modal.Secret.from_name("k", required_keys=["K"])\n\n\n@app.function(secrets=[key])\ndef f():\n    return SIZE\n',
    holds: ['import fal\n\nSIZE = 3\n\n\n@fal.function(secrets=["K"])\ndef f():\n'],
    lacks: ['#'],
  },
  {
    title: 'a comment that says more stays',
    before:
      'import modal\n\n# Image\n# TODO(ann): newer ones lack avx\nimage = modal.Image.debian_slim().pip_install("a")\n\n# The app must keep this name, as the billing report and three dashboards filter by it.\napp = modal.App("demo", image=image)\n\n\n@app.function()\ndef f():\n    return 1\n',
    holds: [
      '    # Image\n    # TODO(ann): newer ones lack avx\n    requirements=["a"]',
      '# The app must keep this name',
    ],
  },
  {
    title: 'an image goes back to where the program had it',
    before:
      'import modal\n\napp = modal.App("demo")\n# What all of them run in.\nimage = modal.Image.debian_slim(python_version="3.12").apt_install("git")\n\n\n@app.function(image=image)\ndef f():\n    return 1\n\n\n@app.cls(image=image)\nclass C:\n    @modal.method()\n    def run(self) -> int:\n        return f.remote()\n',
    holds: [
      '# What all of them run in.\nimage = ContainerImage.from_dockerfile_str("""\nFROM python:3.12',
      'pip install fal\n""")\n\n\n@fal.function(image=image)\n',
      '    image = image\n',
    ],
    lacks: ['modal'],
  },
  {
    title: 'an image that Modal still needs keeps its name',
    before:
      'import modal\n\napp = modal.App("demo")\nimage = modal.Image.debian_slim().apt_install("git")\n\n\n@app.function(image=image)\ndef f():\n    return 1\n\n\n@app.function(image=image, **unknown())\ndef g():\n    return 1\n',
    holds: ['image = modal.Image.', '@fal.function(\n    image=ContainerImage'],
  },
  {
    title: 'a comment behind a keyword stands behind what that becomes',
    before: `${APP}@app.function(\n    # all of it\n    gpu="H100:2",  # two\n    timeout=90,  # long\n    serialized=True,  # by value\n)\ndef f():\n    return 1\n\n\n@app.cls(timeout=60)  # short\nclass A:\n    @modal.method()\n    def go(self):\n        return 1\n`,
    holds: [
      '@fal.function(\n    # all of it\n    machine_type="GPU-H100",  # two\n    num_gpus=2,\n    request_timeout=90,  # long\n)\n',
      'request_timeout = 60\n',
    ],
  },
  {
    title: "Modal's own package is in no image of fal's",
    before: `${APP}image = modal.Image.debian_slim().pip_install("modal==1.2.4", "modal-helpers", "rich").uv_pip_install(["modal[x]>=1", "regex"])\n\n\n@app.function(image=image)\ndef f():\n    return 1\n`,
    holds: ['requirements=["modal-helpers", "rich", "regex"]'],
    lacks: ['modal==', 'modal['],
  },
  {
    title: 'comments above imports of a container move with them',
    before: `${APP}image = modal.Image.debian_slim().pip_install("a", "b")\n\nwith image.imports():\n    # First: it patches\n    # the others.\n    import a  # noqa\n    import b\n\n\n@app.function(image=image)\ndef f():\n    return a.x + b.x\n`,
    holds: [
      'def f():\n    # First: it patches\n    # the others.\n    import a  # noqa\n    import b\n',
    ],
  },
  {
    title: 'imports that open a group stand together',
    before:
      'import os\n\n\nif __name__ == "__main__":\n    import modal\n\n    app = modal.App("demo")\n    image = modal.Image.debian_slim().apt_install("git")\n\n    @app.function(image=image)\n    def f():\n        return os.getpid()\n',
    holds: [
      'import os\n\nimport fal\nfrom fal.container import ContainerImage\n\n\nif',
      '    @fal.function(\n        image=ContainerImage.from_dockerfile_str(',
      '"""),\n    )\n    def f():\n',
    ],
    lacks: ['modal.App', 'TODO'],
  },
  {
    title: 'a commit goes, and the mount path in it is not changed as well',
    before: `${APP}VOLUMES = {"/c": modal.Volume.from_name("c")}\n\n@app.function(volumes=VOLUMES)\ndef work():\n    open("/c/x").read()\n    VOLUMES["/c"].commit()\n\n@app.function()\ndef other():\n    return work.remote()\n`,
    holds: ['open("/data/c/x").read()', 'return work()'],
    lacks: ['commit', 'VOLUMES', 'modal'],
  },
  {
    title: 'a commit goes from what two units share',
    before: `${APP}VOLUMES = {"/c": modal.Volume.from_name("c")}\n\ndef work():\n    open("/c/x").read()\n    VOLUMES["/c"].commit()\n\n@app.function(volumes=VOLUMES)\ndef one():\n    work()\n\n@app.function(volumes=VOLUMES)\ndef two():\n    work()\n`,
    holds: [
      'open("/data/c/x").read()',
      '@fal.function()\ndef one():',
      '@fal.function()\ndef two():',
    ],
    lacks: ['commit', 'VOLUMES', 'modal'],
  },
  {
    title: 'a backslash that joins nothing goes with its statement',
    before: `import modal\nimage = modal.Image.debian_slim(python_version="3.12") \\\n\napp = modal.App("demo", image=image)\n\n@app.function(timeout=60)\ndef f():\n    return 1\n`,
    holds: ['import fal\n\n@fal.function(python_version="3.12", request_timeout=60)'],
    lacks: ['\\', 'modal'],
  },
  {
    title: 'a class under `@app.function` stays as it is',
    before: `${APP}@app.function()\nclass Peer:\n    def __init__(self):\n        self.id = 1\n`,
    holds: ['@app.function()\nclass Peer:\n    def __init__(self):\n'],
  },
];

describe('a program', () => {
  test.each(cases)('$title', async ({ before, holds = [], lacks = [] }) => {
    const { 'app.py': after = '' } = await converted({ 'app.py': before });
    for (const text of holds) expect(after).toContain(text);
    for (const text of lacks) expect(after).not.toContain(text);
    // Converting again changes nothing.
    expect(await converted({ 'app.py': after })).toEqual({ 'app.py': after });
  });
});

describe('several files', () => {
  test('an import for types stays where it is read in quotes only', async () => {
    const types =
      'from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from .job import Job\n\n\ndef load() -> "Job":\n    from .job import Job\n\n    return Job()\n';
    const files = {
      'pkg/__init__.py': '',
      'pkg/types.py': types,
      'pkg/job.py': `${APP}class Job:\n    pass\n\n\n@app.function()\ndef f():\n    from .types import load\n\n    return load()\n`,
    };
    const after = await converted(files);
    expect(after['pkg/types.py']).toBe(types);
    expect(after['pkg/job.py']).toContain('@fal.function(');
  });

  test.each([
    ['a submodule for others', 'from . import decoder\nfrom .decoder import f\n'],
    ['a value for others', 'from .decoder import GPU, f\n'],
    [
      'a submodule under its own name',
      'from . import decoder as decoder\nfrom .decoder import f as f\n',
    ],
  ])('a package keeps what it imports: %s', async (_title, init) => {
    const files = {
      'lib/__init__.py': init,
      'lib/decoder.py': 'GPU = "A100"\n\n\ndef f():\n    return 1\n',
      'main.py': `${APP.replace('import modal\n', 'import modal\nfrom lib import f\n')}@app.function()\ndef g():\n    return f()\n`,
    };
    const after = await converted(files);
    expect(after['main.py']).toContain('@fal.function(');
    expect(after['lib/__init__.py']).toBe(init);
  });
});

describe('a module of the tree', () => {
  const NAMED = 'local_python_modules=["helpers"]';
  const FILES = 'app_files=["helpers.py"]';
  const COPIED = 'COPY helpers.py /root/helpers.py';
  const MARK = 'while it runs, and fal sends only what a file imports at its top';
  const LATE = '    from helpers import size\n\n    return size()\n';
  const CALL = '    return size()\n';
  const TOP = 'from helpers import size\n';
  const BLOCK = 'with image.imports():\n    from helpers import size\n\n\n';
  const HELPERS = 'def size():\n    return 3\n';
  test.each([
    { title: 'imported at the top', head: TOP, body: CALL, holds: [NAMED] },
    {
      title: 'whose routes a web app includes at the top',
      head: `${TOP}from fastapi import FastAPI\n\nweb = FastAPI()\nweb.include_router(size)\n`,
      decorator: '@modal.asgi_app()\n',
      body: '    return web\n',
      holds: [NAMED],
    },
    { title: 'imported while the unit runs', body: LATE, holds: [FILES] },
    { title: 'the same, with an image', layer: '.apt_install("git")', body: LATE, holds: [COPIED] },
    {
      title: 'beside a picture',
      layer: '.add_local_file("a.png", "/a.png")',
      body: LATE,
      holds: ['app_files=["a.png", "helpers.py"]'],
    },
    { title: 'imported under `imports()`', head: BLOCK, body: CALL, holds: [FILES] },
    {
      title: 'that the program names',
      layer: '.add_local_python_source("helpers")',
      body: LATE,
      holds: [NAMED, FILES],
    },
    {
      title: 'that the image holds',
      layer: '.apt_install("git").add_local_python_source("helpers")',
      body: LATE,
      holds: [COPIED],
    },
    {
      title: 'that needs Modal',
      body: LATE,
      helpers: `import modal\n${HELPERS}    return modal.types\n`,
      holds: ['`helpers.py:4` needs Modal, which a runner has not'],
    },
    {
      title: 'that needs Modal inside of a function only',
      body: LATE,
      helpers: `${HELPERS}\n\ndef other():\n    import modal\n\n    return modal.types\n`,
      holds: [FILES],
    },
    {
      title: 'that needs Modal for its types only',
      body: LATE,
      helpers: `from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    import modal\n\n\ndef other(v: "modal.types.X"): ...\n\n\n${HELPERS}`,
      holds: [FILES],
    },
    {
      title: 'that is converted too',
      body: LATE,
      helpers: `import modal\n\nvolume = modal.Volume.from_name("v")\nother = modal.App("other")\n\n\n@other.function(volumes={"/v": volume})\ndef g():\n    volume.commit()\n\n\n${HELPERS}`,
      holds: [FILES, 'requirements=["fal"]'],
    },
    {
      title: 'that imports the file of the unit again, for an App that nothing needs then',
      body: LATE,
      helpers: `${HELPERS}\n\ndef other():\n    from app import app, f\n\n    with app.run():\n        return f.remote()\n`,
      holds: ['app_files=["helpers.py", "app.py"]', 'requirements=["fal"]'],
    },
    {
      title: 'that imports another',
      head: TOP,
      body: CALL,
      helpers: `import sizes\n${HELPERS.replace('3', 'sizes.BIG()')}`,
      holds: ['local_python_modules=["helpers", "sizes"]'],
    },
    {
      title: 'that imports another while it runs',
      head: TOP,
      body: CALL,
      helpers: HELPERS.replace('return', 'import sizes\n\n    return sizes.BIG() *'),
      holds: [NAMED, 'app_files=["sizes.py"]'],
    },
  ])(
    '$title',
    async ({ layer = '', head = '', decorator = '', body, helpers = HELPERS, holds }) => {
      const image = `image = modal.Image.debian_slim()${layer}\n`;
      const source = `import modal\n\napp = modal.App("demo")\n${image}\n${head}\n\n@app.function(image=image)\n${decorator}def f():\n${body}`;
      const sizes = 'def BIG():\n    return 3\n';
      const files = { 'app.py': source, 'helpers.py': helpers, 'sizes.py': sizes };
      const { 'app.py': after = '' } = await converted(files);
      for (const text of holds) expect(after).toContain(text);
      const other = [NAMED, FILES, COPIED, MARK].filter(
        (text) => !holds.some((one) => one === text),
      );
      const rest = holds.reduce((text, held) => text.replace(held, ''), after);
      for (const text of other) expect(rest).not.toContain(text);
    },
  );
});

describe('modules of packages', () => {
  const app = (head: string, body: string): string =>
    `import modal\n${head}\napp = modal.App("demo")\nimage = modal.Image.debian_slim(python_version="3.11").pip_install("rich")\n\n\n@app.function(image=image)\ndef f():\n${body}`;

  test('one that lies where no import looks is copied into an image', async () => {
    const files = {
      'examples/app.py': app('', '    from lib.a import size\n\n    return size()\n'),
      'src/lib/__init__.py': '',
      'src/lib/a.py': 'def size():\n    return 3\n',
    };
    const after = await converted(files);
    expect(after['examples/app.py']).toContain('COPY src/lib/ /root/lib/\nWORKDIR /root\n');
    expect(after['examples/app.py']).not.toContain('TODO');
  });

  test("one that has the name of Python's own is another", async () => {
    const files = {
      'app.py': app('', '    from lib.a import size\n\n    return size()\n'),
      'lib/__init__.py': '',
      'lib/a.py': 'import logging\n\n\ndef size():\n    return logging.INFO\n',
      'lib/logging.py': 'import modal\n\nINFO = modal.types\n',
    };
    const after = await converted(files);
    expect(after['app.py']).toContain('app_files=["lib"]');
    expect(after['app.py']).not.toContain('TODO');
  });
});

describe('folders without `__init__.py`', () => {
  const SIZE = 'def size():\n    return 3\n';
  const IMPORT = '    from lib.a import size\n\n    return size()\n';
  test.each<{ title: string; files: Files; path?: string; holds: string }>([
    {
      title: 'a package inside is named from the top',
      files: {
        'lib/a.py': `from .deep.pack import size\n`,
        'lib/deep/pack/__init__.py': 'from .inner.b import size\n',
        'lib/deep/pack/inner/__init__.py': '',
        'lib/deep/pack/inner/b.py': `from .. import inner\n${SIZE}`,
      },
      holds: 'app_files=["lib"]',
    },
    {
      title: "a module beside another does not hide Python's own",
      files: { 'lib/a.py': `import logging\n${SIZE}`, 'lib/logging.py': 'LEVEL = 1\n' },
      holds: 'app_files=["lib"]',
    },
    {
      title: 'nor a package that is installed',
      files: { 'lib/a.py': `import rich\n${SIZE}`, 'lib/rich.py': 'LEVEL = 1\n' },
      holds: 'app_files=["lib"]',
    },
    {
      title: 'where `sys.path` says otherwise, it does',
      files: {
        'lib/a.py': `import sys\n\nsys.path.insert(0, "/app/lib")\nimport tools\n\n${SIZE}`,
        'lib/tools.py': 'LEVEL = 1\n',
      },
      holds: 'COPY lib/tools.py /root/tools.py',
    },
    {
      title: 'where a comment speaks of `sys.path`, it does not',
      files: { 'lib/a.py': `import rich  # sys.path, PYTHONPATH\n${SIZE}`, 'lib/rich.py': '' },
      holds: 'app_files=["lib"]',
    },
    {
      title: 'where `PYTHONPATH` names another folder, it does not',
      files: {
        'lib/a.py': `import rich\n\nENV = {"PYTHONPATH": "/root"}\n${SIZE}`,
        'lib/rich.py': '',
      },
      holds: 'app_files=["lib"]',
    },
    {
      title: 'where `PYTHONPATH` names the folder, it does',
      files: {
        'lib/a.py': `import tools\n\nENV = {"PYTHONPATH": "/root/lib"}\n${SIZE}`,
        'lib/tools.py': '',
      },
      holds: 'COPY lib/tools.py /root/tools.py',
    },
    {
      title: 'one at the top is found from below',
      files: { 'lib/a.py': `import tools\n${SIZE}`, 'lib/tools.py': '', 'tools.py': '' },
      holds: 'app_files=["lib", "tools.py"]',
    },
    {
      title: 'imports with dots begin where others of the file do',
      files: { 'src/pkg/a.py': SIZE, 'src/pkg/b.py': '' },
      path: 'src/pkg/app.py',
      holds: 'from pkg.a import size',
    },
    {
      title: 'or else at the top of the tree',
      files: { 'svc/a.py': SIZE, 'svc/b.py': '' },
      path: 'svc/app.py',
      holds: 'from svc.a import size',
    },
  ])('$title', async ({ files, path = 'app.py', holds }) => {
    const head = path.startsWith('src') ? 'from pkg import b\nfrom .a import size\n' : '';
    const dots = path.startsWith('svc') ? 'from .a import size\n' : '';
    const body = path === 'app.py' ? IMPORT : '    return size()\n';
    const image = 'image = modal.Image.debian_slim().pip_install("rich")\n';
    const source = `import modal\n${head}${dots}\napp = modal.App("demo")\n${image}\n\n@app.function(image=image)\ndef f():\n${body}`;
    const after = await converted({ [path]: source, ...files });
    expect(after[path]).toContain(holds);
    expect(after[path]).not.toContain('TODO');
  });
});

describe('a command finds its file', () => {
  const files = { 'server/app.py': `${APP}${CLS('Model')}` };
  test.each([
    ['from the folder that the line enters', 'all:\n\tcd ./server && modal deploy app.py\n'],
    ['from the root', 'all:\n\tmodal deploy server/app.py\n'],
  ])('%s', async (_title, source) => {
    const after = await converted(files, [{ path: 'Makefile', source, language: 'makefile' }]);
    expect(after.Makefile).toBe(
      source.replace('modal deploy', 'fal deploy').replace('.py', '.py::Model'),
    );
  });
});

describe('fixes go in one by one', () => {
  const F = '@app.function()\ndef f(n):\n    return n\n\n\n';
  const HELD =
    'def outer():\n    @app.function()\n    def g():\n        return 1\n\n    return g\n\n\n';
  const MAIN = '@app.local_entrypoint()\ndef main():\n    print(f.remote(1))\n';
  const readme: TextSource = {
    path: 'README.md',
    source: '```sh\nmodal run app.py\n```\n',
    language: 'markdown',
  };

  test.each<{ title: string; files: Files; same: readonly string[] }>([
    {
      title: 'a function that is looked up by its name stays',
      files: {
        'app.py': APP + F,
        'client.py':
          'import modal\n\nf = modal.Function.from_name("demo", "f")\nprint(f.remote(1))\n',
      },
      same: ['app.py', 'client.py'],
    },
    {
      title: 'an entrypoint, and the command that starts it, stay while a unit of the App does',
      files: { 'app.py': APP + F + HELD + MAIN },
      same: ['app.py', 'README.md'],
    },
    {
      title: 'a unit stays with one that it comes to through a helper',
      files: {
        'app.py': `${APP}@app.function(gpu="A10G")\ndef g():\n    return 1\n\n\ndef helper():\n    return g.remote()\n\n\n@app.function()\ndef f():\n    return helper()\n`,
      },
      same: ['app.py'],
    },
    {
      title: 'what is handed on stays with the calls that nobody can tell apart',
      files: { 'app.py': `${APP}${F}def run(fn):\n    return fn.remote(1)\n\n\nrun(f)\n` },
      same: ['app.py'],
    },
  ])('$title', async ({ files, same }) => {
    const after = await converted(files, [readme], 'safe');
    const before = { ...files, [readme.path]: readme.source };
    for (const path of same) expect(after[path]).toBe(before[path]);
  });

  test('a program that converts whole takes its commands along', async () => {
    const after = await converted({ 'app.py': APP + F + MAIN }, [readme], 'safe');
    expect(after['README.md']).toContain('python app.py');
  });
});
