// What `describeProgram` reads in a program, against what Modal's own SDK holds once the program is imported.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ensurePythonEnv } from '../scripts/python-env.ts';
import type { Data, Fact, ProgramData } from '../src/model/program-data.ts';
import type { RuleSet } from '../src/model/rule-set.ts';
import { describeProgram } from '../src/program/describe.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';
import { inspectJson } from '../src/report/inspect/json.ts';
import { inspectText } from '../src/report/inspect/text.ts';
import { startSdk, type Files, type Sdk } from '../src/verify/client.ts';
import { casePrograms } from './inspect/cases.ts';
import { modalClaims, ourClaims, tagOf } from './inspect/claims.ts';
import { compare, table, type Comparison, type Difference } from './inspect/compare.ts';
import { corpusPrograms, examplePrograms, type TestProgram } from './inspect/programs.ts';
import { root } from './machine.ts';

const rules = JSON.parse(readFileSync(join(root, 'rules/rules.json'), 'utf8')) as RuleSet;
const resolver = makeSdk(rules.sdk);
const tool = { name: 'modal-lint', version: '1.2.3', homepage: 'https://example.test' };
const env = ensurePythonEnv();
const missing = 'missing' in env ? env.missing : undefined;

async function read(files: Files | string): Promise<ProgramData> {
  const all = typeof files === 'string' ? { 'app.py': files } : files;
  const sources = Object.entries(all)
    .filter(([path]) => path.endsWith('.py'))
    .map(([path, source]) => ({ path, source: source.replace(/^\uFEFF/, '') }));
  return describeProgram(await readProgram(sources, resolver));
}

test.runIf(missing !== undefined && process.env.CI === 'true')('the real SDK is here', () => {
  expect.fail(`under CI Modal's own view must be compared: ${missing ?? ''}`);
});

describe.skipIf(missing !== undefined)("agrees with Modal's own view", () => {
  let sdk: Sdk;
  beforeAll(async () => {
    const standins = join(root, 'test/sdk/standins');
    if ('python' in env) sdk = await startSdk(env.python, { standins });
  });
  afterAll(() => sdk.close());

  interface Outcome {
    readonly differences: readonly (Difference & { readonly program: string })[];
    readonly notImported: readonly string[];
    readonly known: number;
    readonly unknown: readonly string[];
  }

  /** One file of a program as `modal deploy` imports it. */
  async function compareEntry(
    { files, env: variables }: TestProgram,
    data: ProgramData,
    entry: string,
  ): Promise<Comparison | string> {
    const answer = await sdk.importModal({ files, entry }, { env: variables });
    if (!answer.ok) return `${entry}: ${answer.error.type}: ${answer.error.message}`;
    const sure = data.units.filter(({ file, doubts }) => file === entry && doubts.length === 0);
    const expected = new Set(sure.map((unit) => `${unit.kind} ${tagOf(unit)}`));
    return compare(ourClaims(data), modalClaims(answer.value), (unit) => expected.has(unit));
  }

  async function compareAll(programs: readonly TestProgram[]): Promise<Outcome> {
    const results = await Promise.all(
      programs.map(async (program) => {
        const data = await read(program.files);
        const entries = Object.keys(program.files).filter((path) => path.endsWith('.py'));
        const all = entries.map((entry) => compareEntry(program, data, entry));
        return { program, compared: await Promise.all(all) };
      }),
    );
    const each = results.flatMap(({ program, compared }) =>
      compared.map((result) => ({ title: program.title, result })),
    );
    const done = each.flatMap(({ title, result }) =>
      typeof result === 'string' ? [] : [{ title, result }],
    );
    return {
      differences: done.flatMap(({ title, result }) =>
        result.differences.map((difference) => ({ program: title, ...difference })),
      ),
      notImported: each.flatMap(({ title, result }) =>
        typeof result === 'string' ? [`${title} ${result}`] : [],
      ),
      known: done.reduce((sum, { result }) => sum + result.known, 0),
      unknown: done.flatMap(({ title, result }) => result.unknown.map((why) => `${title} ${why}`)),
    };
  }

  test('on every example of the content', async () => {
    const { differences, notImported, known, unknown } = await compareAll(examplePrograms(root));
    expect(table(differences)).toBe('');
    expect(notImported).toEqual([]);
    expect(known).toBeGreaterThan(1500);
    expect(unknown.length, unknown.join('\n')).toBeLessThan(known / 100);
  });

  test('on every program of the corpus that imports', async () => {
    const { differences, notImported, known, unknown } = await compareAll(corpusPrograms(root));
    expect(table(differences)).toBe('');
    const surprising = notImported.filter((line) => !/Stub|Mount|modal\.gpu|AuthError/.test(line));
    expect(surprising).toEqual([]);
    expect(known).toBeGreaterThan(900);
    expect(unknown.length, unknown.join('\n')).toBeLessThan(known / 100);
  });

  test('on ways to say things that are easily misread', async () => {
    const { differences, notImported, known } = await compareAll(casePrograms);
    expect(table(differences)).toBe('');
    expect(notImported).toEqual([]);
    expect(known).toBeGreaterThan(900);
  });

  test('on a program of 2023, by what the same program is called today', async () => {
    const old = `from modal import Image, Secret, Stub, method, web_endpoint
stub = Stub("old", image=Image.debian_slim().pip_install("rich"))
@stub.function(keep_warm=1, concurrency_limit=3, container_idle_timeout=60, secret=Secret.from_name("s"))
def f(x): ...
@stub.function()
@web_endpoint(method="POST")
def hook(x: int): ...
@stub.cls(gpu="A10G")
class Model:
    @method()
    def run(self): ...
@stub.local_entrypoint()
def main(): ...
`;
    const words: readonly (readonly [string, string])[] = [
      ['Stub', 'App'],
      ['keep_warm', 'min_containers'],
      ['concurrency_limit', 'max_containers'],
      ['container_idle_timeout', 'scaledown_window'],
      ['secret=Secret.from_name("s")', 'secrets=[Secret.from_name("s")]'],
      ['web_endpoint', 'fastapi_endpoint'],
    ];
    const today = words.reduce((text, [from, to]) => text.replaceAll(from, to), old);
    const answer = await sdk.importModal({ files: { 'app.py': today }, entry: 'app.py' });
    if (!answer.ok) expect.fail(answer.error.message);
    const { differences } = compare(
      ourClaims(await read(old)),
      modalClaims(answer.value),
      () => true,
    );
    expect(table(differences.map((each) => ({ program: 'app.py', ...each })))).toBe('');
  });

  /** The comparison itself: what is said of one program is not true of another. */
  const line = '@app.function(gpu="T4", secrets=[modal.Secret.from_name("s")])';
  test.each([
    ['another GPU', line.replace('T4', 'L4'), 'gpus'],
    ['another secret', line.replace('"s"', '"t"'), 'secrets'],
    ['nothing in the same program', line, ''],
    [
      'a volume',
      line.replace(')])', ')], volumes={"/v": modal.Volume.from_name("v")})'),
      'volumes',
    ],
    ['a timeout', line.replace('(gpu', '(timeout=60, gpu'), 'timeout'],
    ['no such function', line.replace('gpu="T4", ', 'gpu="T4", name="g", '), 'the unit itself'],
    ['an image', line.replace('(gpu', '(image=modal.Image.debian_slim().pip_install("rich"), gpu'), 'image'], // prettier-ignore
  ])('sees %s', async (_title, other, fact) => {
    const program = (decorator: string): string =>
      `import modal\napp = modal.App("a")\n${decorator}\ndef f(): ...\n`;
    const data = await read(program(line));
    const answer = await sdk.importModal({ files: { 'app.py': program(other) }, entry: 'app.py' });
    if (!answer.ok) expect.fail(answer.error.message);
    const { differences } = compare(ourClaims(data), modalClaims(answer.value), () => true);
    const wanted = fact === '' ? [] : fact === 'the unit itself' ? [fact, fact] : [fact];
    expect(differences.map((each) => each.fact)).toEqual(wanted);
  });
});

describe('each value says how sure it is', () => {
  const known = (value: Data): Fact => ({ sure: 'known', value });
  const unknown = (why: string): Fact => ({ sure: 'unknown', why });

  test.each<[settings: string, setting: string, Fact]>([
    ['gpu="T4"', 'gpu', known('T4')],
    ['gpu=GPU', 'gpu', known('H100:2')],
    ['gpu=os.environ["GPU"]', 'gpu', unknown('read from the environment')],
    [
      'gpu=["T4", os.getenv("GPU")]',
      'gpu',
      {
        sure: 'partly',
        value: ['T4', { unknown: 'read from the environment' }],
        why: 'read from the environment',
      },
    ],
    ['keep_warm=1', 'min_containers', known(1)],
    ['memory=(512, 2 * 512)', 'memory', known([512, 1024])],
    ['**{"cpu": 2}', 'cpu', known(2)],
    ['env={"MODE": "x"}', 'env', known({ dict: [{ key: 'MODE', value: { hidden: true } }] })],
    [
      'secrets=[*SECRETS]',
      'secrets',
      {
        sure: 'partly',
        value: [{ unknown: '`SECRETS`, which is changed after it is made', several: true }],
        why: '`SECRETS`, which is changed after it is made',
      },
    ],
    [
      'retries=modal.Retries(max_retries=N)',
      'retries',
      known({ made: 'modal.Retries', arguments: { max_retries: known(2) } }),
    ],
    ['image=None', 'image', known(null)],
    ['image=helper(1)', 'image', unknown('the result of a call')],
  ])('%s', async (settings, name, fact) => {
    const data = await read(`import modal, os
app = modal.App("a")
N = 2
GPU = f"H100:{N}"
SECRETS = []
def more():
    SECRETS.append(modal.Secret.from_name("x"))
@app.function(${settings})
def f(): ...
`);
    const setting = data.units[0]?.settings[name];
    expect(setting).toMatchObject(fact);
    expect(setting?.sure === 'known' ? '' : setting?.why).toBe(
      fact.sure === 'known' ? '' : fact.why,
    );
  });

  test('a unit says what keeps it from being known', async () => {
    const data = await read(`import modal
from elsewhere import app, OPTIONS
@app.function(**OPTIONS)
def f(): ...
def made(app: modal.App):
    @app.function()
    def inner(): ...
def called(): ...
home = modal.App("home")
home.function(cpu=1)(called)
@modal.web_endpoint()
@home.cls()
class Served:
    @modal.method()
    def go(self): ...
`);
    expect(data.units.map(({ name, doubts }) => [name, ...doubts])).toEqual([
      ['inner', '`inner` is defined inside a function', 'its App is not made in this tree'],
      ['Served', '`@modal.web_endpoint` stands on a class'],
      ['called', '`called` is put on Modal by a call: write its decorator above it'],
    ]);
  });
});

describe('calls lead to the unit, from whichever file', () => {
  const files = {
    'work.py': `import modal
app = modal.App("work")
@app.function()
def f(x): ...
@app.cls()
class Model:
    @modal.method()
    def run(self): ...
@app.local_entrypoint()
def main():
    f.remote(1)
    handed = f.map
`,
    'other.py': `import asyncio, modal, os
import work
from work import Model
Model().run.spawn()
async def go():
    await work.f.remote.aio(2)
modal.Function.from_name("work", "f").remote(3)
modal.Function.from_name("far", "away").remote(3)
modal.Function.from_name(os.environ["APP"], "f").remote(3)
`,
  };

  test('by name, by lookup, and not at all', async () => {
    const { calls } = await read(files);
    const rows = calls.map(({ file, line, symbol, aio, reference, unit, method, inside }) => {
      const how = `${symbol.replace('modal.Function.', '')}${aio ? '.aio' : ''}${reference ? ' (reference)' : ''}`;
      const called = unit.sure === 'unknown' ? `? ${unit.why}` : unit.value;
      return [`${file}:${line}`, how, called, method, inside].filter((cell) => cell !== undefined);
    });
    expect(rows).toEqual([
      ['work.py:11', 'remote', 'work.py::f', 'work.py::main'],
      ['work.py:12', 'map (reference)', 'work.py::f', 'work.py::main'],
      ['other.py:4', 'spawn', 'work.py::Model', 'run'],
      ['other.py:6', 'remote.aio', 'work.py::f'],
      ['other.py:7', 'remote', 'work.py::f'],
      ['other.py:8', 'remote', '? `away` of the App `far`, which is not in this tree'],
      ['other.py:9', 'remote', '? of an App whose name is read from the environment'],
    ]);
  });
});

describe('values of secrets', () => {
  const code = `import modal
app = modal.App("a")
PASSWORDS = {"DB": "s3cret-one"}
image = modal.Image.debian_slim().env({"HF_TOKEN": "s3cret-two", "MODE": "fast"}).pip_install_private_repos("github.com/a/b", git_user="x", secrets=[modal.Secret.from_dict({"T": "s3cret-three"})])
@app.function(image=image, secrets=[modal.Secret.from_dict(PASSWORDS), modal.Secret.from_dict({**PASSWORDS, "X": f"s3cret-{4}"})], env={"KEY": "s3cret-five"})
def f(): ...
url = modal.Volume.from_name("postgres://me:s3cret-six@host/db")
modal.Queue.from_name("hf_s3cretseven12345")
`;

  test.each([
    ['json', (data: ProgramData) => inspectJson(data, tool)],
    ['text', (data: ProgramData) => inspectText(data, false)],
  ])('are not in %s', async (_format, render) => {
    const text = render(await read(code));
    expect(text).not.toMatch(/s3cret/);
    for (const name of ['DB', 'HF_TOKEN', 'MODE', 'fast', 'T', 'X', 'KEY'])
      expect(text).toContain(name);
  });
});

describe('forms', () => {
  const schema = JSON.parse(
    readFileSync(join(root, 'src/report/inspect.schema.json'), 'utf8'),
  ) as object;
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);

  test('json is what inspect.schema.json describes', async () => {
    for (const { title, files } of [...casePrograms, ...corpusPrograms(root)]) {
      const document: unknown = JSON.parse(inspectJson(await read(files), tool));
      validate(document);
      expect(validate.errors, title).toBeNull();
    }
  });

  test('the schema refuses what it does not describe', async () => {
    const document = JSON.parse(inspectJson(await read('import modal\napp = modal.App("a")\n'), tool)) as { apps: { name: object }[] }; // prettier-ignore
    const broken = {
      ...document,
      apps: [{ ...document.apps[0], name: { sure: 'known', why: 'x' } }],
    };
    expect(validate(broken)).toBe(false);
    expect(validate({ ...document, more: 1 })).toBe(false);
  });

  test('text shows each file with its objects, units and calls', async () => {
    const data = await read(`import modal, os
app = modal.App("demo", image=modal.Image.debian_slim().pip_install("rich"))
vol = modal.Volume.from_name("v")

@app.function(gpu=os.environ["GPU"], volumes={"/v": vol})
async def f(x):
    yield x

@app.local_entrypoint()
def main():
    f.remote_gen(1)
`);
    expect(inspectText(data, false).split('  every use:')[0]).toBe(`app.py
  2:7: app = modal.App(name="demo", image=modal.Image at app.py:2:31)
  3:7: vol = modal.Volume.from_name(name="v")
  2:31: an image
      debian_slim()
      pip_install(packages=["rich"])
  6:11: function f(x), async, generator of "demo"
      @modal.App.function(…)
      image = modal.Image at app.py:2:31, from the App
      gpu = ? (it is read from the environment)
      volumes = {"/v": modal.Volume "v"}
      called at app.py:11:5 in main: modal.Function.remote_gen
  10:5: entrypoint main() of "demo"
      @modal.App.local_entrypoint()
`);
  });
});
