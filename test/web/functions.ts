import type { Case } from './case.ts';

/** Functions that answer HTTP requests, and what is refused of them. */
export const functions: readonly Case[] = [
  {
    title: 'a pydantic body and POST mean the same',
    before: `import modal
from pydantic import BaseModel

app = modal.App("shop")


class Order(BaseModel):
    item: str
    count: int = 1


# Other decorators and comments stay.
@app.function(gpu="A100", scaledown_window=300)
@modal.fastapi_endpoint(method="POST")
def price(order: Order) -> dict:
    return {"item": order.item, "total": order.count * 3}
`,
    after: `import fal
from pydantic import BaseModel


class Order(BaseModel):
    item: str
    count: int = 1


# Other decorators and comments stay.
def price(order: Order) -> dict:
    return {"item": order.item, "total": order.count * 3}


class Price(fal.App):
    app_name = "shop"
    machine_type = "GPU-A100"
    keep_alive = 300

    @fal.endpoint("/")
    def price(self, input: Order) -> dict:
        return price(order=input)
`,
    reasons: [],
    calls: [
      { unit: 'price', arguments: { item: 'tea', count: 4 }, gives: { item: 'tea', total: 12 } },
      { unit: 'price', arguments: { item: 'tea' }, gives: { item: 'tea', total: 3 } },
      { unit: 'price', arguments: { count: 4 }, gives: 'HTTP 422' },
    ],
  },
  {
    title: 'scalars of a query string become a model',
    before: `import modal

app = modal.App("squares")


@app.function()
@modal.fastapi_endpoint()
def square(x: int, *, note: str = None):
    return {"square": x**2, "note": note}
`,
    after: `import fal
from pydantic import BaseModel


def square(x: int, *, note: str = None):
    return {"square": x**2, "note": note}


class SquareInput(BaseModel):
    x: int
    note: str | None = None


class Square(fal.App):
    app_name = "squares"

    @fal.endpoint("/")
    def square(self, input: SquareInput):
        return square(x=input.x, note=input.note)
`,
    reasons: [
      "square: rewrite-unsafe: `square` answers POST requests on fal, where Modal's answers GET: its callers must change",
      'square: rewrite-unsafe: `x` and `note` are fields of the JSON body: Modal reads the query string',
    ],
    calls: [
      { unit: 'square', arguments: { x: 4 }, gives: { square: 16, note: null } },
      { unit: 'square', arguments: { x: 'four' }, gives: 'HTTP 422' },
    ],
  },
  {
    title: 'a list is no JSON object',
    before: `import modal

app = modal.App("sums")


@app.function()
@modal.fastapi_endpoint(method="POST")
def total(numbers: list[int] = []):
    return sum(numbers)
`,
    after: `import fal
from pydantic import BaseModel, Field


def total(numbers: list[int] = []):
    return sum(numbers)


class TotalInput(BaseModel):
    numbers: list[int] = Field(default_factory=lambda: [])


class Total(fal.App):
    app_name = "sums"

    @fal.endpoint("/")
    def total(self, input: TotalInput):
        return total(numbers=input.numbers)
`,
    reasons: [
      'total: rewrite-unsafe: `numbers` is a field of the JSON body: to Modal it is the whole body',
    ],
    calls: [{ unit: 'total', arguments: { numbers: [1, 2] }, gives: 3 }],
  },
  {
    title: 'no parameters',
    before: `from modal import App, fastapi_endpoint

app = App("ping")


@app.function()
@fastapi_endpoint(method="GET")
async def ping():
    return "pong"
`,
    after: `import fal


async def ping():
    return "pong"


class Ping(fal.App):
    app_name = "ping"

    @fal.endpoint("/")
    async def ping(self):
        return await ping()
`,
    reasons: [
      "ping: rewrite-unsafe: `ping` answers POST requests on fal, where Modal's answers GET: its callers must change",
    ],
    calls: [{ unit: 'ping', arguments: {}, gives: 'pong' }],
  },
  {
    title: 'a dict is the whole body',
    before: `import modal

app = modal.App("echo")


@app.function()
@modal.fastapi_endpoint(method="POST")
def echo(data: dict):
    return {"got": data}
`,
    after: `import fal


def echo(data: dict):
    return {"got": data}


class Echo(fal.App):
    app_name = "echo"

    @fal.endpoint("/")
    def echo(self, input: dict):
        return echo(data=input)
`,
    reasons: [],
    calls: [
      { unit: 'echo', arguments: { a: [1, 2], data: 3 }, gives: { got: { a: [1, 2], data: 3 } } },
    ],
  },
  {
    title: 'a model and a scalar become one model',
    before: `import modal
from pydantic import BaseModel

app = modal.App("mixed")


class Item(BaseModel):
    name: str


@app.function()
@modal.fastapi_endpoint(method="POST")
def tag(item: Item, copies: int, upper: bool = False):
    name = item.name.upper() if upper else item.name
    return [name] * copies
`,
    after: `import fal
from pydantic import BaseModel


class Item(BaseModel):
    name: str


def tag(item: Item, copies: int, upper: bool = False):
    name = item.name.upper() if upper else item.name
    return [name] * copies


class TagInput(BaseModel):
    item: Item
    copies: int
    upper: bool = False


class Tag(fal.App):
    app_name = "mixed"

    @fal.endpoint("/")
    def tag(self, input: TagInput):
        return tag(item=input.item, copies=input.copies, upper=input.upper)
`,
    reasons: [
      'tag: rewrite-unsafe: `copies` and `upper` are fields of the JSON body: Modal reads the query string',
      'tag: rewrite-unsafe: `item` is a field of the JSON body: to Modal it is the whole body',
    ],
    calls: [{ unit: 'tag', arguments: { item: { name: 'a' }, copies: 2 }, gives: ['a', 'a'] }],
  },
  {
    title: 'two models are fields of the body on both sides',
    before: `import modal
from pydantic import BaseModel

app = modal.App("pair")


class A(BaseModel):
    x: int


@app.function()
@modal.fastapi_endpoint(method="POST")
def both(a: A, b: A):
    return a.x + b.x
`,
    after: `import fal
from pydantic import BaseModel


class A(BaseModel):
    x: int


def both(a: A, b: A):
    return a.x + b.x


class Both(fal.App):
    app_name = "pair"

    @fal.endpoint("/")
    def both(self, a: A, b: A):
        return both(a=a, b=b)
`,
    reasons: [],
    calls: [{ unit: 'both', arguments: { a: { x: 1 }, b: { x: 2 } }, gives: 3 }],
  },
  {
    title: 'what FastAPI fills stays',
    before: `from typing import Annotated, Optional

import modal
from fastapi import Depends, Header, Request
from pydantic import BaseModel

app = modal.App("filled")


class Item(BaseModel):
    name: str


def limit() -> int:
    return 5


Limit = Annotated[int, Depends(limit)]


@app.function()
@modal.fastapi_endpoint(method="POST")
async def show(item: Optional[Item], request: Request, most: Limit, x_token: str = Header("none")):
    return [item.name, request.method, most, x_token]
`,
    after: `from typing import Annotated, Optional

import fal
from fastapi import Depends, Header, Request
from pydantic import BaseModel


class Item(BaseModel):
    name: str


def limit() -> int:
    return 5


Limit = Annotated[int, Depends(limit)]


async def show(item: Optional[Item], request: Request, most: Limit, x_token: str = Header("none")):
    return [item.name, request.method, most, x_token]


class Show(fal.App):
    app_name = "filled"

    @fal.endpoint("/")
    async def show(
        self,
        input: Optional[Item],
        request: Request,
        most: Limit,
        x_token: str = Header("none"),
    ):
        return await show(item=input, request=request, most=most, x_token=x_token)
`,
    reasons: [],
    calls: [{ unit: 'show', arguments: { name: 'tea' }, gives: ['tea', 'POST', 5, 'none'] }],
  },
  {
    title: 'Query stays a query',
    before: `import modal
from fastapi import Body, Query

app = modal.App("explicit")


@app.function()
@modal.fastapi_endpoint(method="POST")
def search(text: str = Body(...), tags: list = Body([]), limit: int = Query(10, le=50)):
    return [text, tags, limit]
`,
    after: `import fal
from fastapi import Body, Query


def search(text: str = Body(...), tags: list = Body([]), limit: int = Query(10, le=50)):
    return [text, tags, limit]


class Search(fal.App):
    app_name = "explicit"

    @fal.endpoint("/")
    def search(
        self,
        text: str = Body(...),
        tags: list = Body([]),
        limit: int = Query(10, le=50),
    ):
        return search(text=text, tags=tags, limit=limit)
`,
    reasons: [
      'search: rewrite-unsafe: `limit` stays in the query string, which `fal_client` does not send: call by plain HTTP, or make it part of the body',
    ],
    calls: [{ unit: 'search', arguments: { text: 'a', tags: ['b'] }, gives: ['a', ['b'], 10] }],
  },
  {
    title: 'a form is no JSON',
    before: `import modal
from fastapi import UploadFile

app = modal.App("upload")


@app.function()
@modal.fastapi_endpoint(method="POST")
async def size(file: UploadFile):
    return len(await file.read())
`,
    after: `import fal
from fastapi import UploadFile


# TODO(modal-lint): fastapi-endpoint: \`file\` comes as a form, and callers of fal send JSON: take a URL, or install \`python-multipart\` here and on fal and call by plain HTTP
async def size(file: UploadFile):
    return len(await file.read())


class Size(fal.App):
    app_name = "upload"
    requirements = ["python-multipart"]

    @fal.endpoint("/")
    async def size(self, file: UploadFile):
        return await size(file=file)
`,
    reasons: [
      'size: manual: `file` comes as a form, and callers of fal send JSON: take a URL, or install `python-multipart` here and on fal and call by plain HTTP',
    ],
    problems: ['Size: build: Form data requires "python-multipart" to be installed. '],
  },
  {
    title: 'a bearer token meets the fal key',
    before: `import modal
from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

app = modal.App("secret")
scheme = HTTPBearer()


@app.function()
@modal.fastapi_endpoint(method="POST")
def enter(token: HTTPAuthorizationCredentials = Depends(scheme)):
    return token.credentials
`,
    after: `import fal
from fastapi import Depends
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

scheme = HTTPBearer()


# TODO(modal-lint): fastapi-endpoint: \`token\` reads the \`Authorization\` header, where callers of a private fal app send their fal key: rely on \`app_auth = "private"\` and drop it, or read a header of your own
def enter(token: HTTPAuthorizationCredentials = Depends(scheme)):
    return token.credentials


class Enter(fal.App):
    app_name = "secret"

    @fal.endpoint("/")
    def enter(self, token: HTTPAuthorizationCredentials = Depends(scheme)):
        return enter(token=token)
`,
    reasons: [
      'enter: manual: `token` reads the `Authorization` header, where callers of a private fal app send their fal key: rely on `app_auth = "private"` and drop it, or read a header of your own',
    ],
  },
  {
    title: 'responses pass through',
    before: `import modal
from fastapi.responses import HTMLResponse, JSONResponse, StreamingResponse

app = modal.App("pages")


@app.function()
@modal.fastapi_endpoint(method="POST")
def page() -> HTMLResponse:
    if modal.is_local() is None:
        return JSONResponse({"no": "page"})
    page = HTMLResponse("<b>hello</b>")
    return page


@app.function()
@modal.fastapi_endpoint(method="POST")
def ticks():
    def events():
        yield "data: 1\\n\\n"

    return StreamingResponse(events(), media_type="text/event-stream")
`,
    after: `import fal
from fastapi.responses import HTMLResponse, JSONResponse, StreamingResponse


def page() -> HTMLResponse:
    if 1 is None:
        return JSONResponse({"no": "page"})
    page = HTMLResponse("<b>hello</b>")
    return page


class Page(fal.App):
    app_name = "pages-page"

    @fal.endpoint("/")
    def page(self) -> HTMLResponse:
        return page()


def ticks():
    def events():
        yield "data: 1\\n\\n"

    return StreamingResponse(events(), media_type="text/event-stream")


class Ticks(fal.App):
    app_name = "pages-ticks"

    @fal.endpoint("/")
    def ticks(self):
        return ticks()
`,
    reasons: [
      'page: rewrite-unsafe: `page` answers with `HTMLResponse`, and `fal_client` reads JSON only: callers use plain HTTP',
      'ticks: rewrite-unsafe: `ticks` streams events: callers read them with `fal_client.stream(…, path="/")`',
    ],
    requests: [
      { before: 'page', after: 'Page', method: 'POST', gives: '<b>hello</b>' },
      { before: 'ticks', after: 'Ticks', method: 'POST', gives: [1] },
    ],
  },
  {
    title: 'keywords of the decorator',
    before: `import modal

app = modal.App("options")


@app.function()
@modal.fastapi_endpoint(
    method="POST",
    label="greet",
    docs=True,
    requires_proxy_auth=True,
)
def greet(name: str):
    return f"hello {name}"


@app.function()
@modal.fastapi_endpoint(method="PUT", custom_domains=["api.example.com"], docs=False)
def rename():
    return 1
`,
    after: `import fal
from pydantic import BaseModel


def greet(name: str):
    return f"hello {name}"


class GreetInput(BaseModel):
    name: str


class Greet(fal.App):
    app_name = "options-greet"
    app_auth = "private"

    @fal.endpoint("/")
    def greet(self, input: GreetInput):
        return greet(name=input.name)


# TODO(modal-lint): fastapi-endpoint: fal has no domains of your own: put a proxy before the address of the app
def rename():
    return 1


class Rename(fal.App):
    app_name = "options-rename"

    @fal.endpoint("/")
    def rename(self):
        return rename()
`,
    reasons: [
      'greet: rewrite-unsafe: `label=` named the address: on fal it follows from the user and the app',
      'greet: rewrite: `docs=` is dropped: fal shows what an app takes in its playground',
      'greet: rewrite-unsafe: callers send `Authorization: Key <fal key>` in place of the headers `Modal-Key` and `Modal-Secret`',
      'greet: rewrite-unsafe: `name` is a field of the JSON body: Modal reads the query string',
      "rename: rewrite-unsafe: `rename` answers POST requests on fal, where Modal's answers PUT: its callers must change",
      'rename: no-equivalent: fal has no domains of your own: put a proxy before the address of the app',
    ],
    calls: [{ unit: 'greet', arguments: { name: 'Ann' }, gives: 'hello Ann' }],
  },
  {
    title: 'names that are taken',
    before: `import modal

app = modal.App("names")


class Price:
    pass


@app.function()
@modal.fastapi_endpoint(method="POST")
def price():
    return 1


@app.function()
@modal.fastapi_endpoint(method="POST")
def health():
    return 2


@app.function()
@modal.fastapi_endpoint(method="POST")
def warning():
    return 3
`,
    after: `import fal


class Price:
    pass


def price():
    return 1


class PriceApp(fal.App):
    app_name = "names-price"

    @fal.endpoint("/")
    def price(self):
        return price()


def health():
    return 2


class Health(fal.App):
    app_name = "names-health"

    @fal.endpoint("/")
    def health_(self):
        return health()


def warning():
    return 3


class WarningApp(fal.App):
    app_name = "names-warning"

    @fal.endpoint("/")
    def warning(self):
        return warning()
`,
    reasons: [],
    calls: [{ unit: 'health', arguments: {}, gives: 2 }],
  },
  {
    title: 'an image, and a long signature',
    before: `import modal

app = modal.App("long")


@app.function(image=modal.Image.debian_slim(python_version="3.11").pip_install("numpy"))
@modal.fastapi_endpoint(method="POST")
def render(description: str, negative_description: str = "", number_of_steps: int = 30):
    return [description, negative_description, number_of_steps]
`,
    after: `import fal
from pydantic import BaseModel


def render(description: str, negative_description: str = "", number_of_steps: int = 30):
    return [description, negative_description, number_of_steps]


class RenderInput(BaseModel):
    description: str
    negative_description: str = ""
    number_of_steps: int = 30


class Render(fal.App, python_version="3.11"):
    app_name = "long"
    requirements = ["numpy"]

    @fal.endpoint("/")
    def render(self, input: RenderInput):
        return render(
            description=input.description,
            negative_description=input.negative_description,
            number_of_steps=input.number_of_steps,
        )
`,
    reasons: [
      'render: rewrite-unsafe: `description`, `negative_description` and `number_of_steps` are fields of the JSON body: Modal reads the query string',
    ],
    calls: [{ unit: 'render', arguments: { description: 'a' }, gives: ['a', '', 30] }],
  },
  {
    title: 'a Stub, single quotes and tabs',
    before: `from modal import Stub, web_endpoint

stub = Stub('old')


@stub.function(gpu='A100')
@web_endpoint(method='POST')
def twice(x: int):
	return {'x': 2 * x}
`,
    after: `import fal
from pydantic import BaseModel


def twice(x: int):
	return {'x': 2 * x}


class TwiceInput(BaseModel):
	x: int


class Twice(fal.App):
	app_name = 'old'
	machine_type = 'GPU-A100'

	@fal.endpoint('/')
	def twice(self, input: TwiceInput):
		return twice(x=input.x)
`,
    reasons: [
      'twice: rewrite-unsafe: `x` is a field of the JSON body: Modal reads the query string',
    ],
    calls: [{ unit: 'twice', arguments: { x: 4 }, gives: { x: 8 } }],
    only: 'fal',
  },
  {
    title: 'a generator',
    before: `import modal

app = modal.App("gen")


@app.function()
@modal.fastapi_endpoint(method="POST")
def count():
    yield 1
`,
    after: `import fal


# TODO(modal-lint): fastapi-endpoint: \`count\` is a generator, and what FastAPI makes of it depends on its version: return a \`StreamingResponse\`
def count():
    yield 1


class Count(fal.App):
    app_name = "gen"

    @fal.endpoint("/")
    def count(self):
        return count()
`,
    reasons: [
      'count: manual: `count` is a generator, and what FastAPI makes of it depends on its version: return a `StreamingResponse`',
    ],
  },
  {
    title: 'what cannot be an endpoint',
    before: `import modal

app = modal.App("refused")


@app.function()
@modal.fastapi_endpoint(method="POST")
def anything(**kwargs):
    return kwargs


@app.function()
@modal.web_server(**{"port": 8000})
def hidden():
    pass
`,
    after: `import modal

app = modal.App("refused")


@app.function()
@modal.fastapi_endpoint(method="POST")
def anything(**kwargs):
    return kwargs


@app.function()
@modal.web_server(**{"port": 8000})
def hidden():
    pass
`,
    reasons: [
      'anything: refused: `**kwargs` of `anything` cannot be a field of a JSON body',
      'hidden: refused: the port of `hidden` is not written in its decorator',
    ],
  },
];
