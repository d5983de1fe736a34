// What is pickled with a unit and cannot get to a runner: each has one mark, where the change is to be made.
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

type Sources = Readonly<Record<string, string>>;

interface Told {
  /** `file: rule: the statement below the mark`. */
  readonly marks: readonly string[];
  readonly manual: readonly string[];
  readonly texts: string;
}

async function told(sources: Sources, level: 'all' | 'unsafe' = 'all'): Promise<Told> {
  const files = Object.entries(sources).map(([path, source]) => ({ path, source }));
  const { plans, results } = await migrate(await readProgram(files, sdk), rules, { level });
  const marks = results.flatMap(({ file, after }) =>
    [...after.matchAll(/# TODO\(modal-lint\): ([\w-]+): .*\n(?: *#.*\n)* *(.*)/g)].map(
      ([, rule, line]) => `${file}: ${rule ?? ''}: ${line ?? ''}`,
    ),
  );
  const manual = plans.flatMap(({ unit, kind, applicability }) =>
    applicability === 'manual' && kind !== 'calls' ? [unit] : [],
  );
  return { marks, manual, texts: results.map(({ after }) => after).join('\n') };
}

const HEAD =
  'import modal\n\napp = modal.App("x")\nseen = modal.Dict.from_name("seen", environment_name="dev")\nfiles = modal.Volume.from_name("files")\n\n\n';
const f = (...lines: readonly string[]): string =>
  `@app.function()\ndef f(x: str):\n${lines.map((line) => `    ${line}\n`).join('')}`;

describe('Modal objects', () => {
  test.each<readonly [string, string, readonly string[]]>([
    ['an item that is set', HEAD + f('seen[x] = 1'), ['a.py: dict: seen[x] = 1']],
    ['a membership', HEAD + f('return x in seen'), ['a.py: dict: return x in seen']],
    ['an item that is deleted', HEAD + f('del seen[x]'), ['a.py: dict: del seen[x]']],
    [
      'several uses of one object have one mark',
      HEAD + f('if x in seen:', '    del seen[x]', 'seen[x] = 1'),
      ['a.py: dict: if x in seen:'],
    ],
    [
      'a use that its own concept marks is not marked again',
      HEAD + f('seen.put(x, 1)'),
      ['a.py: dict: seen.put(x, 1)'],
    ],
    ['an argument', HEAD + f('print(files)'), ['a.py: volume: print(files)']],
    [
      'through a helper',
      HEAD + 'def help(x):\n    return seen[x]\n\n\n' + f('return help(x)'),
      ['a.py: dict: return seen[x]'],
    ],
    ['in a list', HEAD + 'ALL = [seen]\n\n\n' + f('return ALL[0]'), ['a.py: dict: ALL = [seen]']],
    [
      'a default',
      HEAD + 'def help(x, d=seen):\n    return d[x]\n\n\n' + f('return help(x)'),
      ['a.py: dict: def help(x, d=seen):'],
    ],
    [
      'an annotation is evaluated',
      HEAD + 'def help(v: modal.Volume):\n    return v\n\n\n' + f('return help(x)'),
      ['a.py: volume: def help(v: modal.Volume):'],
    ],
    [
      'one that nothing evaluates is not',
      'from __future__ import annotations\n' +
        HEAD +
        'def help(v: modal.Volume):\n    return v\n\n\n' +
        f('return help(x)'),
      [],
    ],
    ['what a conversion takes out', HEAD + f('files.commit()', 'return x'), []],
    ['a plain attribute of an App', HEAD + 'N = app.name\n\n\n' + f('return N'), []],
    [
      'an App, but not what it is made of',
      HEAD.replace('"x")', '"x", image=modal.Image.debian_slim())') + f('return app'),
      ['a.py: app: return app'],
    ],
    [
      'what only the entrypoint uses',
      HEAD + '@app.local_entrypoint()\ndef main():\n    seen["x"] = 1\n',
      [],
    ],
    [
      'what the file itself reads is no matter of the unit',
      HEAD + 'N = seen.get("n")\n\n\n' + f('return N'),
      ['a.py: dict: N = seen.get("n")'],
    ],
    [
      'what another function uses',
      HEAD + 'def other():\n    seen["x"] = 1\n\n\n' + f('return x'),
      [],
    ],
  ])('%s', async (_name, source, marks) => {
    expect((await told({ 'a.py': source })).marks).toEqual(marks);
  });

  test('an object of another file is marked where it is used, once for all units', async () => {
    const { marks, manual } = await told({
      'store.py':
        'import modal\n\nseen = modal.Dict.from_name("seen", environment_name="dev")\n\n\ndef put(x):\n    seen[x] = 1\n',
      'a.py': `import modal\n\nfrom store import put\n\napp = modal.App("x")\n\n\n${f('put(x)')}\n\n${f('put(x)').replace(' f(', ' g(')}`,
    });
    expect(marks).toEqual(['store.py: dict: seen[x] = 1']);
    expect(manual).toEqual(['f', 'g']);
  });

  test('a unit that would still hold one is not converted without marks', async () => {
    const { texts } = await told({ 'a.py': HEAD + f('seen[x] = 1') }, 'unsafe');
    expect(texts).toBe('');
  });
});

const made = (head: string, ...lines: readonly string[]): string =>
  `import modal\n${head}\n\napp = modal.App("x")\n\n\n${f(...lines)}`;

describe('objects that cannot be pickled', () => {
  test.each<readonly [string, string, readonly string[]]>([
    [
      'a client',
      made('import boto3\ns3 = boto3.client("s3")', 's3.list_buckets()'),
      ['a.py: app-function: s3 = boto3.client("s3")'],
    ],
    [
      'a client of a session',
      made('import boto3\ns3 = boto3.Session().client("s3")', 's3.x()'),
      ['a.py: app-function: s3 = boto3.Session().client("s3")'],
    ],
    [
      'by another name',
      made('from openai import OpenAI as Ai\nai = Ai()', 'ai.x()'),
      ['a.py: app-function: ai = Ai()'],
    ],
    [
      'by its factory',
      made('import redis\nr = redis.Redis.from_url("x")', 'r.get(x)'),
      ['a.py: app-function: r = redis.Redis.from_url("x")'],
    ],
    [
      'what it hands out',
      made('import pymongo\nc = pymongo.MongoClient()\ndb = c["x"].y', 'db.find()'),
      ['a.py: app-function: c = pymongo.MongoClient()'],
    ],
    [
      'what holds it',
      made(
        'from sqlalchemy import create_engine\nfrom sqlalchemy.orm import sessionmaker\ne = create_engine("x")\nS = sessionmaker(bind=e)',
        'S()',
      ),
      ['a.py: app-function: e = create_engine("x")'],
    ],
    [
      'a pool in a dict',
      made(
        'from concurrent.futures import ThreadPoolExecutor\nP = {"a": ThreadPoolExecutor()}',
        'P["a"]',
      ),
      ['a.py: app-function: P = {"a": ThreadPoolExecutor()}'],
    ],
    [
      'a generator',
      made('G = (i for i in range(3))', 'next(G)'),
      ['a.py: app-function: G = (i for i in range(3))'],
    ],
    [
      'a file that is written',
      made('F = open("x", "w")', 'F.write(x)'),
      ['a.py: app-function: F = open("x", "w")'],
    ],
    [
      'a lock that arrives held',
      made('import threading\nL = threading.RLock()', 'L.acquire()'),
      ['a.py: app-function: L = threading.RLock()'],
    ],
    [
      'an object that is more than its class',
      made(
        'from queue import SimpleQueue\nclass Q(SimpleQueue): ...\nQ1 = {"a": SimpleQueue()}',
        'Q1["a"]',
      ),
      ['a.py: app-function: Q1 = {"a": SimpleQueue()}'],
    ],
    [
      'variables with other defaults',
      made(
        'from contextvars import ContextVar\nA = ContextVar("a", default=1)\nB = ContextVar("b")',
        'A.get()',
      ),
      ['a.py: app-function: A = ContextVar("a", default=1)'],
    ],
    [
      'a default that is made',
      made('from contextvars import ContextVar\nA = ContextVar("a", default=make())', 'A.get()'),
      ['a.py: app-function: A = ContextVar("a", default=make())'],
    ],
    ['a plain lock travels', made('import threading\nL = threading.Lock()', 'L.acquire()'), []],
    ['a text file travels', made('F = open("x")', 'return F.read()'), []],
    ['a logger travels', made('import logging\nL = logging.getLogger("x")', 'L.info(x)'), []],
    [
      'a logger with a handler travels',
      made(
        'import logging\nL = logging.getLogger("x")\nH = logging.StreamHandler()\nL.addHandler(H)',
        'L.info(x)',
      ),
      [],
    ],
    [
      'what was read with it travels',
      made(
        'import boto3\ns3 = boto3.client("s3")\nN = len(s3.list_buckets()["Buckets"])',
        'return N',
      ),
      [],
    ],
    ['one that nothing uses', made('import boto3\ns3 = boto3.client("s3")', 'return x'), []],
    ['one in the function itself', made('import boto3', 's3 = boto3.client("s3")', 's3.x()'), []],
    [
      'a function of that name',
      made('def client(x):\n    return x\nc = client("s3")', 'return c'),
      [],
    ],
  ])('%s', async (_name, source, marks) => {
    expect((await told({ 'a.py': source })).marks).toEqual(marks);
  });

  const CLASS = 'copyreg.pickle(threading.local, lambda _: (threading.local, ()))';
  test.each<readonly [string, string, string]>([
    ['a class', made('import threading\nL = threading.local()', 'L.x'), CLASS],
    [
      'several objects of it',
      made('import threading\nL = threading.local()\nM = threading.local()', 'L.x, M.x'),
      CLASS,
    ],
    [
      'what is registered',
      made(`import copyreg\nimport threading\n${CLASS}\nL = threading.local()`, 'L.x'),
      CLASS,
    ],
    [
      'a variable',
      made('from contextvars import ContextVar\nV = ContextVar("v")', 'V.get()'),
      'copyreg.pickle(ContextVar, lambda var: (ContextVar, (var.name,)))',
    ],
    [
      'a variable with a default',
      made('import contextvars\nV = contextvars.ContextVar("v", default="x")', 'V.get()'),
      'copyreg.pickle(contextvars.ContextVar, lambda var: (functools.partial(contextvars.ContextVar, default="x"), (var.name,)))',
    ],
  ])('a runner makes its own: %s', async (_name, source, line) => {
    const { marks, texts } = await told({ 'a.py': source });
    expect(marks).toEqual([]);
    expect(texts.split(line)).toHaveLength(2);
    expect(texts).toMatch(/^import copyreg$/m);
  });

  const model = (attribute: string, body: string): string =>
    `import modal\nfrom openai import OpenAI\n\napp = modal.App("x")\nai = OpenAI()\n\n\ndef ask(x):\n    return ai.ask(x)\n\n\n@app.cls()\nclass M:\n${attribute}    @modal.method()\n    def run(self, x: str) -> str:\n        return ${body}\n`;

  test.each<readonly [string, string, RegExp]>([
    [
      'of a class itself',
      model('', 'ai.ask(x)'),
      /`ai` is .*: make it in `setup`, as `self\.ai`\nai = /,
    ],
    [
      'of a helper of a class',
      model('', 'ask(x)'),
      /`ai` is .* `functools\.lru_cache`, and call that\nai = /,
    ],
    [
      'an attribute of a class',
      model('    own = OpenAI()\n\n', 'self.own.ask(x)'),
      /`own` is .* `self\.own`\n +own = /,
    ],
  ])('%s', async (_name, source, expected) => {
    const { marks, texts } = await told({ 'a.py': source });
    expect(marks).toHaveLength(1);
    expect(texts).toMatch(expected);
  });

  test('one of another file is marked there', async () => {
    const { marks } = await told({
      'clients.py': 'import boto3\n\ns3 = boto3.client("s3")\n',
      'a.py': made('import clients', 'clients.s3.list_buckets()'),
      'b.py': made('from clients import s3', 's3.list_buckets()'),
    });
    expect(marks).toEqual(['clients.py: app-function: s3 = boto3.client("s3")']);
  });
});

test.each([
  ['FastAPI', 'from fastapi import FastAPI\n\nweb = FastAPI()\n'],
  ['Flask', 'import flask\n\nweb = flask.Flask(__name__)\n'],
  ['FastHTML', 'from fasthtml.common import fast_app\n\nweb, rt = fast_app()\n'],
])('an app of another file cannot be sent: %s', async (_name, site) => {
  const serve =
    'import modal\nfrom site_app import web\n\napp = modal.App("x")\n\n\n@app.function()\n@modal.asgi_app()\ndef serve():\n    return web\n';
  const { marks, texts } = await told({ 'site_app.py': site, 'a.py': serve });
  expect(marks).toEqual(['a.py: app-function: def serve():']);
  expect(texts).toContain('import it inside `serve`');
});

test.each([
  ['what a tuple is unpacked from', { 'a.py': 'web, rt = make()' }],
  ['what a block makes', { 'a.py': 'try:\n    web = make()\nexcept OSError:\n    web = None' }],
  ['another file', { 'a.py': 'from site_app import web', 'site_app.py': 'web = make()\n' }],
  ['an installed package', { 'a.py': 'from some_package import web' }],
])('an app is what is returned, whatever made it: %s', async (_name, made) => {
  const { 'a.py': top, ...others } = made;
  const serve = `import modal\nfrom ui import make\n\n${top}\napp = modal.App("x")\n\n\n@app.function()\n@modal.asgi_app()\ndef serve():\n    return web\n`;
  const { marks } = await told({ ...others, 'a.py': serve });
  expect(marks).toEqual(['a.py: asgi-app: def serve():']);
});

test.each([
  ['a function that answers itself', 'async def web(scope, receive, send):\n    pass'],
  ['a function of another file', 'from site_app import web'],
])('%s is no object', async (_name, top) => {
  const serve = `import modal\n\n${top}\n\n\napp = modal.App("x")\n\n\n@app.function()\n@modal.asgi_app()\ndef serve():\n    return web\n`;
  const site = 'async def web(scope, receive, send):\n    pass\n';
  const { marks } = await told({ 'site_app.py': site, 'a.py': serve });
  expect(marks).toEqual([]);
});
