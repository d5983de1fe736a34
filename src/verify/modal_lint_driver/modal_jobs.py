"""The jobs of the Modal side."""

import inspect
import typing
from typing import Any

from . import disks, modal_dicts, modal_double, modal_view, modal_volumes, printing, results, sources, web
from .modal_containers import Containers
from .modal_names import source_of
from .modal_recorder import Recorder

Job = dict[str, Any]
BASE_URL = "https://workspace--app.modal.run"


def import_program(job: Job, root: str) -> dict[str, Any]:
    """`import-modal`: the program as the SDK sees it."""
    recorder = Recorder()
    recorder.install()
    modal_view.load(job["files"], job["entry"])
    return modal_view.describe(recorder)


def start(job: Job, root: str) -> Containers:
    recorder = Recorder()
    recorder.install()
    containers = Containers(root, recorder)
    files: dict[str, str] = job["files"]

    def find_app(name: str) -> None:
        modal_view.load_rest(sources.python_files(files, name))

    modal_double.install(containers, find_app)
    modal_dicts.install(modal_double.Method)
    modal_volumes.install(modal_double.Method, root)
    disks.install()
    return containers


def call_program(job: Job, root: str) -> dict[str, Any]:
    """`call-modal`: every call in turn on the same containers, then their exit hooks."""
    containers = start(job, root)
    module = modal_view.load(job["files"], job["entry"])
    printing.install(root)
    caller = Caller(containers, module)
    answers = [caller.answer(call, root) for call in job["calls"]]
    caller.stop()
    return {"results": answers, "lifecycle": containers.stop()}


def run_program(job: Job, root: str) -> dict[str, Any]:
    """`run-modal`: what `modal run target argv…` prints, or `python entry argv…`."""
    containers = start(job, root)
    printing.install(root)
    if job.get("launcher", "modal") == "python":
        sources.run_as_main(job["entry"], job["argv"])
    else:
        modal_double.run_command_line(job.get("target") or job["entry"], job["argv"])
    return {"lifecycle": containers.stop()}


class Caller:
    def __init__(self, containers: Containers, module: Any) -> None:
        self.containers = containers
        self.module = module
        self.served: dict[str, web.Served] = {}

    def answer(self, call: Job, root: str) -> dict[str, Any]:
        try:
            function = modal_double.inner(self.find(call))
            webhook = webhook_of(function)
            if call.get("request") is not None:
                return self.request(function, webhook, call)
            if webhook is not None:
                return self.call_endpoint(function, webhook, call)
            arguments = adapted(source_of(function).raw_f, results.given(call["arguments"]))
            return results.value_result(self.containers.call(function, (), arguments))
        except Exception as error:
            return results.error_result(error, root)

    def find(self, call: Job) -> Any:
        """The `modal.Function` that the call names: a function, or a method of a class."""
        import modal

        found = getattr(self.module, call["unit"], None) or find_tag(call["unit"])
        if isinstance(found, modal.Cls):
            methods = list(modal_double.inner(found)._method_partials)
            name = call.get("method") or (methods[0] if len(methods) == 1 else None)
            if name not in methods:
                raise results.NotCallable(
                    f"`{call['unit']}` has no method {name!r}; it has {', '.join(methods)}"
                )
            return getattr(found(**call.get("parameters", {})), name)
        if isinstance(found, modal.Function):
            return found
        raise results.NotCallable(
            f"{call['unit']!r} is no Modal function or class of {self.module.__name__}"
        )

    def call_endpoint(self, function: Any, webhook: Any, call: Job) -> dict[str, Any]:
        with self.containers.environment(function):
            served = self.serve(call, function, webhook)
            options = web.request_for(served.app, results.sent(call["arguments"]))
            return web.result_of(served.request(webhook.method, "/", **options))

    def request(self, function: Any, webhook: Any, call: Job) -> dict[str, Any]:
        if webhook is None:
            raise results.NotCallable(f"`{call['unit']}` is not served over HTTP")
        with self.containers.environment(function):
            return web.answer(self.serve(call, function, webhook), call["request"])

    def serve(self, call: Job, function: Any, webhook: Any) -> web.Served:
        key = f"{call['unit']}.{call.get('method')}"
        if key not in self.served:
            self.served[key] = web.Served(self.asgi(function, webhook), BASE_URL)
        return self.served[key]

    def asgi(self, function: Any, webhook: Any) -> Any:
        """The app that the container would serve, by the container's own builders."""
        from modal._runtime import asgi
        from modal_proto import api_pb2

        callable_, _ = self.containers.callable_of(function)
        if webhook.type == api_pb2.WEBHOOK_TYPE_FUNCTION:
            return asgi.magic_fastapi_app(callable_, webhook.method, webhook.web_endpoint_docs)
        if webhook.type == api_pb2.WEBHOOK_TYPE_ASGI_APP:
            return callable_()
        if webhook.type == api_pb2.WEBHOOK_TYPE_WSGI_APP:
            from modal._vendor.a2wsgi_wsgi import WSGIMiddleware

            return WSGIMiddleware(callable_(), workers=10, send_queue_size=1)
        raise results.NotCallable(
            "a `web_server` starts a process of its own: it cannot be called here"
        )

    def stop(self) -> None:
        for served in self.served.values():
            served.stop()


def find_tag(tag: str) -> Any:
    for app in modal_view.apps():
        found = app._local_state.classes.get(tag) or app._local_state.functions.get(tag)
        if found is not None:
            return modal_double.outer(found)
    return None


def webhook_of(function: Any) -> Any:
    webhook = function._webhook_config
    if function._is_method:
        partial = function._obj._cls._method_partials[source_of(function).raw_f.__name__]
        webhook = partial.params.webhook_config
    return webhook if webhook is not None and webhook.type else None


def adapted(function: Any, arguments: dict[str, Any]) -> dict[str, Any]:
    """Calls are written as JSON: a parameter that is a pydantic model gets one."""
    import pydantic

    try:
        hints = typing.get_type_hints(function)
    except Exception:
        return arguments
    models = {
        name: hint
        for name, hint in hints.items()
        if name != "return" and inspect.isclass(hint) and issubclass(hint, pydantic.BaseModel)
    }
    return {
        name: models[name].model_validate(value)
        if name in models and isinstance(value, dict)
        else value
        for name, value in arguments.items()
    }
