// Functions that code finds by their names, and calls that it finds by their ids.
import { describe, expect, test } from 'vitest';
import { readRules } from '../src/cli/rules-file.ts';
import { migrate } from '../src/convert/migrate.ts';
import type { Plan } from '../src/convert/plan.ts';
import { readProgram } from '../src/program/program.ts';
import { makeSdk } from '../src/python/inventory.ts';

const rules = readRules(undefined);
const sdk = makeSdk(rules.sdk);

const JOBS = `import modal
from PIL import Image

app = modal.App("jobs")
other = modal.App("other")


@app.function()
def work(x: int, y: int = 2) -> int:
    return x + y


@app.function()
def shout(data: bytes) -> bytes:
    return data.upper()


@app.function()
def count(n):
    yield from range(n)


@app.function()
def spread(*parts):
    return len(parts)


@app.function()
def blur(image: Image.Image) -> str:
    return str(image)


@app.function()
@modal.batched(max_batch_size=4, wait_ms=10)
def batch(xs: list[int]) -> list[int]:
    return xs


@app.function(name="renamed")
def named(x: int) -> int:
    return x


@other.function()
def twin(x: int) -> int:
    return x


@app.cls()
class Model:
    @modal.method()
    def run(self, n: int) -> int:
        return n

    @modal.method()
    def scale(self, n: int) -> int:
        return n
`;

const HEAD = `import modal

APP = "jobs"


def get(name: str) -> modal.Function:
    return modal.Function.from_name(APP, name)


def model(name: str) -> modal.Cls:
    return modal.Cls.from_name(APP, name)


`;

interface Outcome {
  readonly texts: ReadonlyMap<string, string>;
  readonly plans: readonly Plan[];
}

async function outcome(files: Readonly<Record<string, string>>): Promise<Outcome> {
  const sources = Object.entries(files).map(([path, source]) => ({ path, source }));
  const program = await readProgram(sources, sdk);
  const { results, plans } = await migrate(program, rules, { level: 'all', owner: 'me' });
  expect(results.map(({ refused }) => refused)).toEqual(results.map(() => undefined));
  return { texts: new Map(results.map(({ file, after }) => [file, after])), plans };
}

/** What a body of the function `main` of another file becomes: its lines, marks included. */
async function asked(body: string): Promise<string> {
  const lines = body.split('\n').map((line) => `    ${line}\n`);
  const source = `${HEAD}async def main(q, xs):\n${lines.join('')}`;
  const { texts } = await outcome({ 'jobs.py': JOBS, 'client.py': source });
  const after = texts.get('client.py')?.split('async def main(q, xs):\n')[1] ?? '';
  return after.trimEnd().replace(/^ {4}/gm, '');
}

describe('functions that are looked up', () => {
  test.each<[string, string]>([
    [
      'modal.Function.from_name("jobs", "work").remote(1)',
      'fal_client.subscribe("me/jobs-work", arguments={"x": 1})',
    ],
    [
      'modal.Function.lookup("jobs", "work").call(1)',
      'fal_client.subscribe("me/jobs-work", arguments={"x": 1})',
    ],
    [
      'f = modal.Function.from_name(name="work", app_name=APP)\nq(f.remote(1, y=3))',
      'q(fal_client.subscribe("me/jobs-work", arguments={"x": 1, "y": 3}))',
    ],
    [
      'f = get("work")\ncall = await f.spawn.aio(1)\nq(await call.get.aio(timeout=0))',
      'call = await fal_client.submit_async("me/jobs-work", arguments={"x": 1})\nif not isinstance(await call.status(), fal_client.Completed):\n    raise TimeoutError\nq(await call.get())',
    ],
    [
      'call = get("work").spawn(1)\nawait call.get.aio()\nawait call.cancel.aio()',
      'call = fal_client.submit("me/jobs-work", arguments={"x": 1})\nawait asyncio.to_thread(call.get)\ncall.cancel()',
    ],
    [
      'list(get("work").map(xs))',
      'list(\n    handle.get()\n    for handle in [fal_client.submit("me/jobs-work", arguments={"x": x}) for x in xs]\n)',
    ],
    [
      'q(get("shout").remote(b"a"))',
      'q(base64.b64decode(\n    fal_client.subscribe("me/jobs-shout", arguments={"data": base64.b64encode(b"a").decode()})\n))',
    ],
    ['get("renamed").remote(1)', 'fal_client.subscribe("me/jobs-named", arguments={"x": 1})'],
    [
      'q.submit(get("work").remote, 1)',
      'q.submit(lambda x, y=2: fal_client.subscribe("me/jobs-work", arguments={"x": x, "y": y}), 1)',
    ],
    [
      'get("Model.scale").remote(1)',
      'fal_client.subscribe("me/jobs", arguments={"n": 1}, path="/scale")',
    ],
    [
      'model("Model")().scale.remote(1)',
      'fal_client.subscribe("me/jobs", arguments={"n": 1}, path="/scale")',
    ],
  ])('%s', async (before, after) => {
    expect(await asked(before)).toBe(after);
  });

  test.each<[string, RegExp]>([
    ['get("count").remote_gen(3)', /function-remote-gen: .*not known here/],
    ['get("count").remote(3)', /function-remote: .*`count` cannot be an app, as it is a generator/],
    ['get("spread").remote(3)', /function-remote: .*`spread` .*takes `\*parts`/],
    ['get("blur").remote(q)', /function-remote: .*`blur` .*`Image.Image` in its signature/],
    ['get("batch").remote(3)', /function-remote: .*`batch` cannot be an app, as it is handed/],
    ['get("missing").remote(3)', /function-remote: the function is deployed elsewhere/],
    ['get("named").remote(3)', /function-remote: the function is deployed elsewhere/],
    ['get("twin").remote(3)', /function-remote: the function is deployed elsewhere/],
    ['get(q).remote(3)', /function-remote: the function is deployed elsewhere/],
    ['get("work").remote(*q)', /function-remote: the arguments of `work` have no names here/],
    ['get("work").get_current_stats()', /function-get-current-stats: List the runners/],
  ])('%s is left to a person', async (before, mark) => {
    expect(await asked(before)).toMatch(mark);
  });

  test('that cannot be apps stay what they are, and are not marked themselves', async () => {
    const client = `import modal\n\nmodal.Function.from_name("jobs", "blur").remote(1)\n`;
    const { plans } = await outcome({ 'jobs.py': JOBS, 'client.py': client });
    const blur = plans.find(({ unit }) => unit === 'blur');
    expect([blur?.becomes, blur?.applicability]).toEqual(['fal.function', 'safe']);
  });

  test('are kept in attributes, and go with them', async () => {
    const client = `import modal


class Client:
    def __init__(self):
        self.work = modal.Function.from_name("jobs", "work")
        self.shout: modal.Function = modal.Function.from_name("jobs", "shout")

    def go(self):
        return self.work.remote(1)

    def loud(self, data):
        return self.shout.remote(data)


class Other:
    def __init__(self):
        self.work = 1
        print(self.work)
`;
    const { texts } = await outcome({ 'jobs.py': JOBS, 'client.py': client });
    const after = texts.get('client.py') ?? '';
    expect(after).not.toContain('modal');
    expect(after).toContain('    def __init__(self):\n        pass\n');
    expect(after).toContain('self.work = 1');
  });

  test('move with all who call them: in their own file, and through an import', async () => {
    const jobs = `${JOBS}

@app.local_entrypoint()
def main():
    print(work.remote(1), work.local(2))
`;
    const client = `import modal\nfrom jobs import work\n\n\ndef go(x):\n    return work.remote(x)\n`;
    const looking = `import modal\n\nprint(modal.Function.from_name("jobs", "work").remote(1))\n`;
    const { texts } = await outcome({
      'jobs.py': jobs,
      'client.py': client,
      'looking.py': looking,
    });
    expect(texts.get('jobs.py')).toContain(
      'print(fal_client.subscribe("me/jobs-work", arguments={"x": 1}), work(2))',
    );
    expect(texts.get('client.py')).toContain(
      'return fal_client.subscribe("me/jobs-work", arguments={"x": x})',
    );
    expect(texts.get('looking.py')).toBe(
      'import fal_client\n\nprint(fal_client.subscribe("me/jobs-work", arguments={"x": 1}))\n',
    );
  });

  test('belong to the file that looks for them, where several have the name', async () => {
    const file = (n: number): string =>
      `import modal\n\napp = modal.App("same")\n\n\n@app.function()\ndef f(x: int) -> int:\n    return ${String(n)}\n\n\ndef go():\n    return modal.Function.from_name("same", "f").remote(1)\n`;
    const client = `import modal\n\nmodal.Function.from_name("same", "f").remote(1)\n`;
    const { texts } = await outcome({ 'a.py': file(1), 'b.py': file(2), 'client.py': client });
    expect(texts.get('a.py')).toContain('fal_client.subscribe("me/same"');
    expect(texts.get('b.py')).toContain('fal_client.subscribe("me/same-f"');
    expect(texts.get('client.py')).toContain('TODO');
  });
});

const POLL = `import modal

app = modal.App("poll")


@app.function()
def f(x: int) -> int:
    return x


@app.function()
def other(x: int) -> int:
    return x


@app.cls()
class Model:
    @modal.method()
    def draw(self, x: int) -> bytes:
        return bytes([x])


`;

/** What a function that gets an id becomes, in a file that spawns a call and reads its id. */
async function polled(spawned: string, body: string): Promise<string> {
  const start = spawned.split('\n').map((line) => `    ${line}\n`);
  const lines = body.split('\n').map((line) => `    ${line}\n`);
  const source = `${POLL}def start(q):\n${start.join('')}\n\nasync def poll(q, call_id):\n${lines.join('')}`;
  const { texts } = await outcome({ 'main.py': source });
  const after = texts.get('main.py')?.split('async def poll(q, call_id):\n')[1] ?? '';
  return after.trimEnd().replace(/^ {4}/gm, '');
}

const ONE = 'call = f.spawn(1)\nq(call.object_id)';
const LOOK = 'if not isinstance(call.status(), fal_client.Completed):\n    raise TimeoutError\n';

describe('calls that are found by their ids', () => {
  test.each<[string, string, string]>([
    [
      ONE,
      'call = modal.FunctionCall.from_id(call_id)\nreturn call.get()',
      'call = fal_client.SyncClient().get_handle("me/poll-f", call_id)\nreturn call.get()',
    ],
    [
      ONE,
      'call = modal.FunctionCall.from_id(call_id)\nreturn {"result": call.get(timeout=0)}',
      `call = fal_client.SyncClient().get_handle("me/poll-f", call_id)\n${LOOK}return {"result": call.get()}`,
    ],
    [
      ONE,
      'call = await modal.FunctionCall.from_id.aio(call_id)\nresult = await call.get.aio(timeout=0)',
      `call = fal_client.SyncClient().get_handle("me/poll-f", call_id)\n${LOOK}result = await asyncio.to_thread(call.get)`,
    ],
    [
      ONE,
      'modal.FunctionCall.from_id(call_id).cancel()',
      'fal_client.SyncClient().get_handle("me/poll-f", call_id).cancel()',
    ],
    [
      ONE,
      'q(modal.FunctionCall.from_id(call_id).object_id)',
      'q(fal_client.SyncClient().get_handle("me/poll-f", call_id).request_id)',
    ],
    [
      'call = Model().draw.spawn(1)\nq(call.object_id)',
      'call = modal.FunctionCall.from_id(call_id)\nq(call.get(timeout=0))',
      `call = fal_client.SyncClient().get_handle("me/poll", call_id)\n${LOOK}q(base64.b64decode(call.get()))`,
    ],
    [
      'if q:\n    call = f.spawn(1)\nelse:\n    call = f.spawn(2)\nq(call.object_id)',
      'modal.FunctionCall.from_id(call_id).get()',
      'fal_client.SyncClient().get_handle("me/poll-f", call_id).get()',
    ],
    // Whose ids nobody reads are not asked for.
    [
      `${ONE}\nother.spawn(1).get()`,
      'modal.FunctionCall.from_id(call_id).get()',
      'fal_client.SyncClient().get_handle("me/poll-f", call_id).get()',
    ],
  ])('%s; %s', async (spawned, before, after) => {
    expect(await polled(spawned, before)).toBe(after);
  });

  test.each<[string, string, RegExp]>([
    [
      `${ONE}\nq(unknown.spawn(1).object_id)\nq(modal.Function.from_name("far", "off").spawn(1).object_id)`,
      'modal.FunctionCall.from_id(call_id).get()',
      /function-call: a request is found again/,
    ],
    [
      'if q:\n    call = f.spawn(1)\nelse:\n    call = other.spawn(2)\nq(call.object_id)',
      'modal.FunctionCall.from_id(call_id).get()',
      /function-call: a request is found again/,
    ],
    [
      `${ONE}\nmade = Model().draw.spawn(1)\nq(made.object_id)`,
      'modal.FunctionCall.from_id(call_id).get()',
      /function-call-get: some of the calls that this may be give bytes/,
    ],
    [
      'f.spawn(1)',
      'modal.FunctionCall.from_id(call_id).get()',
      /function-call: a request is found/,
    ],
    [
      ONE,
      'q(modal.FunctionCall.from_id(call_id).get(timeout=0))',
      /function-call-get: .*`handle.status\(\)`/,
    ],
    [ONE, 'modal.FunctionCall.from_id(call_id).get_call_graph()', /function-call: a spawned call/],
  ])('%s; %s is left to a person', async (spawned, before, mark) => {
    expect(await polled(spawned, before)).toMatch(mark);
  });
});

describe('a spawned call that a unit returns', () => {
  test.each<[string, string, boolean]>([
    ['at once', 'return f.spawn(1)', true],
    ['by its name, in a tuple', 'call = f.spawn(1)\n    return 1, call', true],
    ['a handle', 'call = Model().draw.spawn(1)\n    return {"call": call}', true],
    ['what it gives', 'call = f.spawn(1)\n    return call.get()', false],
    ['its id', 'call = f.spawn(1)\n    return {"id": call.object_id}', false],
  ])('%s', async (_title, body, isMarked) => {
    const source = `${POLL}@app.function()\ndef start():\n    ${body}\n`;
    const { texts } = await outcome({ 'main.py': source });
    expect(texts.get('main.py')?.includes('neither a future nor a handle')).toBe(isMarked);
  });
});

test('ids of calls of several units say which app they are of', async () => {
  const source = `${POLL}def start(q):
    call = f.spawn(1)
    second = other.spawn(2)
    return {"f": call.object_id, "other": f"id {second.object_id}"}


def poll(call_id, job):
    call = modal.FunctionCall.from_id(call_id)
    modal.FunctionCall.from_id(job["id"]).cancel()
    return call.get(timeout=0)
`;
  const { texts } = await outcome({ 'main.py': source });
  const after = texts.get('main.py') ?? '';
  expect(after).toContain(
    `return {"f": f"poll-f:{call.request_id}", "other": f"id {f'poll-other:{second.request_id}'}"}`,
  );
  expect(after).toContain('get_handle(*f"me/{call_id}".split(":"))');
  expect(after).toContain('get_handle(*("me/" + (job["id"])).split(":")).cancel()');
  expect(after).not.toContain('TODO');
});

describe('a call that a runner spawns and does not keep', () => {
  const start = '@app.function()\ndef start(x: int):\n    job.spawn(x)\n';
  test.each<[string, string, string, string]>([
    ['of a function with types', 'x: int', start, 'fal_client.submit("me/poll-job"'],
    ['of one that takes bytes', 'x: bytes', start, 'fal_client.submit("me/poll-job"'],
    [
      'awaited',
      'x: int',
      start.replace('def', 'async def').replace('job.spawn', 'await job.spawn.aio'),
      'await fal_client.submit_async(',
    ],
    ['of one without types', 'x', start, 'job.submit(x)'],
    [
      'with arguments that have no names',
      'x: int',
      start.replace('(x)', '(*[x])'),
      'job.submit(*[x])',
    ],
    [
      'of one whose results others use, and that says no type of them',
      'x: int',
      `${start}\n\ndef other():\n    return job.remote(1)\n`,
      'job.submit(x)',
    ],
    [
      'that is kept',
      'x: int',
      '@app.function()\ndef start(x: int):\n    job.spawn(x).get()\n',
      'job.submit(x)',
    ],
    [
      'by an entrypoint',
      'x: int',
      '@app.local_entrypoint()\ndef start(x: int):\n    job.spawn(x)\n',
      'job.submit(x)',
    ],
  ])('%s', async (_title, params, caller, after) => {
    const source = `${POLL}@app.function()\ndef job(${params}):\n    print(x)\n\n\n${caller}`;
    const { texts } = await outcome({ 'main.py': source });
    expect(texts.get('main.py')).toContain(after);
  });
});
