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

const HEAD = `import modal
import numpy as np
from pydantic import BaseModel

app = modal.App("x")


@app.function()
def f(x, y=1):
    return x


@app.function()
def g(n):
    yield from range(n)


@app.function()
async def letters(word):
    for letter in word:
        yield letter


@app.cls()
class Model:
    size: int = modal.parameter(default=1)

    @modal.method()
    def run(self, n, k=2):
        return n


@app.cls()
class Sized:
    size: int = modal.parameter()

    @modal.method()
    def run(self, n):
        return n


@app.cls()
class Lines:
    @modal.method()
    def read(self, path):
        yield path


class Item(BaseModel):
    a: int


@app.cls()
class Route:
    @modal.fastapi_endpoint(method="POST")
    def post(self, body: dict):
        return body


@app.cls()
class Typed:
    @modal.fastapi_endpoint(method="POST")
    def post(self, body: Item):
        return body


async def inputs():
    yield 1


`;

/** What a body of the function `main` becomes: its lines, marks included. */
async function converted(body: string): Promise<string> {
  const lines = body.split('\n').map((line) => `    ${line}\n`);
  const source = `${HEAD}async def main(q, xs):\n${lines.join('')}`;
  const program = await readProgram([{ path: 'main.py', source }], sdk);
  const { results } = await migrate(program, rules, { level: 'all', owner: 'me' });
  expect(results.map(({ refused }) => refused)).toEqual([undefined]);
  const after = results[0]?.after.split('async def main(q, xs):\n')[1] ?? '';
  return after.trimEnd().replace(/^ {4}/gm, '');
}

describe('calls', () => {
  test.each<[string, string]>([
    ['f.remote(1)', 'f(1)'],
    ['f.local(1)', 'f.run_local(1)'],
    // A route with one dict takes the whole body.
    ['Route().post.remote({"a": 1})', 'fal_client.subscribe("me/x-route", arguments={"a": 1})'],
    ['Route().post.remote(body=q)', 'fal_client.subscribe("me/x-route", arguments=q)'],
    ['q(f.remote)', 'q(f)'],
    ['q(f.spawn)', 'q(f.submit)'],
    ['q(f.local)', 'q(f.run_local)'],
    ['f.get_raw_f()(1)', 'f.raw_func(1)'],
    ['g.local(2)', '_g(2)'],
    ['g.get_raw_f()(2)', '_g(2)'],
    ['list(g.remote_gen(2))', 'list(g(2))'],
    [
      'async for a in letters.remote_gen.aio("ab"):\n    q(a)',
      'for a in await asyncio.to_thread(letters, "ab"):\n    q(a)',
    ],
    [
      '[a async for a in letters.remote_gen.aio("ab")]',
      '[a async for a in (item for items in [asyncio.to_thread(letters, "ab")] for item in await items)]',
    ],
    [
      'async for a in f.map.aio(xs):\n    q(a)',
      'async for a in (\n    await future\n    for future in [asyncio.wrap_future(f.submit(item)) for item in xs]\n):\n    q(a)',
    ],
    [
      'await f.for_each.aio(xs, ignore_exceptions=True)',
      'await asyncio.gather(*[\n    asyncio.wrap_future(f.submit(item))\n    for item in xs\n], return_exceptions=True)',
    ],
    [
      'q(modal.FunctionCall.gather(f.spawn(1), f.spawn(2)))',
      'q([future.result() for future in (f.submit(1), f.submit(2))])',
    ],
    [
      'q(modal.FunctionCall.gather(f.spawn(1)))',
      'q([future.result() for future in (f.submit(1),)])',
    ],
    [
      'calls = [f.spawn(x) for x in xs]\nq(modal.FunctionCall.gather(*calls))',
      'calls = [f.submit(x) for x in xs]\nq([future.result() for future in calls])',
    ],
    ['call = f.spawn(1)\ncall.get()', 'call = f.submit(1)\ncall.result()'],
    [
      'call = f.spawn(1)\nawait call.get.aio(timeout=3)',
      'call = f.submit(1)\nawait asyncio.wait_for(asyncio.wrap_future(call), 3)',
    ],
    ['call = f.spawn(1)\ncall.cancel()', 'call = f.submit(1)\ncall.cancel()'],
    [
      'call = Model().run.spawn(1)\nq(call.object_id)',
      'call = fal_client.submit("me/x-model", arguments={"n": 1})\nq(call.request_id)',
    ],
    [
      'q(Model().run.remote)',
      'q(lambda n, k=2: fal_client.subscribe("me/x-model", arguments={"n": n, "k": k}))',
    ],
    [
      'modal.Cls.from_name("x", "Model")().run.remote(3)',
      'fal_client.subscribe("me/x-model", arguments={"n": 3})',
    ],
    [
      'list(Lines().read.call("x"))',
      'list(fal_client.stream("me/x-lines", arguments={"path": "x"}, path="/stream"))',
    ],
    [
      'modal.Cls.from_name(name="Model", app_name="x")().run.remote(3)',
      'fal_client.subscribe("me/x-model", arguments={"n": 3})',
    ],
    ['Model().run.remote(3, **q)', 'fal_client.subscribe("me/x-model", arguments={"n": 3, **q})'],
    ['Model().run.spawn(**q or xs)', 'fal_client.submit("me/x-model", arguments={**(q or xs)})'],
    ['Sized(size=2).run.remote(3)', 'fal_client.subscribe("me/x-sized", arguments={"n": 3})'],
    [
      'async for a in Model().run.map.aio(xs):\n    q(a)',
      'async for a in (\n    await handle.get()\n    for handle in [await fal_client.submit_async("me/x-model", arguments={"n": n}) for n in xs]\n):\n    q(a)',
    ],
    [
      'q(f"{list(f.map(xs))} and a text that is long enough to reach well behind the end of the line")',
      'q(f"{list(future.result() for future in [f.submit(item) for item in xs])} and a text that is long enough to reach well behind the end of the line")',
    ],
  ])('%s', async (before, after) => {
    expect(await converted(before)).toBe(after);
  });
});

describe('calls that a person has to convert', () => {
  test.each<[string, RegExp]>([
    ['Typed().post.remote(q)', /`body` is the whole JSON body/],
    ['Route().post.remote(**q)', /`body` is the whole JSON body/],
    ['Sized(size=1).run.remote(np.zeros(3))', /JSON cannot carry an array in `np.zeros\(3\)`/],
    ['q(f.remote.aio)', /function-remote: .*passed on as a value/],
    ['f.map.aio(inputs())', /function-map: .*an asynchronous input/],
    ['f.map.aio(xs, return_exceptions=True)', /function-map: .*`return_exceptions` and `.aio`/],
    ['g.map(xs)', /function-map: `g` is a generator/],
    ['q(g.remote)', /function-remote: `g` is a generator/],
    ['modal.FunctionCall.gather(*q)', /function-call-gather: where these calls were spawned/],
    [
      'modal.FunctionCall.gather(f.spawn(1), Model().run.spawn(2))',
      /function-call-gather: where these calls/,
    ],
    ['call = g.spawn(1)\nq(call.object_id)', /function-call-object-id: the `spawn` of this call/],
    [
      'call = Model().run.spawn(1)\nq([call.get(timeout=0) for _ in xs])',
      /function-call-get: .*`handle.status\(\)`/,
    ],
    [
      'call = modal.Cls.from_name("x", "Other")().run.spawn(3)\ncall.get(timeout=9)',
      /method-spawn: [^]*function-call-get: the `spawn` of this call is not converted[^\n]*\n *call\.get\(timeout=9\)/,
    ],
    ['modal.FunctionCall.from_id(q)', /function-call: a request is found again/],
    ['handler = Model().run.remote\nq(handler)', /method-remote: .*passed on as a value/],
    ['modal.Cls.from_name("x", "Other")().run.remote(3)', /method-remote: the arguments of `run`/],
    [
      'Sized(size=1).run.remote(3)\nSized(size=2).run.remote(3)',
      /method-remote: a fal app takes no constructor arguments/,
    ],
    [
      'Sized(size=1).run.remote(3)\nmodal.Cls.from_name("x", "Sized")(size=q)',
      /method-remote: a fal app takes no constructor arguments/,
    ],
    [
      'Sized(size=1).run.remote(3)\nq(Sized.with_options(gpu="H100"))',
      /method-remote: a fal app takes no constructor arguments/,
    ],
    ['Model().run.remote(*q)', /method-remote: the arguments of `run` have no names here/],
    ['Sized(size=q).run.remote(3)', /method-remote: a fal app takes no constructor arguments/],
  ])('%s', async (before, mark) => {
    const after = await converted(before);
    expect(after).toMatch(mark);
  });
});

describe('a spawned call that nobody keeps', () => {
  test.each([
    ['in a function', '@app.function()\ndef start(x):\n    f.spawn(x)\n', true],
    ['awaited', '@app.function()\nasync def start(x):\n    await f.spawn.aio(x)\n', true],
    [
      'that is kept',
      '@app.function()\ndef start(x):\n    call = f.spawn(x)\n    call.get()\n',
      false,
    ],
    ['in an entrypoint', '@app.local_entrypoint()\ndef start():\n    f.spawn(1)\n', false],
    ['in this process', 'def start(x):\n    f.spawn(x)\n', false],
  ])('%s', async (_title, code, isTold) => {
    const program = await readProgram([{ path: 'main.py', source: HEAD + code }], sdk);
    const { plans } = await migrate(program, rules, { level: 'all', owner: 'me' });
    const told = plans
      .flatMap(({ reasons }) => reasons)
      .filter(({ message }) => message.includes('a thread of this runner'));
    expect(told.map(({ verdict }) => verdict)).toEqual(isTold ? ['rewrite-unsafe'] : []);
  });
});
