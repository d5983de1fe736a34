import type { Call } from '../../../src/verify/client.ts';
import type { Json } from '../../../src/verify/decode.ts';
import { square } from './square.ts';

interface Pair {
  readonly title: string;
  readonly before: string;
  readonly after: string;
  readonly calls: readonly Call[];
  readonly gives: readonly Json[];
  readonly env?: Readonly<Record<string, string>>;
}

const secrets = {
  body: '    import os\n\n    return os.environ["TOKEN"] + os.environ.get("MODE", "")\n',
};

export const pairs: readonly Pair[] = [
  {
    title: 'a function',
    ...square,
    calls: [{ unit: 'square', arguments: { x: 7 } }],
    gives: [49],
  },
  {
    title: 'an async function',
    before: '@app.function()\nasync def square(x):\n    return x * x\n',
    after: '@fal.function()\nasync def square(x):\n    return x * x\n',
    calls: [{ unit: 'square', arguments: { x: 3 } }],
    gives: [9],
  },
  {
    title: 'an exception',
    before: '@app.function()\ndef fail(x):\n    raise KeyError(x)\n',
    after: '@fal.function()\ndef fail(x):\n    raise KeyError(x)\n',
    calls: [{ unit: 'fail', arguments: { x: 'a' } }],
    gives: ["KeyError: 'a'"],
  },
  {
    title: 'a secret of the job',
    before: `@app.function(secrets=[modal.Secret.from_name("s")])\ndef read():\n${secrets.body}`,
    after: `@fal.function(secrets=["TOKEN"])\ndef read():\n${secrets.body}`,
    calls: [{ unit: 'read', arguments: {} }],
    gives: ['t0'],
    env: { TOKEN: 't0' },
  },
  {
    title: 'an async enter hook and an async method',
    before: `@app.cls()
class Model:
    @modal.enter()
    async def load(self):
        self.n = 40

    @modal.method()
    async def add(self, x: int):
        return self.n + x
`,
    after: `class AddInput(BaseModel):
    x: int


class Model(fal.App):
    app_name = "model"

    async def setup(self):
        self.n = 40

    @fal.endpoint("/")
    async def add(self, input: AddInput):
        return self.n + input.x
`,
    calls: [{ unit: 'Model', method: 'add', arguments: { x: 2 } }],
    gives: [42],
  },
  {
    title: 'generators: server-sent events become the list of what was yielded',
    before: `@app.cls()
class Counter:
    @modal.method()
    def up(self, n: int):
        yield from ({"i": i} for i in range(n))
`,
    after: `import json

from fastapi.responses import StreamingResponse


class UpInput(BaseModel):
    n: int


class Counter(fal.App):
    app_name = "counter"

    @fal.endpoint("/stream")
    def up(self, input: UpInput):
        events = (f"data: {json.dumps({'i': i})}\\n\\n" for i in range(input.n))
        return StreamingResponse(events, media_type="text/event-stream")
`,
    calls: [{ unit: 'Counter', method: 'up', arguments: { n: 2 } }],
    gives: [[{ i: 0 }, { i: 1 }]],
  },
  {
    title: 'several endpoints on one instance, and a method that calls another',
    before: `@app.cls()
class Tally:
    @modal.enter()
    def start(self):
        self.seen = []

    @modal.method()
    def add(self, x: str):
        self.seen.append(x)
        return len(self.seen)

    @modal.method()
    def add_both(self, x: str, y: str):
        self.add.local(x)
        return self.add.local(y)
`,
    after: `class AddInput(BaseModel):
    x: str


class AddBothInput(BaseModel):
    x: str
    y: str


class Tally(fal.App):
    app_name = "tally"

    def setup(self):
        self.seen = []

    @fal.endpoint("/add")
    def add(self, input: AddInput):
        self.seen.append(input.x)
        return len(self.seen)

    @fal.endpoint("/add-both")
    def add_both(self, input: AddBothInput):
        self.add(AddInput(x=input.x))
        return self.add(AddInput(x=input.y))
`,
    calls: [
      { unit: 'Tally', method: 'add', arguments: { x: 'a' } },
      { unit: 'Tally', method: 'add_both', arguments: { x: 'b', y: 'c' } },
    ],
    gives: [1, 3],
  },
  {
    title: 'a web function that became an app of its own',
    before: `@app.function()
@modal.fastapi_endpoint()
def say_hello(name: str = "you", times: int = 1):
    return {"hello": [name] * times}
`,
    after: `class SayHelloInput(BaseModel):
    name: str = "you"
    times: int = 1


class SayHello(fal.App):
    app_name = "say-hello"

    @fal.endpoint("/")
    def say_hello(self, input: SayHelloInput):
        return {"hello": [input.name] * input.times}
`,
    calls: [
      { unit: 'say_hello', arguments: { name: 'Ann', times: 2 } },
      { unit: 'say_hello', arguments: {} },
    ],
    gives: [{ hello: ['Ann', 'Ann'] }, { hello: ['you'] }],
  },
  {
    title: 'an ASGI app behind a port',
    before: `@app.function()
@modal.asgi_app()
def web():
    from fastapi import FastAPI

    api = FastAPI()

    @api.get("/items/{n}")
    def item(n: int):
        return {"n": n}

    return api
`,
    after: `@fal.function(exposed_port=8080)
def web():
    import uvicorn
    from fastapi import FastAPI

    api = FastAPI()

    @api.get("/items/{n}")
    def item(n: int):
        return {"n": n}

    uvicorn.run(api, host="0.0.0.0", port=8080)
`,
    calls: [{ unit: 'web', request: { method: 'GET', path: '/items/5' } }],
    gives: [{ n: 5 }],
  },
  {
    title: 'a volume and the folder under /data that took its place',
    before: `weights = modal.Volume.from_name("weights", create_if_missing=True)


@app.function(volumes={"/cache": weights})
def write(text: str):
    import os
    from pathlib import Path

    os.makedirs("/cache/a", exist_ok=True)
    Path("/cache/a/b.txt").write_text(text)
    weights.commit()
    found = sorted(str(p.name) for p in Path("/cache").rglob("*"))
    return [found, open("/cache/a/b.txt").read()]
`,
    after: `@fal.function()
def write(text: str):
    import os
    from pathlib import Path

    os.makedirs("/data/weights/a", exist_ok=True)
    Path("/data/weights/a/b.txt").write_text(text)
    found = sorted(str(p.name) for p in Path("/data/weights").rglob("*"))
    return [found, open("/data/weights/a/b.txt").read()]
`,
    calls: [{ unit: 'write', arguments: { text: 'hi' } }],
    gives: [[['a', 'b.txt'], 'hi']],
  },
  {
    title: 'variables of the image, and where the code runs',
    before: `image = modal.Image.debian_slim().env({"MODE": "fast $x", "N": "1"})


@app.function(image=image)
def where():
    import os

    return [os.environ["MODE"], os.environ["N"], modal.is_local()]
`,
    after: `from fal.container import ContainerImage


class Where(fal.App):
    app_name = "where"
    image = ContainerImage.from_dockerfile_str("""
FROM python:3.11-slim
ENV MODE='fast $x'
ENV N=1
""")

    @fal.endpoint("/")
    def where(self):
        import os

        local = os.getenv("IS_ISOLATE_AGENT") is None
        return [os.environ["MODE"], os.environ["N"], local]
`,
    calls: [{ unit: 'where', arguments: {} }],
    gives: [['fast $x', '1', false]],
  },
];
