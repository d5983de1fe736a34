import type { Case } from './case.ts';

/** Methods and classes that answer HTTP requests. */
export const methods: readonly Case[] = [
  {
    title: 'methods become endpoints',
    before: `import modal
from fastapi import Request
from pydantic import BaseModel

app = modal.App("speaker")


class Line(BaseModel):
    words: str


@app.cls(gpu="H100")
@modal.concurrent(max_inputs=10)
class Speaker:
    @modal.enter()
    def load(self):
        self.suffix = "!"

    @modal.fastapi_endpoint(method="POST")
    def say(self, line: Line):
        return line.words + self.suffix

    @modal.fastapi_endpoint(method="POST", docs=True)
    def repeat(self, text: str, request: Request, times: int = 2) -> str:
        return text * times + request.method

    @modal.fastapi_endpoint()
    async def health(self):
        return self.suffix

    @modal.method()
    def shout(self, text: str):
        return text.upper() + self.suffix
`,
    after: `import fal
from fastapi import Request
from pydantic import BaseModel


class Line(BaseModel):
    words: str


class ShoutInput(BaseModel):
    text: str


class RepeatInput(BaseModel):
    text: str
    times: int = 2


class Speaker(fal.App):
    app_name = "speaker"
    machine_type = "GPU-H100"
    max_multiplexing = 10

    def setup(self):
        self.suffix = "!"

    @fal.endpoint("/say")
    def say(self, line: Line):
        return line.words + self.suffix

    @fal.endpoint("/repeat")
    def repeat(self, input: RepeatInput, request: Request) -> str:
        text, times = input.text, input.times
        return text * times + request.method

    @fal.endpoint("/health")
    async def health_(self):
        return self.suffix

    @fal.endpoint("/shout")
    def shout(self, input: ShoutInput):
        text = input.text
        return text.upper() + self.suffix
`,
    reasons: [
      'Speaker: rewrite: `docs=` is dropped: fal shows what an app takes in its playground',
      'Speaker: rewrite-unsafe: `text` and `times` are fields of the JSON body: Modal reads the query string',
      "Speaker: rewrite-unsafe: `health` answers POST requests on fal, where Modal's answers GET: its callers must change",
    ],
    calls: [
      { unit: 'Speaker', method: 'say', arguments: { words: 'a' }, gives: 'a!' },
      { unit: 'Speaker', method: 'repeat', arguments: { text: 'a' }, gives: 'aaPOST' },
      { unit: 'Speaker', method: 'health', arguments: {}, gives: '!' },
      { unit: 'Speaker', method: 'shout', arguments: { text: 'a' }, gives: 'A!' },
    ],
  },
  {
    title: 'the only method answers at the root',
    before: `import modal

app = modal.App("one")


@app.cls()
class One:
    @modal.fastapi_endpoint()
    def get(self, x: int): return x
`,
    after: `import fal
from pydantic import BaseModel


class GetInput(BaseModel):
    x: int


class One(fal.App):
    app_name = "one"

    @fal.endpoint("/")
    def get(self, input: GetInput):
        x = input.x
        return x
`,
    reasons: [
      "One: rewrite-unsafe: `get` answers POST requests on fal, where Modal's answers GET: its callers must change",
      'One: rewrite-unsafe: `x` is a field of the JSON body: Modal reads the query string',
    ],
    calls: [{ unit: 'One', method: 'get', arguments: { x: 3 }, gives: 3 }],
  },
  {
    title: 'an app or a server of its own',
    before: `import subprocess

import modal

app = modal.App("site")


@app.cls()
class Site:
    @modal.method()
    def name(self):
        return "site"

    @modal.asgi_app()
    def web(self):
        from fastapi import FastAPI

        return FastAPI()


@app.cls()
class Server:
    @modal.method()
    def name(self):
        return "server"

    @modal.web_server(8000)
    def serve(self):
        subprocess.Popen(["python", "-m", "http.server"])
`,
    after: `import subprocess

import fal


class Site(fal.App):
    app_name = "site-site"

    @fal.endpoint("/name")
    def name(self):
        return "site"

    # TODO(modal-lint): asgi-app: \`web\` makes an app to be served, and a \`fal.App\` answers its endpoints only: make each route a \`@fal.endpoint\`, or move it to a class of its own
    def web(self):
        from fastapi import FastAPI

        return FastAPI()


class Server(fal.App):
    app_name = "site-server"

    @fal.endpoint("/name")
    def name(self):
        return "server"

    # TODO(modal-lint): web-server: \`serve\` starts a server of its own, and a \`fal.App\` answers its endpoints only: start the server in a \`@fal.function(exposed_port=…)\`
    def serve(self):
        subprocess.Popen(["python", "-m", "http.server"])
`,
    reasons: [
      'Site: manual: `web` makes an app to be served, and a `fal.App` answers its endpoints only: make each route a `@fal.endpoint`, or move it to a class of its own',
      'Server: manual: `serve` starts a server of its own, and a `fal.App` answers its endpoints only: start the server in a `@fal.function(exposed_port=…)`',
    ],
  },
  {
    title: 'a class that serves an app stays a class',
    before: `import modal

app = modal.App("site")
log = []


@app.cls(gpu="A100", scaledown_window=300, enable_memory_snapshot=True)
@modal.concurrent(max_inputs=10)
class VoiceSite:
    """A voice."""

    @modal.enter()
    def load(self):
        log.append("load")

    @modal.enter(snap=True)
    def first(self):
        log.append("first")

    @modal.exit()
    def bye(self, kind, error, trace):
        print("bye")

    def greeting(self):
        return log

    # The pages.
    @modal.asgi_app()
    def web(self):
        from fastapi import FastAPI

        site = FastAPI()

        @site.get("/log")
        def get():
            return self.greeting()

        return site
`,
    after: `import fal

log = []


class VoiceSite:
    """A voice."""

    def load(self):
        log.append("load")

    def first(self):
        log.append("first")

    def bye(self, kind, error, trace):
        print("bye")

    def greeting(self):
        return log

    # The pages.
    def web(self):
        from fastapi import FastAPI

        site = FastAPI()

        @site.get("/log")
        def get():
            return self.greeting()

        return site


@fal.function(
    machine_type="GPU-A100",
    requirements=["uvicorn", "fastapi"],
    exposed_port=8080,
    keep_alive=300,
    max_multiplexing=10,
)
def serve_voice_site():
    import uvicorn

    voice_site = VoiceSite()
    voice_site.first()
    voice_site.load()
    try:
        uvicorn.run(voice_site.web(), host="0.0.0.0", port=8080)
    finally:
        voice_site.bye(None, None, None)
`,
    reasons: [
      "VoiceSite: rewrite-unsafe: `serve_voice_site` serves the app on port 8080: fal passes requests on as they are, to a path below the app's address",
    ],
    requests: [
      {
        before: 'VoiceSite.web',
        after: 'serve_voice_site',
        method: 'GET',
        path: '/log',
        gives: ['first', 'load'],
      },
    ],
  },
  {
    title: 'an app of the module moves into the method',
    before: `import modal
from fastapi import FastAPI

app = modal.App("site")
pages = FastAPI()


@pages.get("/one")
def one():
    return 1


@app.cls()
class Site:
    @modal.asgi_app()
    def web(self):
        return pages
`,
    after: `import fal
from fastapi import FastAPI


class Site:
    def web(self):
        pages = FastAPI()

        @pages.get("/one")
        def one():
            return 1

        return pages


@fal.function(requirements=["uvicorn", "fastapi"], exposed_port=8080)
def serve_site():
    import uvicorn

    site = Site()
    uvicorn.run(site.web(), host="0.0.0.0", port=8080)
`,
    reasons: [
      "Site: rewrite-unsafe: `serve_site` serves the app on port 8080: fal passes requests on as they are, to a path below the app's address",
      'Site: rewrite-unsafe: `pages` moves into `web` with its routes: fal sends the function to a runner, and cannot send an app',
    ],
    requests: [{ before: 'Site.web', after: 'serve_site', method: 'GET', path: '/one', gives: 1 }],
  },
  {
    title: 'a class that starts a server stays a class',
    before: `import subprocess

import modal

app = modal.App("vllm")


@app.cls(gpu="H100")
class Vllm:
    @modal.enter()
    async def download(self):
        print("downloading")

    @modal.web_server(8000, startup_timeout=600)
    def serve(self):
        self.process = subprocess.Popen(["vllm", "serve"])


@app.cls()
class Started:
    port: int = 8000
    patience = round(11.2)

    @modal.enter()
    def start(self):
        self.process = subprocess.Popen(["vllm", "serve"])

    @modal.exit()
    def stop(self):
        self.process.terminate()

    @modal.web_server(port, startup_timeout=patience)
    def serve(self):
        """It runs already."""


@app.cls()
class vllm:
    def __init__(self, model):
        self.model = model

    @modal.web_server(8000)
    def serve(self):
        subprocess.Popen(["vllm", "serve", self.model])


@app.cls()
class serve_vllm:
    @modal.web_server(8000)
    def serve(self):
        subprocess.Popen(["vllm", "serve"])
`,
    after: `import subprocess

import fal
import modal

app = modal.App("vllm")


class Vllm:
    # TODO(modal-lint): web-server: \`download\` is \`async\`, and the server's event loop does not run yet: call it where the app starts, or make it a plain function
    async def download(self):
        print("downloading")

    def serve(self):
        self.process = subprocess.Popen(["vllm", "serve"])
        self.process.wait()


@fal.function(machine_type="GPU-H100", exposed_port=8000, startup_timeout=600)
def serve_vllm_on_port():
    vllm = Vllm()
    vllm.serve()


class Started:
    port: int = 8000
    patience = round(11.2)

    def start(self):
        self.process = subprocess.Popen(["vllm", "serve"])

    def stop(self):
        self.process.terminate()

    def serve(self):
        """It runs already."""


@fal.function(exposed_port=8000, startup_timeout=Started.patience)
def serve_started():
    started = Started()
    started.start()
    try:
        started.serve()
        started.process.wait()
    finally:
        started.stop()


@app.cls()
class vllm:
    def __init__(self, model):
        self.model = model

    @modal.web_server(8000)
    def serve(self):
        subprocess.Popen(["vllm", "serve", self.model])


class serve_vllm:
    def serve(self):
        subprocess.run(["vllm", "serve"])


@fal.function(exposed_port=8000)
def serve_vllm_app():
    serve_vllm_object = serve_vllm()
    serve_vllm_object.serve()
`,
    reasons: [
      'vllm: refused: its `__init__` takes arguments, and nothing tells what it is served with',
      'vllm: rewrite-unsafe: the runner of `serve` lives as long as its server: fal passes requests on to the port as they are',
      "Vllm: manual: `download` is `async`, and the server's event loop does not run yet: call it where the app starts, or make it a plain function",
      'Vllm: rewrite-unsafe: the runner of `serve` lives as long as its server: fal passes requests on to the port as they are',
      'Started: rewrite-unsafe: the runner of `serve` lives as long as its server: fal passes requests on to the port as they are',
      'serve_vllm: rewrite-unsafe: the runner of `serve` lives as long as its server: fal passes requests on to the port as they are',
    ],
  },
  {
    title: 'addresses',
    before: `import modal

app = modal.App("addresses")


@app.function()
@modal.fastapi_endpoint(method="POST")
def ping():
    return "pong"


@app.function()
@modal.asgi_app()
def site():
    return None


@app.cls()
class Model:
    @modal.fastapi_endpoint(method="POST")
    def one(self):
        return 1

    @modal.fastapi_endpoint(method="POST")
    def two(self):
        return 2


@app.function()
def plain():
    return 3


@app.local_entrypoint()
async def main():
    print(ping.get_web_url(), await site.get_web_url.aio(), Model().two.get_web_url())
    print(f"{ping.web_url}/x", plain.get_web_url())
`,
    after: `import asyncio

import fal


def ping():
    return "pong"


class Ping(fal.App):
    app_name = "addresses-ping"

    @fal.endpoint("/")
    def ping(self):
        return ping()


def site():
    return None


@fal.function(requirements=["uvicorn"], exposed_port=8080)
def serve_site():
    import uvicorn

    uvicorn.run(site(), host="0.0.0.0", port=8080)


class Model(fal.App):
    app_name = "addresses-model"

    @fal.endpoint("/one")
    def one(self):
        return 1

    @fal.endpoint("/two")
    def two(self):
        return 2


@fal.function()
def plain():
    return 3


async def main():
    print("https://fal.run/your-username/addresses-ping", "https://fal.run/your-username/serve_site", "https://fal.run/your-username/addresses-model/two")
    # TODO(modal-lint): function-get-web-url: the address of an app on fal is \`https://fal.run/<owner>/<app>\`: write it here
    print(f"https://fal.run/your-username/addresses-ping/x", plain.get_web_url())


if __name__ == "__main__":
    asyncio.run(main())
`,
    reasons: [
      'ping: rewrite-unsafe: the address holds the names `your-username/addresses-ping`: it changes with them, and requests need the fal key',
      'ping: rewrite-unsafe: the address holds the names `your-username/addresses-ping`: it changes with them, and requests need the fal key',
      'site: rewrite-unsafe: the address holds the names `your-username/serve_site`: it changes with them, and requests need the fal key',
      "site: rewrite-unsafe: `serve_site` serves the app on port 8080: fal passes requests on as they are, to a path below the app's address",
      'Model: rewrite-unsafe: the address holds the names `your-username/addresses-model/two`: it changes with them, and requests need the fal key',
      'plain: manual: the address of an app on fal is `https://fal.run/<owner>/<app>`: write it here',
    ],
  },
];
