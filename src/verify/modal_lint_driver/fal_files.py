"""The files service behind `fal.files`: requests of the SDK's own client are answered from the folder that is `/data`."""

import functools
import os
import pathlib
import shutil
from typing import Any


class Answer:
    """As much of a response as the client reads."""

    def __init__(self, content: bytes = b"", entries: Any = None) -> None:
        self.content = content
        self.entries = entries

    def json(self) -> Any:
        return self.entries


def install(root: str) -> None:
    """Replaces the one method of the client that sends something."""
    import rich.progress
    from fal.exceptions import FalServerlessException
    from fal.files import FalFileSystem

    def place(path: str) -> pathlib.Path:
        # `/files/list//data/models`
        inside = os.path.relpath("/" + path.lstrip("/"), "/data")
        return pathlib.Path(root, "volumes", "data", inside)

    def request(self: Any, method: str, path: str, **options: Any) -> Answer:
        _, _, verb, rest = path.split("/", 3)
        try:
            return answer(method, verb, rest, options)
        except FileNotFoundError as error:
            raise FalServerlessException("File not found") from error

    def answer(method: str, verb: str, rest: str, options: Any) -> Answer:
        if verb == "list":
            return Answer(entries=[described(place(rest), rest, each) for each in found(rest)])
        if method == "GET":
            return Answer(place(rest).read_bytes())
        if method == "DELETE":
            at = place(rest)
            shutil.rmtree(at) if at.is_dir() else at.unlink()
            return Answer()
        kind, target = rest.split("/", 1)
        if kind != "local":
            raise NotImplementedError(f"{method} {verb}/{kind}")
        at = place(target)
        at.parent.mkdir(parents=True, exist_ok=True)
        at.write_bytes(options["files"]["file_upload"][1].read())
        return Answer()

    def found(rest: str) -> list[str]:
        return sorted(os.listdir(place(rest)))

    FalFileSystem._request = request
    # The bar that the client draws for each file is not the program's output.
    rich.progress.Progress = functools.partial(rich.progress.Progress, disable=True)


def described(folder: pathlib.Path, asked: str, name: str) -> dict[str, Any]:
    at = folder / name
    path = "/" + asked.strip("/")
    return {
        "path": f"{path}/{name}",
        "size": at.stat().st_size,
        "is_file": at.is_file(),
        "updated_time": "2026-01-01T00:00:00Z",
    }
