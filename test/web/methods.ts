import type { Case } from './case.ts';

/** TODO */
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

    # TODO(modal-lint): asgi-app: \`web\` makes an app to be served, and a \`fal.App\` answers its endpoints only: make each route a \`@fal.endpoint\`, or make the object and serve its app in a \`@fal.function(exposed_port=8080)\`
    def web(self):
        from fastapi import FastAPI

        return FastAPI()


class Server(fal.App):
    app_name = "site-server"

    @fal.endpoint("/name")
    def name(self):
        return "server"

    # TODO(modal-lint): web-server: \`serve\` starts a server of its own, and a \`fal.App\` answers its endpoints only: start the server in a \`@fal.function(exposed_port=…)\`, after what the hooks do
    def serve(self):
        subprocess.Popen(["python", "-m", "http.server"])
`,
    reasons: [
      'Site: manual: `web` makes an app to be served, and a `fal.App` answers its endpoints only: make each route a `@fal.endpoint`, or make the object and serve its app in a `@fal.function(exposed_port=8080)`',
      'Server: manual: `serve` starts a server of its own, and a `fal.App` answers its endpoints only: start the server in a `@fal.function(exposed_port=…)`, after what the hooks do',
    ],
  },
];
