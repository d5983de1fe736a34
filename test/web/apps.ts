import type { Case } from './case.ts';

/** Functions that serve a web application or start a server. */
export const apps: readonly Case[] = [
  {
    title: 'an ASGI app is served by uvicorn',
    before: `import modal

app = modal.App("site")


@app.function(image=modal.Image.debian_slim().pip_install("fastapi"), gpu="A100")
@modal.concurrent(max_inputs=100)
@modal.asgi_app()
def web():
    from fastapi import FastAPI

    site = FastAPI()

    @site.get("/hello")
    def hello(name: str = "you"):
        return {"hello": name}

    return site
`,
    after: `import fal


def web():
    from fastapi import FastAPI

    site = FastAPI()

    @site.get("/hello")
    def hello(name: str = "you"):
        return {"hello": name}

    return site


@fal.function(
    machine_type="GPU-A100",
    requirements=["fastapi", "uvicorn"],
    exposed_port=8080,
    max_multiplexing=100,
)
def serve_web():
    import uvicorn

    uvicorn.run(web(), host="0.0.0.0", port=8080)
`,
    reasons: [
      "web: rewrite-unsafe: `serve_web` serves the app on port 8080: fal passes requests on as they are, to a path below the app's address",
    ],
    requests: [
      { before: 'web', after: 'serve_web', method: 'GET', path: '/hello', gives: { hello: 'you' } },
    ],
  },
  {
    title: 'a WSGI app goes through a bridge',
    before: `import modal

app = modal.App("flask")


@app.function()
@modal.wsgi_app(label="flask", requires_proxy_auth=True)
def site():
    def application(environ, start_response):
        start_response("200 OK", [("content-type", "text/plain")])
        return [environ["PATH_INFO"].encode()]

    return application
`,
    after: `import fal


def site():
    def application(environ, start_response):
        start_response("200 OK", [("content-type", "text/plain")])
        return [environ["PATH_INFO"].encode()]

    return application


@fal.function(requirements=["a2wsgi", "uvicorn"], exposed_port=8080)
def serve_site():
    import uvicorn
    from a2wsgi import WSGIMiddleware

    uvicorn.run(WSGIMiddleware(site()), host="0.0.0.0", port=8080)
`,
    reasons: [
      'site: rewrite-unsafe: `label=` named the address: on fal it follows from the user and the app',
      'site: rewrite-unsafe: callers send `Authorization: Key <fal key>` in place of the headers `Modal-Key` and `Modal-Secret`',
      "site: rewrite-unsafe: `serve_site` serves the app on port 8080: fal passes requests on as they are, to a path below the app's address",
    ],
    requests: [
      { before: 'site', after: 'serve_site', method: 'GET', path: '/hello', gives: '/hello' },
    ],
  },
  {
    title: 'an app of the module moves with its routes',
    before: `import modal
from fastapi import FastAPI
from pydantic import BaseModel

app = modal.App("module")
site = FastAPI(title="a site")  # one app
site.state.visits = 0


class Name(BaseModel):
    name: str


# The only page.
@site.post("/hello")
def hello(name: Name):
    """Says
hello."""
    return {greeting(): name.name}


def greeting():
    return "hello"


@app.function(image=modal.Image.debian_slim().pip_install("fastapi[standard]"))
@modal.asgi_app(label="hello")
def serve():
    """The site."""
    return site
`,
    after: `import fal
from fastapi import FastAPI
from pydantic import BaseModel


class Name(BaseModel):
    name: str


def greeting():
    return "hello"


def serve():
    """The site."""
    site = FastAPI(title="a site")  # one app
    site.state.visits = 0

    # The only page.
    @site.post("/hello")
    def hello(name: Name):
        """Says
    hello."""
        return {greeting(): name.name}

    return site


@fal.function(requirements=["fastapi[standard]"], exposed_port=8080)
def serve_app():
    import uvicorn

    uvicorn.run(serve(), host="0.0.0.0", port=8080)
`,
    reasons: [
      'serve: rewrite-unsafe: `label=` named the address: on fal it follows from the user and the app',
      "serve: rewrite-unsafe: `serve_app` serves the app on port 8080: fal passes requests on as they are, to a path below the app's address",
      'serve: rewrite-unsafe: `site` moves into `serve` with its routes: fal sends the function to a runner, and cannot send an app',
    ],
    requests: [
      {
        before: 'serve',
        after: 'serve_app',
        method: 'GET',
        path: '/openapi.json',
        gives: {
          openapi: '3.1.0',
          info: { title: 'a site', version: '0.1.0' },
          paths: {
            '/hello': {
              post: {
                summary: 'Hello',
                description: 'Says\nhello.',
                operationId: 'hello_hello_post',
                requestBody: {
                  content: {
                    'application/json': { schema: { $ref: '#/components/schemas/Name' } },
                  },
                  required: true,
                },
                responses: {
                  '200': {
                    description: 'Successful Response',
                    content: { 'application/json': { schema: {} } },
                  },
                  '422': {
                    description: 'Validation Error',
                    content: {
                      'application/json': {
                        schema: { $ref: '#/components/schemas/HTTPValidationError' },
                      },
                    },
                  },
                },
              },
            },
          },
          components: {
            schemas: {
              HTTPValidationError: {
                properties: {
                  detail: {
                    items: { $ref: '#/components/schemas/ValidationError' },
                    type: 'array',
                    title: 'Detail',
                  },
                },
                type: 'object',
                title: 'HTTPValidationError',
              },
              Name: {
                properties: { name: { type: 'string', title: 'Name' } },
                type: 'object',
                required: ['name'],
                title: 'Name',
              },
              ValidationError: {
                properties: {
                  loc: {
                    items: { anyOf: [{ type: 'string' }, { type: 'integer' }] },
                    type: 'array',
                    title: 'Location',
                  },
                  msg: { type: 'string', title: 'Message' },
                  type: { type: 'string', title: 'Error Type' },
                  input: { title: 'Input' },
                  ctx: { type: 'object', title: 'Context' },
                },
                type: 'object',
                required: ['loc', 'msg', 'type'],
                title: 'ValidationError',
              },
            },
          },
        },
      },
    ],
  },
  {
    title: 'an app of the module that others use stays',
    before: `import modal
from fastapi import FastAPI

app = modal.App("stays")
site = FastAPI()


@app.function()
@modal.asgi_app()
def web():
    return site


if __name__ == "__main__":
    print(site)
`,
    after: `import fal
from fastapi import FastAPI

site = FastAPI()


# TODO(modal-lint): asgi-app: \`site\` is made at the top of the file, and fal cannot send it to a runner: make the app and its routes inside \`web\`
def web():
    return site


@fal.function(requirements=["uvicorn", "fastapi"], exposed_port=8080)
def serve_web():
    import uvicorn

    uvicorn.run(web(), host="0.0.0.0", port=8080)


if __name__ == "__main__":
    print(site)
`,
    reasons: [
      "web: rewrite-unsafe: `serve_web` serves the app on port 8080: fal passes requests on as they are, to a path below the app's address",
      'web: manual: `site` is made at the top of the file, and fal cannot send it to a runner: make the app and its routes inside `web`',
    ],
    problems: [
      'serve_web: deploy: on the runner: RecursionError: maximum recursion depth exceeded',
    ],
  },
  {
    title: 'uvicorn comes with an image of any kind',
    before: `import modal

app = modal.App("images")


@app.function(
    image=modal.Image.debian_slim().pip_install(
        "fastapi==0.115.4", "accelerate==1.0.1", "diffusers==0.31.0", "transformers==4.46.3"
    )
)
@modal.asgi_app()
def many():
    return None


@app.function(image=modal.Image.debian_slim(python_version="3.11").apt_install("ffmpeg"))
@modal.asgi_app()
def container():
    return None
`,
    after: `import fal
from fal.container import ContainerImage


def many():
    return None


@fal.function(
    requirements=[
        "fastapi==0.115.4",
        "accelerate==1.0.1",
        "diffusers==0.31.0",
        "transformers==4.46.3",
        "uvicorn",
    ],
    exposed_port=8080,
)
def serve_many():
    import uvicorn

    uvicorn.run(many(), host="0.0.0.0", port=8080)


def container():
    return None


@fal.function(
    requirements=["uvicorn"],
    image=ContainerImage.from_dockerfile_str("""
FROM python:3.11-slim-bookworm
ARG DEBIAN_FRONTEND=noninteractive
RUN apt-get update && apt-get install -y curl
RUN apt-get update && apt-get install -y ffmpeg
RUN python -m pip install fal
"""),
    exposed_port=8080,
)
def serve_container():
    import uvicorn

    uvicorn.run(container(), host="0.0.0.0", port=8080)
`,
    reasons: [
      "many: rewrite-unsafe: `serve_many` serves the app on port 8080: fal passes requests on as they are, to a path below the app's address",
      "container: rewrite-unsafe: `serve_container` serves the app on port 8080: fal passes requests on as they are, to a path below the app's address",
    ],
  },
  {
    title: 'the process runs in the foreground',
    before: `import subprocess

import modal

app = modal.App("vllm")
MINUTES = 60


@app.function(gpu="H100", timeout=10 * MINUTES)
@modal.concurrent(max_inputs=32)
@modal.web_server(port=8000, startup_timeout=5 * MINUTES)
def serve():
    command = ["vllm", "serve", "--host", "0.0.0.0"]
    print(command)
    subprocess.Popen(" ".join(command), shell=True)
`,
    after: `import subprocess

import fal

MINUTES = 60


@fal.function(
    machine_type="GPU-H100",
    exposed_port=8000,
    max_multiplexing=32,
    request_timeout=10 * MINUTES,
    startup_timeout=5 * MINUTES,
)
def serve():
    command = ["vllm", "serve", "--host", "0.0.0.0"]
    print(command)
    subprocess.run(" ".join(command), shell=True)
`,
    reasons: [
      'serve: rewrite-unsafe: the runner of `serve` lives as long as its server: fal passes requests on to the port as they are',
    ],
  },
  {
    title: 'a process with a name is waited for',
    before: `from subprocess import Popen

import modal

app = modal.App("named")
PORT = 8501


@app.function()
@modal.web_server(PORT)
def named():
    process = Popen(["streamlit", "run", "app.py"])  # in the background
    print(process.pid);


@app.function()
@modal.web_server(PORT)
def nameless():
    Popen("streamlit run app.py --server.address=localhost", shell=True)


@app.function()
@modal.web_server(PORT)
def either():
    if PORT > 8000:
        Popen("a", shell=True)
    else:
        process = Popen("b", shell=True)


@app.function()
@modal.web_server(PORT)
def early():
    Popen("helper")
    Popen("server")
    print("started")
`,
    after: `from subprocess import Popen

import fal

PORT = 8501


@fal.function(exposed_port=PORT)
def named():
    process = Popen(["streamlit", "run", "app.py"])  # in the background
    print(process.pid);
    process.wait()


@fal.function(exposed_port=PORT)
def nameless():
    Popen("streamlit run app.py --server.address=localhost", shell=True).wait()


@fal.function(exposed_port=PORT)
def either():
    if PORT > 8000:
        Popen("a", shell=True).wait()
    else:
        process = Popen("b", shell=True)
        process.wait()


@fal.function(exposed_port=PORT)
def early():
    Popen("helper")
    server = Popen("server")
    print("started")
    server.wait()
`,
    reasons: [
      'named: rewrite-unsafe: the runner of `named` lives as long as its server: fal passes requests on to the port as they are',
      'nameless: rewrite-unsafe: the runner of `nameless` lives as long as its server: fal passes requests on to the port as they are',
      'nameless: rewrite-unsafe: the command names the runner itself: fal reaches a server only if it listens on `0.0.0.0`',
      'either: rewrite-unsafe: the runner of `either` lives as long as its server: fal passes requests on to the port as they are',
      'early: rewrite-unsafe: the runner of `early` lives as long as its server: fal passes requests on to the port as they are',
    ],
  },
  {
    title: 'other ways to stay in the background',
    before: `import subprocess
import threading

import modal

app = modal.App("others")
PORT = 8000


@app.function()
@modal.web_server(8000)
def thread():
    threading.Thread(target=print).start()


@app.function()
@modal.web_server(8000)
def early():
    subprocess.Popen("server")
    return "started"


@app.function()
@modal.web_server(8000)
def maybe():
    if PORT:
        subprocess.Popen("server")
`,
    after: `import subprocess
import threading

import fal

PORT = 8000


# TODO(modal-lint): web-server: \`thread\` must run until the server ends, or the runner ends with it: wait for the process that it starts
@fal.function(exposed_port=8000)
def thread():
    threading.Thread(target=print).start()


# TODO(modal-lint): web-server: \`early\` must run until the server ends, or the runner ends with it: wait for the process that it starts
@fal.function(exposed_port=8000)
def early():
    subprocess.Popen("server")
    return "started"


# TODO(modal-lint): web-server: \`maybe\` must run until the server ends, or the runner ends with it: wait for the process that it starts
@fal.function(exposed_port=8000)
def maybe():
    if PORT:
        subprocess.Popen("server")
`,
    reasons: [
      'thread: rewrite-unsafe: the runner of `thread` lives as long as its server: fal passes requests on to the port as they are',
      'thread: manual: `thread` must run until the server ends, or the runner ends with it: wait for the process that it starts',
      'early: rewrite-unsafe: the runner of `early` lives as long as its server: fal passes requests on to the port as they are',
      'early: manual: `early` must run until the server ends, or the runner ends with it: wait for the process that it starts',
      'maybe: rewrite-unsafe: the runner of `maybe` lives as long as its server: fal passes requests on to the port as they are',
      'maybe: manual: `maybe` must run until the server ends, or the runner ends with it: wait for the process that it starts',
    ],
  },
];
