"""The way to a runner: a unit is pickled here and loaded where the job's files are not."""

import importlib
import os
from typing import Any

from . import fal_packages, fal_uploads, sources


def travel(
    function: Any, code: Any, is_app: bool, entry: str, files: dict[str, str], root: str
) -> None:
    """Pickles the unit as `fal` does, and loads it in a process that has only what is uploaded.

    `code` is the class or function as it was written: what it imports while it runs is imported
    there.
    """
    import cloudpickle

    data = cloudpickle.dumps(function.func)
    late = fal_uploads.late_imports(code, sources.module_names(files))
    folder = os.path.join(root, "tmp", "runner")
    uploads = fal_uploads.unpack(function.options, entry, folder)
    absent = fal_packages.absent(function.options, is_app)
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        start_elsewhere(data, sorted(late), uploads, absent, writer, root)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        message = pipe.read().decode()
    os.waitpid(pid, 0)
    if message:
        raise ModuleNotFoundError(f"on the runner: {message}")


def start_elsewhere(
    data: bytes, late: list[str], uploads: list[str], absent: set[str], writer: int, root: str
) -> None:
    import cloudpickle

    message = ""
    try:
        os.environ["IS_ISOLATE_AGENT"] = "1"
        os.chdir(os.path.join(root, "tmp"))
        sources.forget_modules(root)
        fal_packages.take_away(absent)
        cloudpickle.loads(data)
        fal_uploads.extend_path(uploads)
        for module in late:
            importlib.import_module(module)
    except BaseException as error:
        message = f"{type(error).__name__}: {error}"
    os.write(writer, message.encode()[:4000])
    os._exit(0)
