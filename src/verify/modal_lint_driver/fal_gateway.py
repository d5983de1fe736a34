"""fal's gateway in this process: `fal.run` and `queue.fal.run` as httpx sees them.

`fal_client` stays as it is, down to its retries and its polling. Only the wire is replaced: a
request to one of fal's hosts is answered by the app of that name behind a test client, and the
queue answers as it is documented (submit, status, result, cancel). Other hosts are not reached.
"""

import asyncio
import json
import re
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import httpx

from . import sandbox, web
from .fal_double import dockerfile_of, runner

RUN, QUEUE = "fal.run", "queue.fal.run"
BASE_URL = "https://fal.run"
REQUEST = re.compile(
    r"/(?P<owner>[^/]+)/(?P<alias>[^/]+)/requests/(?P<id>[^/]+)(?P<verb>/status|/cancel)?$"
)
APP = re.compile(r"/(?P<owner>[^/]+)/(?P<alias>[^/]+)(?P<path>/.*)?$")

FindApp = Callable[[str], Any]


@dataclass
class Gateway:
    """Starts an app at its first request, keeps it, and stops it at the end."""

    find_app: FindApp
    root: str
    served: dict[str, web.Served] = field(default_factory=dict)
    images: dict[str, str] = field(default_factory=dict)
    locks: dict[str, threading.Lock] = field(default_factory=dict)
    queue: dict[str, httpx.Response] = field(default_factory=dict)
    looked_at: set[str] = field(default_factory=set)

    def install(self) -> None:
        gateway = self

        def handle(_: Any, request: httpx.Request) -> httpx.Response:
            return gateway.answer(request, request.read())

        async def handle_async(_: Any, request: httpx.Request) -> httpx.Response:
            body = await request.aread()
            return await asyncio.to_thread(gateway.answer, request, body)

        for transport, handler in (
            (httpx.HTTPTransport, {"handle_request": handle}),
            (httpx.AsyncHTTPTransport, {"handle_async_request": handle_async}),
        ):
            replace_transport(transport, handler)

    def answer(self, request: httpx.Request, body: bytes) -> httpx.Response:
        if request.url.host == QUEUE:
            return self.answer_queue(request, body)
        if request.url.host == RUN:
            return self.forward(request, body)
        sandbox.block(f"network access to {request.url.host}")

    def forward(self, request: httpx.Request, body: bytes) -> httpx.Response:
        """The app's own answer to a request to `/owner/alias/path`."""
        match = APP.match(request.url.path)
        served = self.start(match["alias"]) if match else None
        if match is None or served is None:
            return reply(404, {"detail": "Application not found"})
        query = request.url.query.decode()
        path = (match["path"] or "/") + (f"?{query}" if query else "")
        headers = {
            k: v
            for k, v in request.headers.items()
            if k not in ("host", "content-length", "accept-encoding")
        }
        with self.runner(match["alias"]):
            response = served.request(request.method, path, content=body, headers=headers)
        kept = {
            k: v
            for k, v in response.headers.items()
            if k not in ("content-length", "content-encoding")
        }
        return httpx.Response(response.status_code, headers=kept, content=response.content)

    def start(self, alias: str) -> web.Served | None:
        # Requests may come from several threads at once; the first one starts the runner.
        with self.locks.setdefault(alias, threading.Lock()):
            if alias not in self.served:
                app = self.find_app(alias)
                if app is None:
                    return None
                self.images[alias] = dockerfile_of(app.image)
                with self.runner(alias):
                    self.served[alias] = web.Served(app(_allow_init=True)._build_app(), BASE_URL)
            return self.served[alias]

    def answer_queue(self, request: httpx.Request, body: bytes) -> httpx.Response:
        known = REQUEST.match(request.url.path)
        return self.submit(request, body) if known is None else self.follow(request, known)

    def submit(self, request: httpx.Request, body: bytes) -> httpx.Response:
        """The work is done at once: the first status is the last."""
        match = APP.match(request.url.path)
        if match is None or self.start(match["alias"]) is None:
            return reply(404, {"detail": "Application not found"})
        request_id = str(uuid.UUID(int=len(self.queue) + 1, version=4))
        headers = httpx.Headers(request.headers)
        headers["x-fal-request-id"] = request_id
        url = request.url.copy_with(host=RUN, query=None)
        self.queue[request_id] = self.forward(httpx.Request("POST", url, headers=headers), body)
        return reply(200, addresses(match, request_id, queue_position=0))

    def follow(self, request: httpx.Request, known: re.Match[str]) -> httpx.Response:
        response = self.queue.get(known["id"])
        if response is None:
            return reply(404, {"detail": "Request not found"})
        if known["verb"] == "/cancel":
            # The work was done at submit; a caller who has not looked cannot know that.
            late = known["id"] in self.looked_at
            return (
                reply(400, {"status": "ALREADY_COMPLETED"})
                if late
                else reply(202, {"status": "CANCELLATION_REQUESTED"})
            )
        self.looked_at.add(known["id"])
        if known["verb"] == "/status":
            return reply(
                200,
                {
                    "status": "COMPLETED",
                    **addresses(known, known["id"]),
                    "logs": None,
                    "metrics": {},
                },
            )
        return httpx.Response(
            response.status_code, headers=response.headers, content=response.content
        )

    def stop(self) -> None:
        for alias, served in self.served.items():
            with self.runner(alias):
                served.stop()

    def runner(self, alias: str) -> Any:
        return runner(self.root, self.images[alias])


def replace_transport(transport: Any, handler: dict[str, Any]) -> None:
    """There is nothing to connect to, and certificates would be read for every client."""

    def same(self: Any, *error: Any) -> Any:
        return None if error else self

    async def same_later(self: Any, *error: Any) -> Any:
        return same(self, *error)

    names = {"__init__": lambda self, *_, **__: None, **handler}
    names |= dict.fromkeys(("__enter__", "__exit__", "close"), same)
    names |= dict.fromkeys(("__aenter__", "__aexit__", "aclose"), same_later)
    for name, function in names.items():
        setattr(transport, name, function)


def addresses(match: re.Match[str], request_id: str, **more: Any) -> dict[str, Any]:
    base = f"https://{QUEUE}/{match['owner']}/{match['alias']}/requests/{request_id}"
    urls = {"response_url": base, "status_url": f"{base}/status", "cancel_url": f"{base}/cancel"}
    return {"request_id": request_id, **urls, **more}


def reply(status: int, body: dict[str, Any]) -> httpx.Response:
    return httpx.Response(
        status, content=json.dumps(body).encode(), headers={"content-type": "application/json"}
    )
