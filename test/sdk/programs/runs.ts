interface RunCase {
  readonly title: string;
  readonly before: string;
  readonly after: string;
  readonly argv: readonly string[];
  readonly prints: string;
  /** What the containers print, where it matters. */
  readonly logs?: string;
}

const falMain = 'if __name__ == "__main__":\n';

export const runs: readonly RunCase[] = [
  {
    title:
      'functions: remote, map, starmap, spawn; what a container prints is not the caller’s output',
    before: `@app.function()
def add(x, y=1):
    print("adding")
    return x + y


@app.local_entrypoint()
def main(n: int = 2):
    print(add.remote(n), add.local(n, 5))
    print(list(add.map(range(n))))
    print(list(add.starmap([(1, 2), (3, 4)])))
    call = add.spawn(n, y=10)
    print(call.get(timeout=5))
`,
    after: `import argparse


@fal.function()
def add(x, y=1):
    print("adding")
    return x + y


${falMain}    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=2)
    n = parser.parse_args().n
    print(add(n), add.raw_func(n, 5))
    print([f.result() for f in [add.submit(x) for x in range(n)]])
    print([f.result() for f in [add.submit(*xs) for xs in [(1, 2), (3, 4)]]])
    call = add.submit(n, y=10)
    print(call.result(timeout=5))
`,
    argv: ['--n', '3'],
    // `.local()` and `raw_func` print in the caller's own process.
    prints: 'adding\n4 8\n[1, 2, 3]\n[3, 7]\n13\n',
  },
  {
    title: 'a class behind fal_client: subscribe, submit, stream, an error',
    before: `@app.cls()
class Greeter:
    @modal.enter()
    def load(self):
        self.hello = "Hello"

    @modal.method()
    def greet(self, name: str):
        if not name:
            raise ValueError("no name")
        return f"{self.hello}, {name}"

    @modal.method()
    def letters(self, name: str):
        yield from name


@app.local_entrypoint()
def main():
    print(Greeter().greet.remote("Ann"))
    print(Greeter().greet.spawn(name="Bob").get())
    print(list(Greeter().letters.remote_gen(name="Cy")))
    try:
        Greeter().greet.remote("")
    except Exception:
        print("failed")
`,
    after: `import json

import fal_client
from fastapi.responses import StreamingResponse


class GreetInput(BaseModel):
    name: str


class Greeter(fal.App):
    app_name = "greeter"

    def setup(self):
        self.hello = "Hello"

    @fal.endpoint("/greet")
    def greet(self, input: GreetInput):
        if not input.name:
            raise ValueError("no name")
        return f"{self.hello}, {input.name}"

    @fal.endpoint("/stream")
    def letters(self, input: GreetInput):
        events = (f"data: {json.dumps(letter)}\\n\\n" for letter in input.name)
        return StreamingResponse(events, media_type="text/event-stream")


${falMain}    print(fal_client.subscribe("your-username/greeter/greet", arguments={"name": "Ann"}))
    print(fal_client.submit("your-username/greeter", arguments={"name": "Bob"}, path="/greet").get())
    print(list(fal_client.stream("your-username/greeter", arguments={"name": "Cy"})))
    try:
        fal_client.subscribe("your-username/greeter/greet", arguments={"name": ""})
    except Exception:
        print("failed")
`,
    argv: [],
    prints: "Hello, Ann\nHello, Bob\n['C', 'y']\nfailed\n",
  },
  {
    title: 'async entrypoints',
    before: `@app.function()
async def double(x):
    return 2 * x


@app.local_entrypoint()
async def main():
    print(await double.remote.aio(4))
    print([y async for y in double.map.aio([1, 2])])
`,
    after: `import asyncio

import fal_client


class DoubleInput(BaseModel):
    x: int


class Double(fal.App):
    app_name = "double"

    @fal.endpoint("/")
    async def double(self, input: DoubleInput):
        return 2 * input.x


async def main():
    print(await fal_client.subscribe_async("me/double", arguments={"x": 4}))
    handles = [await fal_client.submit_async("me/double", arguments={"x": x}) for x in [1, 2]]
    print([await handle.get() for handle in handles])


${falMain}    asyncio.run(main())
`,
    argv: [],
    prints: '8\n[2, 4]\n',
  },
  {
    title: 'many callers at once find one container, set up once',
    before: `from concurrent.futures import ThreadPoolExecutor


@app.cls()
class Slow:
    @modal.enter()
    def load(self):
        import time

        time.sleep(0.1)
        print("loaded")
        self.k = 2

    @modal.method()
    def double(self, x: int):
        return self.k * x


@app.local_entrypoint()
def main():
    with ThreadPoolExecutor(4) as pool:
        print(list(pool.map(Slow().double.remote, range(4))))
`,
    after: `from concurrent.futures import ThreadPoolExecutor

import fal_client


class DoubleInput(BaseModel):
    x: int


class Slow(fal.App):
    app_name = "slow"

    def setup(self):
        import time

        time.sleep(0.1)
        print("loaded")
        self.k = 2

    @fal.endpoint("/")
    def double(self, input: DoubleInput):
        return self.k * input.x


${falMain}    call = lambda x: fal_client.subscribe("me/slow", arguments={"x": x})
    with ThreadPoolExecutor(4) as pool:
        print(list(pool.map(call, range(4))))
`,
    argv: [],
    prints: '[0, 2, 4, 6]\n',
    logs: 'loaded\n',
  },
  {
    title: 'a function without an entrypoint, with the options of the command line',
    before: `@app.function()
def add(x: int, y: int = 1):
    print(x + y)
`,
    after: `import argparse


@fal.function()
def add(x: int, y: int = 1):
    print(x + y)


${falMain}    parser = argparse.ArgumentParser()
    parser.add_argument("--x", type=int, required=True)
    add(parser.parse_args().x)
`,
    argv: ['--x', '4'],
    prints: '',
    logs: '5\n',
  },
];

export const mainBlock = `import sys


@app.function()
def square(x):
    print("squaring", x)
    return x * x


if __name__ == "__main__":
    with app.run():
        print(square.remote(int(sys.argv[1])))
`;
