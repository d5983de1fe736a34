"""Imports one file under the user's own Python, as on a machine without network and with a disk
that cannot be written.

Takes one JSON object as its argument and writes one to the file `answer`. Unlike a job of the
driver it runs in the environment and among the packages that its caller has; what it forbids
fails as the operating system would fail, so that code which expects that goes on.
"""

from __future__ import annotations

import errno
import importlib
import json
import os
import re
import runpy
import socket
import sys
import traceback
import types
from typing import Any

RELATIVE_IMPORT = re.compile(r"^[ \t]*from[ \t]+(\.+)", re.MULTILINE)


def helpers() -> types.ModuleType:
    """The sandbox of this package; nothing of the package stays where the program would see it."""
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [entry for entry in sys.path if os.path.abspath(entry or ".") != here]
    sys.path.insert(0, os.path.dirname(here))
    sandbox = importlib.import_module("modal_lint_driver.sandbox")
    sys.path.pop(0)
    return sandbox


class Offline:
    """An audit hook: connections are refused, files outside of `folder` cannot be changed."""

    def __init__(self, sandbox: types.ModuleType, folder: str) -> None:
        self.sandbox = sandbox
        self.folder = folder
        self.processes = {*sandbox.PROCESSES, "os.fork", "os.forkpty"}

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            _, _, flags = args
            if isinstance(flags, int) and flags & self.sandbox.WRITE:
                self.check_change(args[0])
        elif event.startswith("socket."):
            self.check_socket(event, args)
        elif event in self.sandbox.CHANGES:
            for path in args[: self.sandbox.CHANGES[event]]:
                self.check_change(path)
        elif event in self.processes:
            raise PermissionError(errno.EACCES, "modal-lint starts no processes", str(args[:1]))

    def check_change(self, path: Any) -> None:
        if not isinstance(path, (str, bytes, os.PathLike)):
            return
        # The folder holds links to the user's files: where a path leads is what counts.
        name = os.path.realpath(os.fsdecode(path))
        if not name.startswith((self.folder + os.sep, "/dev/", "/proc/self/")):
            raise PermissionError(errno.EACCES, "modal-lint lets nothing be written here", name)

    def check_socket(self, event: str, args: tuple[Any, ...]) -> None:
        near = self.sandbox.LOOPBACK
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            address = args[1]
            if isinstance(address, tuple) and not str(address[0]).startswith(near):
                raise ConnectionRefusedError(errno.ECONNREFUSED, "modal-lint has no network")
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            host = args[0].decode() if isinstance(args[0], bytes) else args[0]
            if host and not str(host).startswith(near):
                raise socket.gaierror(socket.EAI_AGAIN, "modal-lint has no network")


def refuse_channels() -> None:
    """grpc connects in C without audit events."""
    try:
        import grpc
        import grpc.aio
    except ImportError:
        return

    def refuse(target: str, *args: Any, **kwargs: Any) -> Any:
        raise ConnectionRefusedError(errno.ECONNREFUSED, "modal-lint has no network")

    for module in (grpc, grpc.aio):
        module.secure_channel = refuse
        module.insecure_channel = refuse


def set_path(job: dict[str, Any]) -> None:
    """The user's module path, with the converted tree in place of the real one, then the file's folders."""
    real, tree = job["root"], job["tree"]

    def moved(entry: str) -> str:
        full = os.path.abspath(entry or ".")
        # An environment inside the tree stays where it is.
        if full.startswith(os.path.abspath(sys.prefix)) or "site-packages" in full:
            return entry
        return tree + full[len(real) :] if full == real or full.startswith(real + os.sep) else entry

    sys.path[:] = [moved(entry) for entry in sys.path]
    at = os.path.dirname(job["file"])
    folders = [at]
    while at != tree and len(at) > len(tree):
        at = os.path.dirname(at)
        folders.append(at)
    sys.path[:0] = folders


def load(file: str) -> None:
    """Executes the file as `fal` does; one with relative imports as a module of its package."""
    with open(file, encoding="utf-8-sig", errors="replace") as handle:
        dots = [len(match) for match in RELATIVE_IMPORT.findall(handle.read())]
    sys.argv = [file]
    if not dots:
        runpy.run_path(file)
        return
    top = os.path.dirname(file)
    for _ in range(max(dots) - 1):
        top = os.path.dirname(top)
    while os.path.exists(os.path.join(top, "__init__.py")):
        top = os.path.dirname(top)
    if top == os.path.dirname(file):
        top = os.path.dirname(top)
    name = os.path.relpath(file, top)[: -len(".py")].replace(os.sep, ".")
    sys.path.insert(0, top)
    importlib.import_module(name.removesuffix(".__init__"))


def failure(error: BaseException, job: dict[str, Any]) -> dict[str, Any]:
    """An exception as data; of its frames those that lie in the tree."""
    kind = type(error)
    name = kind.__qualname__
    if kind.__module__ not in ("builtins", "__main__", "<run_path>"):
        name = f"{kind.__module__}.{name}"
    frames = [(frame.filename, frame.lineno) for frame in traceback.extract_tb(error.__traceback__)]
    message = str(error)
    if isinstance(error, SyntaxError) and error.filename:
        frames.append((error.filename, error.lineno))
        message = error.msg or name
    missing = error.name if isinstance(error, ModuleNotFoundError) else None
    places = [(inside(file, job), line or 1) for file, line in frames]
    return {
        "ok": False,
        "type": name,
        "message": message.replace(job["tree"], job["root"]),
        "missing": missing,
        "frames": [{"file": file, "line": line} for file, line in places if file is not None],
    }


def inside(filename: str, job: dict[str, Any]) -> str | None:
    """The path of a file of the tree, relative to its root."""
    if filename.startswith("<"):
        return None
    name = os.path.abspath(filename)
    for folder in (job["tree"], job["root"]):
        if name.startswith(folder + os.sep):
            return os.path.relpath(name, folder).replace(os.sep, "/")
    return None


def main() -> None:
    job = json.loads(sys.argv[1])
    sandbox = helpers()
    sys.dont_write_bytecode = True
    os.chdir(job["cwd"])
    set_path(job)
    refuse_channels()
    # Opened before the guard, so that the answer can be written whatever the program does.
    with open(job["answer"], "w", encoding="utf-8") as handle:
        sys.addaudithook(Offline(sandbox, job["folder"]))
        answer: dict[str, Any] = {"ok": True}
        try:
            load(job["file"])
        except BaseException as error:
            # SystemExit too: a file that ends the interpreter at import cannot be deployed.
            answer = failure(error, job)
        json.dump(answer, handle)
        handle.flush()
        # Threads and exit handlers of the program are nobody's business here.
        os._exit(0)


if __name__ == "__main__":
    main()
