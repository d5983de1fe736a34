"""Modal's containers in this process: the order of hooks and calls is the container runtime's own.

`.local()` is no stand-in for a container: for async methods it runs no enter hook, async hooks are
never awaited, async generators cannot be iterated, exit hooks never run. So instances are made by
the function that the container runtime uses (`get_user_class_instance`), hooks are found and
ordered by its `_find_callables_for_obj`, and the raw functions are called, async ones on one event
loop that lives as long as the containers.
"""

import asyncio
import contextlib
import inspect
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from . import disks, printing, variables
from .modal_names import source_of
from .modal_recorder import Recorder


class Loop:
    """The event loop of all containers, in a thread of its own: callers may be sync or async."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self.thread.start()

    def run(self, coroutine: Any) -> Any:
        if threading.current_thread() is self.thread:
            # A blocking call from async container code: waiting for the own loop would never end.
            return Loop().run(coroutine)
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()


@dataclass
class Instance:
    """One container of a class: the user's object between its enter and exit hooks."""

    cls: Any
    target: Any
    entered: list[str] = field(default_factory=list)
    exited: list[str] = field(default_factory=list)


@dataclass
class Containers:
    root: str
    recorder: Recorder
    loop: Loop = field(default_factory=Loop)
    instances: dict[Any, Instance] = field(default_factory=dict)
    locks: dict[Any, Any] = field(default_factory=dict)

    def call(self, function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        """One input of a `modal.Function`: the value, or a list of what a generator gives."""
        with self.environment(function):
            callable_, batched = self.callable_of(function)
            if batched:
                args = tuple([arg] for arg in args)
                kwargs = {name: [arg] for name, arg in kwargs.items()}
            result = self.finish(callable_(*args, **kwargs))
            return result[0] if batched else result

    def finish(self, result: Any) -> Any:
        if inspect.isawaitable(result):
            return self.loop.run(awaited(result))
        if inspect.isasyncgen(result):
            return self.loop.run(collected(result))
        return list(result) if inspect.isgenerator(result) else result

    def callable_of(self, function: Any) -> tuple[Callable[..., Any], bool]:
        raw = source_of(function).raw_f
        if not function._is_method:
            return raw, is_batched(function)
        instance = self.instance_of(function._obj)
        partial = function._obj._cls._method_partials.get(raw.__name__)
        return raw.__get__(instance.target), bool(partial and partial.params.batch_max_size)

    def instance_of(self, obj: Any) -> Instance:
        """The running container of this class and these parameters, started if there is none."""
        from modal._runtime.user_code_imports import get_user_class_instance

        key = (obj._cls._user_cls, repr(obj._args), repr(sorted(obj._kwargs.items())))
        # Calls may come from several threads at once; the first one starts the container.
        with self.locks.setdefault(key, threading.RLock()):
            if key not in self.instances:
                target = get_user_class_instance(obj._cls, obj._args, obj._kwargs)
                instance = Instance(obj._cls, target)
                self.run_hooks(instance.entered, target, "ENTER_PRE_SNAPSHOT")
                self.run_hooks(instance.entered, target, "ENTER_POST_SNAPSHOT")
                self.instances[key] = instance
            return self.instances[key]

    def run_hooks(self, log: list[str], target: Any, flag: str) -> None:
        from modal._partial_function import _find_callables_for_obj, _PartialFunctionFlags
        from modal._utils.function_utils import callable_has_non_self_params

        for name, hook in _find_callables_for_obj(target, _PartialFunctionFlags[flag]).items():
            args = (None, None, None) if callable_has_non_self_params(hook) else ()
            self.finish(hook(*args))
            log.append(name)

    def stop(self) -> dict[str, dict[str, Any]]:
        """Runs the exit hooks of every container and tells which hooks ran, by class."""
        lifecycle: dict[str, dict[str, Any]] = {}
        for instance in self.instances.values():
            with self.environment(instance.cls._class_service_function):
                self.run_hooks(instance.exited, instance.target, "EXIT")
            report = lifecycle.setdefault(
                instance.cls._name, {"setup": 0, "teardown": 0, "hooks": []}
            )
            report["setup"] += 1
            report["teardown"] += 1
            report["hooks"] += [*instance.entered, *instance.exited]
        self.instances.clear()
        return lifecycle

    @contextlib.contextmanager
    def environment(self, function: Any) -> Iterator[None]:
        """The volumes and the variables that the function's container has, and its own stdout."""
        points = dict(disks.mount(path, name, self.root) for path, name in volumes_of(function))
        values = {**self.image_variables(function), **local_variables(function)}
        with printing.as_container(), disks.mounted(points), variables.set_for_now(values):
            yield

    def image_variables(self, function: Any) -> dict[str, str]:
        layers = self.recorder.layers_of(function._spec.image if function._spec else None) or []
        lines = [line for layer in layers for line in layer.get("commands", [])]
        return variables.of_dockerfile("\n".join(line for line in lines if line.startswith("ENV ")))


async def awaited(result: Any) -> Any:
    return await result


async def collected(result: Any) -> list[Any]:
    return [item async for item in result]


def is_batched(function: Any) -> bool:
    return bool(getattr(function, "_modal_lint_batched", False))


def volumes_of(function: Any) -> list[tuple[str, str]]:
    """Mount points with the name of their volume; one without a name is called after its path."""
    volumes = function._spec.volumes if function._spec else {}
    return [
        (str(path), getattr(volume, "_name", None) or str(path).strip("/").replace("/", "-"))
        for path, volume in volumes.items()
    ]


def local_variables(function: Any) -> dict[str, str]:
    """Variables of secrets that are written in the program; named ones come with the job."""
    found: dict[str, str] = {}
    for secret in function._spec.secrets if function._spec else ():
        if secret._load_env_dict is not None:
            with contextlib.suppress(Exception):
                found.update(secret._load_env_dict())
    return found
