"""Which job is which, and how its answer is put together."""

import importlib
import os
import random
import sys
import warnings
from collections.abc import Callable
from importlib import metadata
from typing import Any

from . import auto_standins, fal_jobs, modal_jobs, results, sandbox, sources

Job = dict[str, Any]

# What the SDKs import at the first request: here it costs once, in a child every time.
LATE_IMPORTS = (
    "anyio._backends._asyncio fal.api.run fal.toolkit fastapi.middleware.cors "
    "fastapi.openapi.utils httpcore pydantic.v1 starlette_exporter uvicorn"
).split()


def import_sdks() -> dict[str, str]:
    """Imports what every job needs, once, and gives the versions."""
    warnings.simplefilter("ignore")
    # `fal` and `modal` read their configuration here: the home folder is empty by now.
    import fal  # noqa: F401
    import fal_client  # noqa: F401
    import fastapi.testclient  # noqa: F401
    import grpc.aio  # noqa: F401
    import modal._runtime.asgi
    import modal._runtime.user_code_imports
    import modal.cli.run  # noqa: F401

    for name in LATE_IMPORTS:
        importlib.import_module(name)
    versions = {
        name: metadata.version(name)
        for name in ("modal", "fal", "fal_client", "fastapi", "pydantic")
    }
    return {"python": ".".join(map(str, sys.version_info[:3])), **versions}


def handler(kind: str) -> Callable[[Job, str], Any]:
    handlers: dict[str, Callable[[Job, str], Any]] = {
        "compile": lambda job, root: {"problems": sources.compile_files(job["files"])},
        "import-modal": modal_jobs.import_program,
        "call-modal": modal_jobs.call_program,
        "run-modal": modal_jobs.run_program,
        "import-fal": fal_jobs.import_program,
        "call-fal": fal_jobs.call_program,
        "run-fal": fal_jobs.run_program,
    }
    return handlers[kind]


def run(job: Job, root: str) -> dict[str, Any]:
    """One job, in the process that was made for it."""
    sandbox.enter(root, job.get("env", {}), bool(job.get("processes", False)))
    random.seed(0)
    warnings.simplefilter("ignore")
    make_standins(job)
    answer: dict[str, Any]
    try:
        work = handler(job["job"])
        sources.write_files(job["files"], root)
        answer = {"ok": True, "result": work(job, root)}
    except BaseException as error:
        # SystemExit too: a file that ends the interpreter at import is a finding, not our end.
        results.full_traceback(error)
        answer = {"ok": False, "error": results.error_of(error, root)}
    answer["blocked"] = sandbox.attempts
    answer["output"] = output_of(root)
    return answer


def make_standins(job: Job) -> None:
    folder = job.get("standins")
    if folder:
        # Last: what is installed is always better than a stand-in.
        sys.path.append(os.path.abspath(folder))
    if job.get("autoStandins"):
        auto_standins.install(sources.module_names(job["files"]))


def output_of(root: str) -> dict[str, str]:
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    return {name: sandbox.captured(root, name) for name in ("stdout", "logs", "stderr")}
