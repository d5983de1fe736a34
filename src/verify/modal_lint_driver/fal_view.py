"""fal's own view of a program: its apps and functions, as `fal run` and `fal deploy` find them."""

import inspect
import os
import runpy
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from . import fal_attributes, fal_travel, results

# Server-side structures and whatever repeats the SDK's own defaults.
NOT_OPTIONS = {"_scheduler", "_scheduler_options", "metadata", "health_check_config"}

T = TypeVar("T")


@dataclass
class Unit:
    """One thing that can be deployed, by its name in `fal deploy file.py::name`."""

    name: str
    target: Any
    is_app: bool


def load(entry: str) -> dict[str, Any]:
    """Executes the file as `fal` does: `__main__` blocks do not run, only `.` is on the path."""
    sys.argv = [entry]
    sys.path.append(os.getcwd())
    return runpy.run_path(entry)


def units(module: dict[str, Any]) -> list[Unit]:
    """Apps and functions of a namespace; the classes of the SDK itself are none."""
    import fal
    from fal.api import IsolatedFunction

    found: list[Unit] = []
    for name, value in module.items():
        if (
            isinstance(value, type)
            and issubclass(value, fal.App)
            and not fal_attributes.is_sdk(value)
        ):
            found.append(Unit(name, value, True))
        elif isinstance(value, IsolatedFunction):
            found.append(Unit(name, value, False))
    return found


@dataclass
class Program:
    """What is described: a job's files, and the one that was loaded."""

    entry: str
    files: dict[str, str]
    root: str
    # Whether its units are sent on their way.
    pickles: bool


def describe(module: dict[str, Any], program: Program) -> dict[str, Any]:
    """The answer of `import-fal`."""
    found = units(module)
    # Building an app changes its class: everything that reads the class comes first.
    apps = [describe_app(unit, program) for unit in found if unit.is_app]
    return {
        "apps": apps,
        "functions": [describe_function(unit, program) for unit in found if not unit.is_app],
    }


def describe_app(unit: Unit, program: Program) -> dict[str, Any]:
    cls = unit.target
    root = program.root
    answer: dict[str, Any] = {
        "name": unit.name,
        "appName": cls.app_name,
        "auth": cls.app_auth,
        "endpoints": endpoints_of(cls),
        "requirements": results.plain(cls.requirements),
        "unknownAttributes": fal_attributes.unknown(cls, program.files),
        "setup": overridden(cls, "setup"),
        "teardown": overridden(cls, "teardown"),
        "openapi": None,
        "options": None,
        "problems": [],
    }
    if not answer["endpoints"]:
        # A common base of several apps: nothing to build.
        answer["problems"].append(problem("routes", ValueError("the app has no endpoint"), root))
        return answer
    openapi = attempt(answer, "build", lambda: cls(_allow_init=True)._build_app().openapi(), root)
    wrapped = attempt(answer, "wrap", lambda: wrap(cls), root) if openapi is not None else None
    answer["openapi"] = openapi
    if wrapped is not None:
        answer["options"] = options_of(wrapped.options)
        attempt(answer, "deploy", lambda: travel(wrapped, unit, program), root)
    return answer


def describe_function(unit: Unit, program: Program) -> dict[str, Any]:
    function = unit.target
    raw = function.raw_func
    answer: dict[str, Any] = {
        "name": unit.name,
        "function": getattr(raw, "__name__", unit.name),
        "parameters": list(inspect.signature(raw).parameters) if raw is not None else [],
        "options": options_of(function.options),
        "problems": [],
    }
    attempt(answer, "deploy", lambda: travel(function, unit, program), program.root)
    return answer


def travel(function: Any, unit: Unit, program: Program) -> None:
    if program.pickles:
        code = unit.target if unit.is_app else unit.target.raw_func
        fal_travel.travel(function, code, unit.is_app, program.entry, program.files, program.root)


def attempt(answer: dict[str, Any], stage: str, work: Callable[[], T], root: str) -> T | None:
    """Does a step; a failure becomes a problem of the unit instead of the end of the job."""
    try:
        return work()
    except Exception as error:
        answer["problems"].append(problem(stage, error, root))
        return None


def problem(stage: str, error: BaseException, root: str) -> dict[str, Any]:
    results.full_traceback(error)
    # fal wraps what went wrong in a message of its own.
    inner = error.__cause__ if error.__cause__ is not None else error
    return {"stage": stage, "error": results.error_of(inner, root)}


def wrap(cls: Any) -> Any:
    import fal

    # The SDK appends to a list that all apps without requirements share; a deploy has one app.
    fal.App.requirements = []
    return fal.wrap_app(cls)


def options_of(options: Any) -> dict[str, Any]:
    environment = dict(options.environment)
    image = environment.get("image")
    if image is not None and not isinstance(image, dict):
        environment["image"] = getattr(image, "to_dict", lambda: vars(image))()
    host = {name: value for name, value in options.host.items() if name not in NOT_OPTIONS}
    return {
        "host": results.plain(host),
        "environment": results.plain(environment),
        "gateway": results.plain(dict(options.gateway)),
    }


def endpoints_of(cls: Any) -> list[dict[str, Any]]:
    """Methods that are routes, with their path."""
    found: list[dict[str, Any]] = []
    for name, member in inspect.getmembers(cls, inspect.isfunction):
        signature = getattr(member, "route_signature", None)
        if signature is not None:
            facts = {"method": name, "path": signature.path, "websocket": signature.is_websocket}
            found.append({**facts, "stream": is_stream(member, signature.path)})
    return found


def is_stream(function: Any, path: str) -> bool:
    """Whether it answers with server-sent events; only a call could tell for sure."""
    try:
        source = inspect.getsource(function)
    except (OSError, TypeError):
        source = ""
    return "event-stream" in source or "EventSourceResponse" in source or path.endswith("/stream")


def overridden(cls: Any, name: str) -> bool:
    import fal

    return getattr(cls, name) is not getattr(fal.App, name)
