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

/** What `class C` of a program becomes, and what is said of what callers could set. */
async function converted(
  body: string,
  callers: string,
  more: Readonly<Record<string, string>> = {},
): Promise<{ body: string; reasons: string[]; refused: string | undefined; after: string }> {
  const members = body.trim().replaceAll(/^(?=.)/gm, '    ');
  const source = `from helpers import load\n\nimport modal\n\napp = modal.App("x")\nvol = modal.Volume.from_name("v")\nMODEL = "gpt2"\nTABLE = load()\nMANY = load()\nMANY = load()\n\n\n@app.cls(volumes={"/cache": vol})\nclass C:\n${members}\n\n    @modal.method()\n    def run(self) -> int:\n        return self.size\n\n\n${callers}\n`;
  const sources = Object.entries({ 'main.py': source, ...more }).map(([path, text]) => ({
    path,
    source: text,
  }));
  const program = await readProgram(sources, sdk);
  const { plans, results } = await migrate(program, rules, { level: 'all', owner: 'me' });
  const plan = plans.find(({ unit }) => unit === 'C');
  const after = results[0]?.after ?? '';
  const lines = (after.split('class C(fal.App):\n')[1] ?? '').split('    @fal.endpoint')[0] ?? '';
  return {
    body: lines
      .replace(/^ +(?:app_name|os\.makedirs|# TODO).*\n+/gm, '')
      .replaceAll(/^ {4}/gm, '')
      .trim(),
    reasons: (plan?.reasons ?? [])
      .filter(({ rule }) => rule === 'parameter')
      .map(({ verdict, message }) => `${verdict}: ${message}`),
    refused: plan?.refused,
    after,
  };
}

const SIZE = 'size: int = modal.parameter(default=1)';
const ALL = (name: string, text: string): string =>
  `rewrite-unsafe: \`${name}\` is ${text}, which all callers give: they cannot set it any more`;
const DEFAULT = (name: string): string =>
  `rewrite-unsafe: \`${name}\` keeps its default: callers cannot set it any more`;
const VARIES = (name: string): string =>
  `manual: \`${name}\` was set by the caller, and a fal app takes no constructor arguments: send it with each request, or make a subclass a value`;

describe('what objects of a class are made with', () => {
  const ON_CLASS: readonly (readonly [string, string, string, string])[] = [
    ['nobody makes one', '', 'size: int = 1', DEFAULT('size')],
    ['all leave the default', 'C().run.remote()\nC().run.remote()', 'size: int = 1', DEFAULT('size')],
    ['all say the default', 'C(size=1).run.remote()\nC().run.remote()', 'size: int = 1', DEFAULT('size')],
    ['all give one number', 'C(size=2).run.remote()\nC(size=1 + 1).run.remote()', 'size: int = 2', ALL('size', '2')],
    ['a constant', 'C(size=MODEL).run.remote()', 'size: int = "gpt2"', ALL('size', '"gpt2"')],
    ['a name of the module', 'C(size=TABLE).run.remote()', 'size: int = TABLE', ALL('size', 'TABLE')],
    ['an attribute of one', 'C(size=TABLE.size).run.remote()', 'size: int = TABLE.size', ALL('size', 'TABLE.size')],
    ['none', 'C(size=None).run.remote()', 'size: int = None', ALL('size', 'None')],
    ['a float', 'C(size=2.0).run.remote()', 'size: int = 2.0', ALL('size', '2.0')],
    ['a path of the volume', 'C(size="/cache/a").run.remote()', 'size: int = "/data/v/a"', ALL('size', '"/data/v/a"')],
    ['another name of the class', 'D = C\nD(size=2).run.remote()', 'size: int = 2', ALL('size', '2')],
    ['with options', 'C.with_options(gpu="H100")(size=2).run.remote()', 'size: int = 2', ALL('size', '2')],
    ['a class that is looked up', 'modal.Cls.from_name("x", "C")(size=2).run.remote()', 'size: int = 2', ALL('size', '2')],
    ['a class of another app', 'C(size=2).run.remote()\nmodal.Cls.from_name("y", "C")(size=3)', 'size: int = 2', ALL('size', '2')],
    ['a type', 'def f(c: C) -> list[C]: ...\nC(size=2).run.remote()', 'size: int = 2', ALL('size', '2')],
    ['two values', 'C(size=2).run.remote()\nC(size=3).run.remote()', 'size: int = 1', VARIES('size')],
    ['a value and the default', 'C(size=2).run.remote()\nC().run.remote()', 'size: int = 1', VARIES('size')],
    ['two ways to have it', 'C(size=2).run.remote()\nmodal.Cls.from_name("x", "C")(size=3)', 'size: int = 1', VARIES('size')],
    ['a value of a request', 'def f(n):\n    C(size=n).run.remote()', 'size: int = 1', VARIES('size')],
    ['a name that is set twice', 'C(size=MANY).run.remote()', 'size: int = 1', VARIES('size')],
    ['a dict', 'C(**TABLE).run.remote()', 'size: int = 1', VARIES('size')],
    ['a position', 'C(2).run.remote()', 'size: int = 1', VARIES('size')],
    ['the class is handed on', 'C().run.remote()\nload(C)', 'size: int = 1', VARIES('size')],
    ['the class is kept in a list', 'C().run.remote()\nALL = [C]', 'size: int = 1', VARIES('size')],
    ['the class is returned', 'def f():\n    return C', 'size: int = 1', VARIES('size')],
    ['the class has heirs', 'class D(C): ...', 'size: int = 1', VARIES('size')],
    ['made as in 2023', 'C.remote(2).run.call()', 'size: int = 1', VARIES('size')],
  ]; // prettier-ignore

  test.each(ON_CLASS)('%s', async (_, callers, body, reason) => {
    const found = await converted(SIZE, callers);
    expect([found.body, found.reasons]).toEqual([body, [reason]]);
  });

  test('a path of the volume is a default', async () => {
    const found = await converted('size: str = modal.parameter(default="/cache/a")', '');
    expect(found.body).toBe('size: str = "/data/v/a"');
  });

  test('a name of another file is not that of the class', async () => {
    const client = 'from main import C\nTABLE = 3 * len(open("x").read())\nC(size=TABLE)\n';
    const found = await converted(SIZE, '', { 'client.py': client });
    expect(found.reasons).toEqual([VARIES('size')]);
  });

  test('what is settled is no argument of the request', async () => {
    const found = await converted(SIZE, 'print(modal.Cls.from_name("x", "C")(size=2).run.remote())');
    expect(found.after).toContain('print(fal_client.subscribe("me/x", arguments={}))');
  }); // prettier-ignore
});

describe('an `__init__`', () => {
  const INITS: readonly (readonly [string, string, string, string, readonly string[]])[] = [
    ['that keeps what it is given', 'def __init__(self, size: int = 1):\n    self.size = size', '', 'size: int = 1', [DEFAULT('size')]],
    ['without types', 'def __init__(self, size):\n    self.size = size', 'C(2).run.remote()', 'size = 2', [ALL('size', '2')]],
    ['by position and by name', 'def __init__(self, size, name):\n    self.size = size\n    self.name = name', 'C(2, name="a").run.remote()\nC(2, "a").run.remote()', 'size = 2\nname = "a"', [ALL('size', '2'), ALL('name', '"a"')]],
    ['with a docstring and a comment', 'def __init__(self, size=1):\n    "Keeps it."\n    # in cm\n    self.size = size', '', '# in cm\nsize = 1', [DEFAULT('size')]],
    ['that reads what it keeps', 'def __init__(self, size=1):\n    self.size = size\n    self.twice = [size for _ in (1, size)]', '', 'size = 1\n\ndef setup(self):\n    self.twice = [self.size for _ in (1, self.size)]', [DEFAULT('size')]],
    ['that only reads', 'def __init__(self, size=1):\n    self.twice = f"{size}{size!r}"', '', 'size = 1\n\ndef setup(self):\n    self.twice = f"{self.size}{self.size!r}"', [DEFAULT('size')]],
    ['that keeps another value', 'def __init__(self, size: int = 1):\n    self.size = size or 3', '', 'def setup(self):\n    size: int = 1\n    self.size = size or 3', [DEFAULT('size')]],
    ['that changes it', 'def __init__(self, size=1):\n    size += 1\n    self.size = size', '', 'def setup(self):\n    size = 1\n    size += 1\n    self.size = size', [DEFAULT('size')]],
    ['that keeps two at once', 'def __init__(self, size=1, name="a"):\n    self.size, self.name = size, name', '', 'def setup(self):\n    size = 1\n    name = "a"\n    self.size, self.name = size, name', [DEFAULT('size'), DEFAULT('name')]],
    ['with a name of fal', 'def __init__(self, image="a"):\n    self.image = image', '', 'def setup(self):\n    image = "a"\n    self.image = image', [DEFAULT('image')]],
    ['that does nothing', 'def __init__(self, size=1):\n    pass', '', '', []],
    ['with what it never reads', 'def __init__(self, size=1):\n    self.other = 2', 'C(size=q).run.remote()', 'def setup(self):\n    self.other = 2', []],
    ['before the hooks', 'def __init__(self, size=1):\n    self.other = size\n\n@modal.enter()\ndef load(self):\n    self.size = self.other', '', 'size = 1\n\ndef _init(self):\n    self.other = self.size\n\ndef load(self):\n    self.size = self.other', [DEFAULT('size')]],
    ['of several lines', 'def __init__(\n    self,\n    size=1,\n):\n    self.other = size', '', 'size = 1\n\ndef setup(self):\n    self.other = self.size', [DEFAULT('size')]],
    ['that varies', 'def __init__(self, size: int):\n    self.size = size', 'C(1).run.remote()\nC(2).run.remote()', 'size: int', [VARIES('size')]],
    ['that varies, with a default', 'def __init__(self, size: int = 3):\n    self.size = size', 'C(1).run.remote()', 'size: int = 1', [ALL('size', '1')]],
    ['that varies in a local', 'def __init__(self, size: int):\n    size += 1\n    self.size = size', 'C(1).run.remote()\nC(2).run.remote()', 'size: int\n\ndef setup(self):\n    size: int = self.size\n    size += 1\n    self.size = size', [VARIES('size')]],
    ['with `super()`', 'def __init__(self, size=1):\n    super().__init__()\n    self.size = size', '', 'size = 1', [DEFAULT('size')]],
    ['without arguments', 'def __init__(self):\n    super().__init__()\n    self.size = 1', '', 'def setup(self):\n    self.size = 1', []],
  ]; // prettier-ignore

  test.each(INITS)('%s', async (_, init, callers, body, reasons) => {
    const found = await converted(init, callers);
    expect([found.refused, found.body, found.reasons]).toEqual([undefined, body, reasons]);
  });

  test.each([
    ['*args', 'def __init__(self, *args):\n    self.size = args'],
    ['**kwargs', 'def __init__(self, **kwargs):\n    self.size = kwargs'],
    ['what `super()` is given', 'def __init__(self, size):\n    super().__init__(size)'],
  ])('%s stays', async (_, init) => {
    const found = await converted(init, '');
    expect(found.refused).toBe('its `__init__` takes arguments, and a fal app is made without any');
  });

  test('a hook is called by the name that it has then', async () => {
    const init = 'def __init__(self, size=1):\n    self.other = size\n\n@modal.enter()\ndef load(self): ...';
    const found = await converted(init, '');
    expect(found.after).toContain('def setup(self):\n        self._init()\n        self.load()\n');
  }); // prettier-ignore

  test('hooks with the name of fal give it up where there are several', async () => {
    const hooks =
      '@modal.enter()\ndef setup(self): ...\n\n@modal.enter()\ndef load(self):\n    self.setup()\n\ndef _setup(self): ...';
    const found = await converted(hooks, '');
    expect(found.body).toBe(
      'def _setup_(self): ...\n\ndef load(self):\n    self._setup_()\n\ndef _setup(self): ...',
    );
    expect(found.after).toContain(
      'def setup(self):\n        self._setup_()\n        self.load()\n',
    );
  });

  test('a hook of a base class keeps its name', async () => {
    const program = `import modal\napp = modal.App("x")\n\nclass Base:\n    @modal.enter()\n    def setup(self): ...\n\n@app.cls()\nclass C(Base):\n    @modal.enter()\n    def load(self): ...\n\n    @modal.method()\n    def run(self):\n        return 1\n`;
    const { results } = await migrate(
      await readProgram([{ path: 'main.py', source: program }], sdk),
      rules,
      { level: 'all' },
    );
    expect(results[0]?.after).toContain(
      'def setup(self):\n        super().setup()\n        self.load()\n',
    );
  });

  test('an `__init__` on one line', async () => {
    const dissolved = await converted('def __init__(self, size=1): self.size = size', '');
    expect([dissolved.refused, dissolved.body]).toEqual([undefined, 'size = 1']);
    const other = await converted('def __init__(self, size=1): self.size = size + 1', '');
    expect(other.refused).toBe('`__init__` of `C` has its body on one line');
  });

  const SERVED =
    'def __init__(self, size: int, name="a"):\n    self.size = size\n\n@modal.asgi_app()\ndef web(self):\n    return load(self.size)';

  test('directories are made where a class that serves begins', async () => {
    const volumes = 'volumes={"/cache": modal.Volume.from_name("v")}';
    const web =
      '    @modal.asgi_app()\n    def web(self):\n        return load("/cache/a", self)\n';
    const program = `from helpers import load\nimport modal\napp = modal.App("x")\n\n@app.cls(${volumes})\nclass C:\n    def __init__(self, a=1):\n        self.a = a\n${web}\n@app.cls(${volumes})\nclass D:\n${web}`;
    const { results } = await migrate(
      await readProgram([{ path: 'main.py', source: program }], sdk),
      rules,
      { level: 'all' },
    );
    const line = 'os.makedirs("/data/v", exist_ok=True)';
    expect(results[0]?.after).toContain(`    def __init__(self, a=1):\n        ${line}\n`);
    expect(results[0]?.after).toContain(`class D:\n    def web(self):\n        ${line}\n`);
  });

  test('a class that serves is made with what all callers give', async () => {
    const source = SERVED.replaceAll(/^(?=.)/gm, '    ');
    const program = `from helpers import load\nimport modal\napp = modal.App("x")\n\n@app.cls()\nclass C:\n${source}\n\nC(size=3).web.get_web_url()\n`;
    const { results } = await migrate(
      await readProgram([{ path: 'main.py', source: program }], sdk),
      rules,
      { level: 'all' },
    );
    expect(results[0]?.after).toContain('    c = C(size=3)\n    uvicorn.run(c.web()');
    expect(results[0]?.after).toContain('    def __init__(self, size: int, name="a"):\n');
  });
});
