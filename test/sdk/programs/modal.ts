import type { Call } from '../../../src/verify/client.ts';
import type { Json } from '../../../src/verify/decode.ts';

interface ModalCall {
  readonly title: string;
  readonly code: string;
  readonly calls: readonly Call[];
  readonly gives: readonly Json[];
  readonly hooks?: readonly string[];
}

export const modalCalls: readonly ModalCall[] = [
  {
    title: 'hooks run in the container’s order: snapshot first, base class first',
    code: `class Base:
    @modal.enter()
    def base_late(self):
        self.order = [*self.order, "base_late"]

    @modal.enter(snap=True)
    def base_early(self):
        self.order = ["base_early"]


@app.cls(enable_memory_snapshot=True)
class Model(Base):
    @modal.enter()
    async def late(self):
        self.order.append("late")

    @modal.enter(snap=True)
    def early(self):
        self.order.append("early")

    @modal.method()
    async def read(self):
        return self.order

    @modal.exit()
    async def close(self, exc_type, exc, tb):
        pass
`,
    calls: [{ unit: 'Model', arguments: {} }],
    gives: [['base_early', 'early', 'base_late', 'late']],
    hooks: ['base_early', 'early', 'base_late', 'late', 'close'],
  },
  {
    title: 'async generators of functions and methods',
    code: `@app.function()
async def count(n):
    for i in range(n):
        yield i


@app.cls()
class Model:
    @modal.enter()
    def load(self):
        self.k = 10

    @modal.method()
    async def count(self, n):
        for i in range(n):
            yield i * self.k
`,
    calls: [
      { unit: 'count', arguments: { n: 2 } },
      { unit: 'Model', method: 'count', arguments: { n: 2 } },
    ],
    gives: [
      [0, 1],
      [0, 10],
    ],
    hooks: ['load'],
  },
  {
    title: 'parameters, one container for each set of them',
    code: `@app.cls()
class Model:
    size: int = modal.parameter(default=1)

    @modal.enter()
    def load(self):
        self.loaded = self.size * 100

    @modal.method()
    def read(self):
        return self.loaded
`,
    calls: [
      { unit: 'Model', method: 'read', arguments: {} },
      { unit: 'Model', method: 'read', arguments: {}, parameters: { size: 5 } },
      { unit: 'Model', method: 'read', arguments: {}, parameters: { size: 5 } },
    ],
    gives: [100, 500, 500],
    hooks: ['load', 'load'],
  },
  {
    title: 'a batched function takes one item',
    code: `@app.function()
@modal.batched(max_batch_size=4, wait_ms=10)
def double(xs):
    return [2 * x for x in xs]
`,
    calls: [{ unit: 'double', arguments: { xs: 4 } }],
    gives: [8],
  },
  {
    title: 'variables of a secret in the code, only in its own container',
    code: `import os


@app.function(secrets=[modal.Secret.from_dict({"COLOUR": "red"})])
def inside():
    return os.environ.get("COLOUR")


@app.function()
def outside():
    return os.environ.get("COLOUR")
`,
    calls: [
      { unit: 'inside', arguments: {} },
      { unit: 'outside', arguments: {} },
    ],
    gives: ['red', null],
  },
  {
    title: 'web endpoints as HTTP: body, query, status',
    code: `from fastapi import HTTPException
from pydantic import BaseModel


class Item(BaseModel):
    name: str


@app.function()
@modal.fastapi_endpoint(method="POST")
def create(item: Item, loud: bool = False):
    if item.name == "none":
        raise HTTPException(404, "no such item")
    return item.name.upper() if loud else item.name
`,
    calls: [
      { unit: 'create', arguments: { item: { name: 'a' }, loud: true } },
      { unit: 'create', arguments: { name: 'b' } },
      { unit: 'create', arguments: { name: 'none' } },
      { unit: 'create', arguments: {} },
    ],
    gives: ['A', 'b', 'HTTP 404', 'HTTP 422'],
  },
  {
    title: 'what cannot be called is no result',
    code: `def plain():
    return 1


@app.cls()
class Model:
    @modal.method()
    def a(self):
        return 1

    @modal.method()
    def b(self):
        return 2
`,
    calls: [
      { unit: 'plain', arguments: {} },
      { unit: 'Model', arguments: {} },
      { unit: 'Model', method: 'c', arguments: {} },
    ],
    gives: [
      "unsupported: 'plain' is no Modal function or class of app",
      'unsupported: `Model` has no method None; it has a, b',
      "unsupported: `Model` has no method 'c'; it has a, b",
    ],
  },
];

export const modalView = `image = modal.Image.debian_slim(python_version="3.11").pip_install("torch==2.4.0", "numpy")
weights = modal.Volume.from_name("weights", create_if_missing=True)
token = modal.Secret.from_name("hf", required_keys=["HF_TOKEN"])


@app.function(
    image=image, gpu="A100:2", cpu=2, memory=1024, secrets=[token],
    volumes={"/cache": weights}, timeout=600, retries=3,
)
def train(epochs: int = 1):
    pass


@app.cls(enable_memory_snapshot=True)
class Model:
    @modal.enter()
    def second(self):
        pass

    @modal.enter(snap=True)
    def first(self):
        pass

    @modal.method()
    async def stream(self, n: int):
        yield n

    @modal.fastapi_endpoint(method="POST")
    def web(self):
        pass

    @modal.exit()
    def close(self):
        pass


@app.local_entrypoint()
def main(n: int = 3):
    pass
`;
