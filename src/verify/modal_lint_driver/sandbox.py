"""What a job's process may touch: its own folder, the loopback interface, nothing else."""

import os
import sys
import tempfile
from typing import Any, NoReturn

from . import disks

LOOPBACK = ("127.", "::1", "localhost", "0.0.0.0", "::")
WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
PROCESSES = {"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "pty.spawn"}
CHANGES = {
    "os.mkdir": 1,
    "os.remove": 1,
    "os.rmdir": 1,
    "os.rename": 2,
    "os.link": 2,
    "os.symlink": 2,
    "os.truncate": 1,
    "os.chmod": 1,
    "os.chown": 1,
    "shutil.rmtree": 1,
}


class Blocked(RuntimeError):
    """Not an OSError: code that expects a broken network or disk must not swallow it."""


# What the job tried; the program may have swallowed the exception.
attempts: list[str] = []


def block(what: str) -> NoReturn:
    attempts.append(what)
    raise Blocked(f"blocked: {what}")


class Guard:
    """An audit hook, which sees every connection and every file, also those opened in C."""

    def __init__(self, root: str, processes: bool) -> None:
        self.root = root
        self.processes = processes

    def __call__(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open":
            self.check_open(*args)
        elif event.startswith("socket."):
            self.check_socket(event, args)
        elif event in CHANGES:
            for path in args[: CHANGES[event]]:
                self.check_change(event, path)
        elif event in PROCESSES and not self.processes:
            block(f"start of a process: {args[0]}")

    def check_open(self, path: Any, mode: Any, flags: Any) -> None:
        if isinstance(flags, int) and flags & WRITE:
            self.check_change("open for writing", path)

    def check_change(self, event: str, path: Any) -> None:
        if not isinstance(path, (str, bytes, os.PathLike)):
            return
        # What `shutil` then calls looks the path up; its own event names it as the program did.
        at = disks.inside(path) if event == "shutil.rmtree" else path
        name = os.path.abspath(os.fsdecode(at))
        if not name.startswith((self.root + "/", "/dev/", "/proc/self/")):
            block(f"{event} outside the job's folder: {name}")

    def check_socket(self, event: str, args: tuple[Any, ...]) -> None:
        if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
            address = args[1]
            if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
                block(f"network access to {address[0]}:{address[1]}")
        elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
            host = args[0]
            host = host.decode() if isinstance(host, bytes) else host
            if host and not str(host).startswith(LOOPBACK):
                block(f"network access to {host}")


def enter(root: str, env: dict[str, str], processes: bool) -> None:
    """Turns this process into a job's: folders, environment, captured output, guard."""
    for name in ("src", "home", "tmp"):
        os.makedirs(os.path.join(root, name))
    os.environ["HOME"] = os.path.join(root, "home")
    os.environ["TMPDIR"] = os.path.join(root, "tmp")
    os.environ.update(env)
    tempfile.tempdir = None
    os.chdir(os.path.join(root, "src"))
    capture(root)
    block_grpc()
    sys.addaudithook(Guard(root, processes))


def capture(root: str) -> None:
    """Points stdin, stdout and stderr at files, also for what writes to the descriptors."""
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    for fd, name in ((1, "stdout"), (2, "stderr")):
        target = os.open(os.path.join(root, name), os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(target, fd)
        os.close(target)
    sys.stdin = open(0, closefd=False)
    sys.stdout = open(1, "w", encoding="utf-8", errors="replace", closefd=False, buffering=1)
    sys.stderr = open(2, "w", encoding="utf-8", errors="replace", closefd=False, buffering=1)


def captured(root: str, name: str, limit: int = 200_000) -> str:
    """What was written to `stdout`, `stderr` or `logs` so far."""
    try:
        with open(os.path.join(root, name), encoding="utf-8", errors="replace") as file:
            return file.read(limit)
    except FileNotFoundError:
        return ""


def block_grpc() -> None:
    """grpc connects in C without audit events."""
    import grpc
    import grpc.aio

    def refuse(target: str, *args: Any, **kwargs: Any) -> Any:
        block(f"network access to {target}")

    for module in (grpc, grpc.aio):
        module.secure_channel = refuse
        module.insecure_channel = refuse
