import { describe, expect, test } from 'vitest';
import { outcome, expectReasons } from './settings/outcome.ts';

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
    ['a constructor reads it', 'class C:\n    def __init__(self):\n        self.load()\n\n    def load(self):\n        self.a = os.environ["A"]\n\n\nC_ = C()\n', 'print(C_.a)'],
    ['a function that is called reads it', 'def load():\n    return os.environ["A"]\n\n\nTOKEN = load()\n', 'print(TOKEN)'],
  ])('a read at import is marked: %s', async (_, above, body) => {
    const program = reading(`[${G}]`, body, above);
    const found = await outcome(program);
    expect(found.reasons[1]).toMatch(/^manual: `A` is read when the file is imported/);
    expect(found.files['main.py']).toBe(program);
  }); // prettier-ignore

  test.each([
    ['a function that the unit calls reads it', 'def load():\n    return os.environ["A"]\n', 'print(load())'],
    ['a lambda reads it', 'def load():\n    return os.environ["A"]\n\n\nLATER = lambda: load()\n', 'print(LATER())'],
    ['a generator reads it', 'def load():\n    yield os.environ["A"]\n\n\nALL = load()\n', 'print(list(ALL))'],
    ['a constructor makes what reads it', 'class C:\n    def __init__(this):\n        def load():\n            return os.environ["A"]\n\n        this.load = load\n\n\nC_ = C()\n', 'print(C_.load())'],
    ['a function reads it that only a function calls', 'def load():\n    return os.environ["A"]\n\n\ndef later():\n    return load()\n\n\nLATER = [later]\n', 'print(LATER[0]())'],
  ])('a read at a call is not marked: %s', async (_, above, body) => {
    const found = await outcome(reading(`[${G}]`, body, above));
    expect(found.reasons.filter((reason) => reason.startsWith('manual'))).toEqual([]);
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
