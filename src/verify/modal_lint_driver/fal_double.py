"""A double of fal's runners: what a process there finds, and RPC to it in this process.

A called `fal.function` is pickled, run and its result pickled back, as over the wire.
"""

import asyncio
import concurrent.futures
import contextlib
import contextvars
import inspect
import pathlib
import re
from collections.abc import Callable, Iterator
from typing import Any

from . import disks, printing, variables


@contextlib.contextmanager
def runner(root: str, dockerfile: str = "") -> Iterator[None]:
    """The disk, the variables and the stdout of a runner, while the body runs."""
    point, folder = disks.mount("/data", "data", root)
    data = {point: folder, **links_of(dockerfile, folder)}
    values = {**variables.of_dockerfile(dockerfile), "IS_ISOLATE_AGENT": "1"}
    with printing.as_container(), disks.mounted(data), variables.set_for_now(values):
        yield


def links_of(dockerfile: str, data: str) -> dict[str, str]:
    """Links into `/data` that an image holds: where each leads on this machine."""
    lines = re.findall(r"^RUN .*\bln -s /data/(\S+) (\S+)$", dockerfile, re.MULTILINE)
    return {link: f"{data}/{inside}" for inside, link in lines}


def dockerfile_of(image: Any) -> str:
    """The Dockerfile of an app's or a function's image, if it has one."""
    if isinstance(image, dict):
        return str(image.get("dockerfile_str", ""))
    return str(getattr(image, "dockerfile_str", ""))


def install(root: str) -> None:
    """Replaces the one method of the SDK that sends a function to a runner."""
    import fal.app
    from fal.api import FalServerlessHost

    # The SDK lists every installed package when an app starts; that is not the program's output.
    fal.app._print_python_packages = lambda: None

    def run(self: Any, func: Any, options: Any, args: Any, kwargs: Any, *_: Any, **__: Any) -> Any:
        import cloudpickle

        there = cloudpickle.loads(cloudpickle.dumps((func, args, kwargs)))
        setup = options.host.get("setup_function")
        with runner(root, dockerfile_of(options.environment.get("image"))):
            result = finish(there, setup)
        # A result that cannot travel (a generator, a lock) fails here as it does on a runner.
        return cloudpickle.loads(cloudpickle.dumps(result))

    FalServerlessHost.run = run


def settle_here() -> None:
    """`ContainerImage` took its default context from the working directory when it was imported."""
    from fal.container import ContainerImage

    here = pathlib.Path.cwd()
    defaults = ContainerImage.__init__.__defaults__ or ()
    ContainerImage.__init__.__defaults__ = tuple(
        here if isinstance(d, pathlib.Path) else d for d in defaults
    )


def finish(there: tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any]], setup: Any) -> Any:
    func, args, kwargs = there
    result = func(*((setup(),) if setup else ()), *args, **kwargs)
    if not inspect.iscoroutine(result):
        return result
    # The caller may have an event loop of its own; the runner's disk goes along.
    here = contextvars.copy_context()
    with concurrent.futures.ThreadPoolExecutor(1) as pool:
        return pool.submit(here.run, asyncio.run, result).result()
