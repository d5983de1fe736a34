"""Volumes offline: `/data` and Modal's mount points lead into the job's folder.

A mount would need rights that a test has not. Python reaches the disk through `open` and a few
functions of `os`, also in `pathlib`, `glob`, `tempfile` and `shutil`; those look paths up here.
C libraries that open files themselves are not covered: the guard stops them from writing outside.
"""

import builtins
import contextlib
import contextvars
import functools
import glob
import io
import os
import pathlib
from collections.abc import Iterator
from typing import Any

# What `os` itself builds on these (walk, makedirs, renames …) finds the replacements by name.
ONE_PATH = (
    "stat lstat listdir mkdir rmdir remove unlink open chmod utime truncate access readlink chdir"
)
TWO_PATHS = "rename replace link symlink"

# Of the running container: threads and tasks that it starts inherit it.
mounts: contextvars.ContextVar[dict[str, str]] = contextvars.ContextVar("mounts")


def mount(point: str, name: str, root: str) -> tuple[str, str]:
    """Makes the folder that stands for the volume `name` and says where its mount point leads."""
    folder = os.path.join(root, "volumes", name)
    os.makedirs(folder, exist_ok=True)
    return point.rstrip("/"), folder


def inside(path: Any) -> Any:
    """The path in the job's folder that `path` stands for."""
    points = mounts.get({})
    if not points or not isinstance(path, (str, os.PathLike)):
        return path
    name = os.fspath(path)
    if not isinstance(name, str) or not name.startswith("/"):
        return path
    for point, folder in points.items():
        if name == point or name.startswith(point + "/"):
            return folder + name[len(point) :]
    return path


@contextlib.contextmanager
def mounted(points: dict[str, str]) -> Iterator[None]:
    """Mounts `points` while the body runs, as a container sees its own volumes only."""
    token = mounts.set(points)
    try:
        yield
    finally:
        mounts.reset(token)


class Entry:
    """A directory entry whose path is the one that the program asked for."""

    def __init__(self, entry: Any, folder: str) -> None:
        self.entry = entry
        self.path = os.path.join(folder, entry.name)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.entry, name)

    def __fspath__(self) -> str:
        return self.path


def install() -> None:
    """Makes `open` and `os` look paths up."""
    for name in ONE_PATH.split():
        replace(name, one(getattr(os, name)))
    for name in TWO_PATHS.split():
        replace(name, two(getattr(os, name)))
    replace("scandir", scan(os.scandir))
    builtins.open = io.open = one(io.open)
    # Some classes keep references of their own (3.10's pathlib, 3.13's glob).
    holders = (
        getattr(pathlib, "_NormalAccessor", None),
        getattr(glob, "_Globber", None),
        getattr(glob, "_StringGlobber", None),
    )
    for holder in filter(None, holders):
        for name in {"open", "scandir", *ONE_PATH.split(), *TWO_PATHS.split()} & set(vars(holder)):
            setattr(holder, name, staticmethod(io.open if name == "open" else getattr(os, name)))


def replace(name: str, function: Any) -> None:
    # The standard library asks these sets what a function of `os` can do.
    for abilities in (os.supports_fd, os.supports_dir_fd, os.supports_follow_symlinks):
        if getattr(os, name) in abilities:
            abilities.add(function)
    setattr(os, name, function)


def one(function: Any) -> Any:
    @functools.wraps(function)
    def look_up(*args: Any, **kwargs: Any) -> Any:
        if args:
            return function(inside(args[0]), *args[1:], **kwargs)
        return function(
            **{key: inside(v) if key in ("file", "path") else v for key, v in kwargs.items()}
        )

    return look_up


def two(function: Any) -> Any:
    @functools.wraps(function)
    def look_up(source: Any, target: Any, *args: Any, **kwargs: Any) -> Any:
        return function(inside(source), inside(target), *args, **kwargs)

    return look_up


def scan(function: Any) -> Any:
    @contextlib.contextmanager
    def entries(path: Any) -> Iterator[Any]:
        with function(inside(path)) as found:
            yield (Entry(entry, os.fspath(path)) for entry in found)

    @functools.wraps(function)
    def look_up(path: Any = ".") -> Any:
        return function(path) if inside(path) is path else Scan(entries(path))

    return look_up


class Scan:
    """`os.scandir` can be iterated, closed, and used in a `with` statement."""

    def __init__(self, entries: Any) -> None:
        self.entries = entries
        self.found = entries.__enter__()

    def __iter__(self) -> Any:
        return self.found

    def __next__(self) -> Any:
        return next(self.found)

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *error: Any) -> None:
        self.close()

    def close(self) -> None:
        with contextlib.suppress(RuntimeError, StopIteration):
            self.entries.__exit__(None, None, None)
