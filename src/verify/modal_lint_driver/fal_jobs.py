"""The jobs of the fal side."""

import os
from typing import Any

from . import disks, fal_double, fal_files, fal_stores, fal_view, printing, results, sources, web
from .fal_gateway import BASE_URL, Gateway

Job = dict[str, Any]
OWNER = "your-username"


def import_program(job: Job, root: str) -> dict[str, Any]:
    """`import-fal`: the program as the SDK sees it."""
    fal_double.settle_here()
    module = fal_view.load(job["entry"])
    # What a stand-in does to pickling says nothing about the program.
    pickles = not job.get("autoStandins", False)
    program = fal_view.Program(job["entry"], job["files"], root, pickles)
    return fal_view.describe(module, program)


def start(job: Job, root: str) -> Gateway:
    # fal_client refuses to send anything without a key; nothing that is sent leaves this process.
    os.environ.setdefault("FAL_KEY", "offline:offline")
    fal_double.install(root)
    fal_files.install(root)
    fal_stores.install(root)
    fal_double.settle_here()
    disks.install()
    files: dict[str, str] = job["files"]
    seen = {os.path.normpath(job["entry"])}

    def find_app(alias: str) -> Any:
        for name in sources.python_files(files, alias):
            found = app_named(alias)
            if found is None and os.path.normpath(name) not in seen:
                seen.add(os.path.normpath(name))
                fal_view.load(name)
        return app_named(alias)

    gateway = Gateway(find_app, root)
    gateway.install()
    return gateway


def app_named(alias: str) -> Any:
    """The newest app class of that name: a later import of a file replaces an earlier one."""
    import fal

    found = [
        cls for cls in subclasses(fal.App) if cls.app_name == alias and fal_view.endpoints_of(cls)
    ]
    return found[-1] if found else None


def subclasses(cls: Any) -> list[Any]:
    return [found for direct in cls.__subclasses__() for found in (direct, *subclasses(direct))]


def call_program(job: Job, root: str) -> dict[str, Any]:
    """`call-fal`: every call in turn on the same runners, then their teardown."""
    gateway = start(job, root)
    caller = Caller(gateway, fal_view.units(fal_view.load(job["entry"])), root)
    printing.install(root)
    answers = [caller.answer(call) for call in job["calls"]]
    caller.stop()
    return {"results": answers, "lifecycle": caller.lifecycle}


def run_program(job: Job, root: str) -> dict[str, Any]:
    """`run-fal`: what `python entry argv…` prints."""
    gateway = start(job, root)
    printing.install(root)
    sources.run_as_main(job["entry"], job["argv"])
    gateway.stop()
    return {"lifecycle": {}}


class Caller:
    def __init__(self, gateway: Gateway, units: list[fal_view.Unit], root: str) -> None:
        import fal_client

        self.gateway = gateway
        self.units = units
        self.root = root
        self.client = fal_client.SyncClient(key="offline:offline")
        self.served: dict[str, web.Served] = {}
        self.lifecycle: dict[str, dict[str, Any]] = {}
        for unit in units:
            if unit.is_app:
                self.count_hooks(unit)

    def count_hooks(self, unit: fal_view.Unit) -> None:
        """Counts setups and teardowns where the SDK calls them: around the app's lifespan."""
        import contextlib

        counts = self.lifecycle[unit.name] = {"setup": 0, "teardown": 0, "hooks": []}
        lifespan = unit.target.lifespan

        @contextlib.asynccontextmanager
        async def counted(app: Any, fastapi_app: Any) -> Any:
            async with lifespan(app, fastapi_app):
                counts["setup"] += 1
                yield
            counts["teardown"] += 1

        unit.target.lifespan = counted

    def answer(self, call: Job) -> dict[str, Any]:
        import fal_client

        try:
            unit = self.find(call)
            if call.get("request") is not None:
                with self.runner(unit):
                    return web.answer(self.serve(unit), call["request"])
            if not unit.is_app:
                return self.call_function(unit, call)
            return self.call_endpoint(unit, call)
        except fal_client.FalClientHTTPError as error:
            return web.http_error(error.status_code, web.detail_of(error.response))
        except Exception as error:
            return results.error_result(error, self.root)

    def find(self, call: Job) -> fal_view.Unit:
        """The unit of that name; a function that became an app has its name in capitals."""
        for name in (str, plain_name):
            for unit in self.units:
                if name(unit.name) == name(call["unit"]):
                    return unit
        names = ", ".join(unit.name for unit in self.units) or "none"
        raise results.NotCallable(f"there is no app or function `{call['unit']}`; there is {names}")

    def call_function(self, unit: fal_view.Unit, call: Job) -> dict[str, Any]:
        gateway = unit.target.options.gateway
        if gateway.get("serve"):
            with self.runner(unit):
                body = results.sent(call["arguments"])
                return web.result_of(self.serve(unit).request("POST", "/", json=body))
        if gateway.get("exposed_port"):
            raise results.NotCallable(f"`{unit.name}` serves HTTP: call it with a request")
        return results.value_result(unit.target(**results.given(call["arguments"])))

    def call_endpoint(self, unit: fal_view.Unit, call: Job) -> dict[str, Any]:
        """As a client does: the arguments are the JSON body, and the queue carries it."""
        endpoint = endpoint_named(unit, call.get("method"))
        application = f"{OWNER}/{unit.target.app_name}"
        path = endpoint["path"]
        arguments = results.sent(call["arguments"])
        if endpoint["websocket"]:
            raise results.NotCallable(f"`{unit.name}.{endpoint['method']}` is a websocket")
        if endpoint["stream"]:
            return results.value_result(
                list(self.client.stream(application, arguments, path=path))
            )
        return results.value_result(self.client.subscribe(application, arguments, path=path))

    def runner(self, unit: fal_view.Unit) -> Any:
        image = unit.target.image if unit.is_app else unit.target.options.environment.get("image")
        return fal_double.runner(self.root, fal_double.dockerfile_of(image))

    def serve(self, unit: fal_view.Unit) -> web.Served:
        if unit.is_app:
            served = self.gateway.start(unit.target.app_name)
            if served is None:
                raise results.NotCallable(f"`{unit.name}` has no endpoint")
            return served
        if unit.name not in self.served:
            self.served[unit.name] = web.Served(asgi_of(unit), BASE_URL)
        return self.served[unit.name]

    def stop(self) -> None:
        self.gateway.stop()
        for served in self.served.values():
            served.stop()


def plain_name(name: str) -> str:
    return name.replace("_", "").lower()


def endpoint_named(unit: fal_view.Unit, method: str | None) -> dict[str, Any]:
    """The endpoint of that method (a reserved name has a trailing underscore), or the only one."""
    endpoints = fal_view.endpoints_of(unit.target)
    found = [e for e in endpoints if method is not None and e["method"] in (method, f"{method}_")]
    if not found and len(endpoints) == 1 and method is None:
        found = endpoints
    if not found:
        names = ", ".join(e["method"] for e in endpoints) or "none"
        raise results.NotCallable(f"`{unit.name}` has no endpoint {method or ''}; it has {names}")
    return found[0]


class Listening(BaseException):
    """Carries the app out of the function that wanted to serve it."""


def asgi_of(unit: fal_view.Unit) -> Any:
    """The app that a function with a port gives to uvicorn, or the one that the SDK makes."""
    import uvicorn

    function = unit.target
    if function.options.gateway.get("serve"):
        return function.func._build_app()

    def run(app: Any, *_: Any, **__: Any) -> None:
        raise Listening(app)

    uvicorn.run = run
    uvicorn.Server.run = lambda server, *_: run(server.config.app)
    try:
        function.raw_func()
    except Listening as found:
        return found.args[0]
    raise results.NotCallable(
        f"`{unit.name}` did not start uvicorn: only such servers can be called here"
    )
