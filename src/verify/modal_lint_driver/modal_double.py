"""A double of Modal's transport: `.remote` and its relatives reach the containers of this process.

Modal offers no way to run an app without an account. Only the transport is replaced; apps, classes,
functions, hooks, parameters and the command line's option parsing are the SDK's own.
"""

import asyncio
import contextlib
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from . import printing
from .modal_containers import Containers
from .modal_names import source_of

Lookup = Callable[[str], None]


class Method:
    """A method with an `.aio` twin, as the SDK's own are."""

    def __init__(self, function: Callable[..., Any], generator: bool = False) -> None:
        self.function = function
        self.generator = generator

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        return Bound(self.function, instance, self.generator)


class Bound:
    def __init__(self, function: Callable[..., Any], instance: Any, generator: bool) -> None:
        self.function = function
        self.instance = instance
        self.aio = self.later if not generator else self.each

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        return self.function(self.instance, *args, **kwargs)

    async def later(self, *args: Any, **kwargs: Any) -> Any:
        return await asyncio.to_thread(self, *args, **kwargs)

    async def each(self, *args: Any, **kwargs: Any) -> Any:
        inputs = [await drained(value) for value in args]
        for item in await asyncio.to_thread(lambda: list(self(*inputs, **kwargs))):
            yield item


async def drained(value: Any) -> Any:
    """`map.aio` takes async iterables too."""
    return [item async for item in value] if hasattr(value, "__aiter__") else value


class Call:
    """A `FunctionCall` whose work is already done."""

    made: dict[str, "Call"] = {}

    def __init__(self, outcome: Callable[[], Any]) -> None:
        self.object_id = f"fc-{len(Call.made):022d}"
        Call.made[self.object_id] = self
        self.value: Any = None
        self.error: Exception | None = None
        try:
            self.value = outcome()
        except Exception as error:
            self.error = error

    def finished(self, timeout: Any = None, *, index: int = 0) -> Any:
        if self.error is not None:
            raise self.error
        return self.value

    get = Method(finished)
    cancel = Method(lambda self, terminate_containers=False: None)
    num_inputs = Method(lambda self: 1)

    @staticmethod
    def from_id(function_call_id: str, client: Any = None) -> "Call":
        return Call.made[function_call_id]

    @staticmethod
    def gather(*calls: "Call") -> list[Any]:
        return [call.finished() for call in calls]


class Transport:
    """The replaced methods of `modal.Function`."""

    def __init__(self, containers: Containers) -> None:
        self.containers = containers

    def start(self, wrapped: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        return self.containers.call(inner(wrapped), args, kwargs)

    def remote(self, wrapped: Any, *args: Any, **kwargs: Any) -> Any:
        from modal.exception import InvalidError

        if is_generator(wrapped):
            raise InvalidError("A generator function cannot be called with `.remote(...)`.")
        return self.start(wrapped, args, kwargs)

    def remote_gen(self, wrapped: Any, *args: Any, **kwargs: Any) -> Iterator[Any]:
        yield from self.start(wrapped, args, kwargs)

    def spawn(self, wrapped: Any, *args: Any, **kwargs: Any) -> Call:
        return Call(lambda: self.start(wrapped, args, kwargs))

    def starmap(
        self,
        wrapped: Any,
        inputs: Iterable[Any],
        *,
        kwargs: dict[str, Any] | None = None,
        order_outputs: bool = True,
        return_exceptions: bool = False,
        **_: Any,
    ) -> Iterator[Any]:
        for args in inputs:
            try:
                result = self.start(wrapped, tuple(args), kwargs or {})
            except Exception as error:
                if not return_exceptions:
                    raise
                yield error
                continue
            # A generator function gives its items one by one, as it does over the wire.
            yield from result if is_generator(wrapped) else (result,)

    def map(self, wrapped: Any, *inputs: Iterable[Any], **options: Any) -> Iterator[Any]:
        return self.starmap(wrapped, zip(*inputs), **options)

    def for_each(
        self,
        wrapped: Any,
        *inputs: Iterable[Any],
        kwargs: Any = None,
        ignore_exceptions: bool = False,
    ) -> None:
        for _ in self.map(wrapped, *inputs, kwargs=kwargs, return_exceptions=ignore_exceptions):
            pass

    def spawn_map(self, wrapped: Any, *inputs: Iterable[Any], kwargs: Any = None) -> None:
        self.for_each(wrapped, *inputs, kwargs=kwargs, ignore_exceptions=True)


def install(containers: Containers, find_app: Lookup) -> None:
    """Puts the double in place; `find_app` loads the neighbour that defines an app of that name."""
    import modal
    import modal.functions

    transport = Transport(containers)
    for name in ("remote", "spawn", "for_each", "spawn_map"):
        setattr(modal.Function, name, Method(getattr(transport, name)))
    for name in ("remote_gen", "map", "starmap"):
        setattr(modal.Function, name, Method(getattr(transport, name), generator=True))
    modal.Function.from_name = staticmethod(function_finder(find_app))
    modal.Cls.from_name = staticmethod(class_finder(find_app))
    modal.FunctionCall = modal.functions.FunctionCall = Call
    modal.is_local = lambda: not printing.in_container.get()
    modal.App.run = Method(lambda app, **_: Running(app))
    for name in ("commit", "reload"):
        setattr(modal.Volume, name, Method(lambda volume: None))


class Running:
    """`with app.run():`, sync or async."""

    def __init__(self, app: Any) -> None:
        self.app = app

    def __enter__(self) -> Any:
        return self.app

    def __exit__(self, *error: Any) -> None:
        return None

    async def __aenter__(self) -> Any:
        return self.app

    async def __aexit__(self, *error: Any) -> None:
        return None


def run_command_line(target: str, argv: list[str]) -> None:
    """`modal run target argv…`, with the SDK's own parsing of options."""
    import importlib

    command = importlib.import_module("modal.cli.run")
    command.run_app = lambda app, **_: contextlib.nullcontext(app)
    command.ensure_env = lambda environment=None: environment or "main"
    command.run.main(["-q", target, *argv], standalone_mode=False)


def inner(wrapped: Any) -> Any:
    """The implementation behind a public SDK object."""
    from modal._utils.async_utils import synchronizer

    return synchronizer._translate_in(wrapped)


def is_generator(wrapped: Any) -> bool:
    function = inner(wrapped)
    if not function._is_method:
        return bool(function._is_generator)
    partial = function._obj._cls._method_partials.get(source_of(function).raw_f.__name__)
    return bool(partial and partial.params.is_generator)


def local_app(name: str, find_app: Lookup) -> Any:
    from modal.app import _App
    from modal.exception import NotFoundError

    if name not in _App._all_apps:
        find_app(name)
    if name not in _App._all_apps:
        raise NotFoundError(f"App {name!r} is not among the job's files")
    return _App._all_apps[name][-1]


def function_finder(find_app: Lookup) -> Callable[..., Any]:
    def from_name(app_name: str, name: str, **_: Any) -> Any:
        from modal.exception import NotFoundError

        found = local_app(app_name, find_app)._local_state.functions.get(name)
        if found is None:
            raise NotFoundError(f"Function {name!r} is not in the app {app_name!r}")
        return outer(found)

    return from_name


def class_finder(find_app: Lookup) -> Callable[..., Any]:
    def from_name(app_name: str, name: str, **_: Any) -> Any:
        from modal.exception import NotFoundError

        found = local_app(app_name, find_app)._local_state.classes.get(name)
        if found is None:
            raise NotFoundError(f"Class {name!r} is not in the app {app_name!r}")
        return outer(found)

    return from_name


def outer(implementation: Any) -> Any:
    from modal._utils.async_utils import synchronizer

    return synchronizer._translate_out(implementation)
