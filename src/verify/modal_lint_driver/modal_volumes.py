"""Modal's volumes as objects: what a program asks of them is done in the folder that stands for the volume."""

import os
import pathlib
import shutil
from collections.abc import Callable, Iterator
from typing import Any

from .modal_double import inner

Binder = Callable[..., Any]


def install(method: Binder, root: str) -> None:
    """Replaces the methods that talk to Modal; `method` gives a function its `.aio` twin."""
    import modal
    from modal.types import FileEntry, FileEntryType

    def folder(volume: Any) -> pathlib.Path:
        found = pathlib.Path(root, "volumes", inner(volume)._name)
        found.mkdir(parents=True, exist_ok=True)
        return found

    def place(volume: Any, path: Any) -> pathlib.Path:
        return folder(volume) / str(path).lstrip("/")

    def entry(volume: Any, path: pathlib.Path) -> Any:
        kind = FileEntryType.DIRECTORY if path.is_dir() else FileEntryType.FILE
        relative = path.relative_to(folder(volume)).as_posix()
        return FileEntry(
            path=relative, type=kind, mtime=int(path.stat().st_mtime), size=path.stat().st_size
        )

    def iterdir(volume: Any, path: str, *, recursive: bool = True) -> Iterator[Any]:
        at = place(volume, path)
        found = at.rglob("*") if recursive else at.iterdir()
        for each in sorted(found) if at.is_dir() else [at]:
            yield entry(volume, each)

    def listdir(volume: Any, path: str, *, recursive: bool = False) -> list[Any]:
        return list(iterdir(volume, path, recursive=recursive))

    def read_file(volume: Any, path: str) -> Iterator[bytes]:
        yield place(volume, path).read_bytes()

    def read_file_into_fileobj(volume: Any, path: str, fileobj: Any) -> int:
        return int(fileobj.write(place(volume, path).read_bytes()))

    def remove_file(volume: Any, path: str, recursive: bool = False) -> None:
        at = place(volume, path)
        if recursive and at.is_dir():
            shutil.rmtree(at)
        else:
            at.unlink()

    def batch_upload(volume: Any, force: bool = False) -> Any:
        return Batch(lambda path: place(volume, path), force)

    for function in (listdir, read_file_into_fileobj, remove_file):
        setattr(modal.Volume, function.__name__, method(function))
    for generator in (iterdir, read_file):
        setattr(modal.Volume, generator.__name__, method(generator, generator=True))
    modal.Volume.batch_upload = method(batch_upload)


class Batch:
    """Uploads happen when the block ends, as Modal's do."""

    def __init__(self, place: Callable[[Any], pathlib.Path], force: bool) -> None:
        self.place = place
        self.force = force
        self.puts: list[Callable[[], None]] = []

    def put_file(self, local_file: Any, remote_path: Any, mode: Any = None) -> None:
        def put() -> None:
            at = self.place(remote_path)
            at.parent.mkdir(parents=True, exist_ok=True)
            if at.exists() and not self.force:
                raise FileExistsError(str(remote_path))
            is_path = isinstance(local_file, (str, os.PathLike))
            data = pathlib.Path(local_file).read_bytes() if is_path else local_file.read()
            at.write_bytes(data)

        self.puts.append(put)

    def put_directory(self, local_path: Any, remote_path: Any, recursive: bool = True) -> None:
        def put() -> None:
            shutil.copytree(local_path, self.place(remote_path), dirs_exist_ok=self.force)

        self.puts.append(put)

    def __enter__(self) -> "Batch":
        return self

    def __exit__(self, *error: Any) -> None:
        for put in self.puts if error[0] is None else []:
            put()

    async def __aenter__(self) -> "Batch":
        return self

    async def __aexit__(self, *error: Any) -> None:
        self.__exit__(*error)
