"""The way to a runner: a unit is pickled here and loaded where the job's files are not."""

import os
from typing import Any

from . import sources


def travel(function: Any, root: str) -> None:
    """Pickles the unit as `fal` does and loads it in a process without the job's files."""
    import cloudpickle

    data = cloudpickle.dumps(function.func)
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        unpickle_elsewhere(data, writer, root)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        message = pipe.read().decode()
    os.waitpid(pid, 0)
    if message:
        raise ModuleNotFoundError(f"on the runner: {message}")


def unpickle_elsewhere(data: bytes, writer: int, root: str) -> None:
    import cloudpickle

    message = ""
    try:
        os.environ["IS_ISOLATE_AGENT"] = "1"
        os.chdir(os.path.join(root, "tmp"))
        sources.forget_modules(root)
        cloudpickle.loads(data)
    except BaseException as error:
        message = f"{type(error).__name__}: {error}"
    os.write(writer, message.encode()[:4000])
    os._exit(0)
