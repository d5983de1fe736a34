"""The parent: reads jobs, forks a child for each, keeps time, writes answers."""

import gc
import json
import os
import selectors
import shutil
import signal
import sys
import tempfile
import time
from dataclasses import dataclass, field
from typing import Any

from . import jobs

DEFAULT_LIMIT = 20.0


@dataclass
class Child:
    pid: int
    job: dict[str, Any]
    root: str
    deadline: float
    started: float
    answer: bytearray = field(default_factory=bytearray)


class Server:
    def __init__(self, answers: int, parallel: int) -> None:
        self.answers = answers
        self.parallel = parallel
        self.waiting: list[dict[str, Any]] = []
        self.children: dict[int, Child] = {}
        self.selector = selectors.DefaultSelector()
        self.input = bytearray()
        self.open = True

    def run(self) -> None:
        os.set_blocking(0, False)
        self.selector.register(0, selectors.EVENT_READ)
        while self.open or self.waiting or self.children:
            while self.waiting and len(self.children) < self.parallel:
                self.start(self.waiting.pop(0))
            for key, _ in self.selector.select(self.patience()):
                if key.fd == 0:
                    self.read_jobs()
                elif key.fd in self.children:
                    self.read_answer(key.fd)
            self.end_late_children()

    def patience(self) -> float | None:
        if not self.children:
            return None
        return max(0.0, min(child.deadline for child in self.children.values()) - time.monotonic())

    def read_jobs(self) -> None:
        try:
            data = os.read(0, 1 << 20)
        except BlockingIOError:
            return
        if not data:
            # Whoever asked is gone: nobody waits for the answers.
            self.open = False
            self.waiting.clear()
            self.selector.unregister(0)
            for fd in list(self.children):
                self.finish(fd)
            return
        self.input += data
        *lines, rest = self.input.split(b"\n")
        self.input = bytearray(rest)
        self.waiting += [json.loads(line) for line in lines if line.strip()]

    def start(self, job: dict[str, Any]) -> None:
        root = os.path.realpath(tempfile.mkdtemp(prefix="modal-lint-job-"))
        limit = float(job.get("limitMs", DEFAULT_LIMIT * 1000)) / 1000
        reader, writer = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reader)
            self.become_child(job, root, writer, limit)
        os.close(writer)
        now = time.monotonic()
        self.children[reader] = Child(pid, job, root, now + limit, now)
        self.selector.register(reader, selectors.EVENT_READ)

    def become_child(self, job: dict[str, Any], root: str, writer: int, limit: float) -> None:
        code = 1
        try:
            os.setsid()
            signal.signal(signal.SIGINT, signal.default_int_handler)
            self.selector.close()
            for fd in (self.answers, *self.children):
                os.close(fd)
            # The parent keeps time; this ends the child even when the parent is gone.
            signal.setitimer(signal.ITIMER_REAL, limit + 5)
            answer = jobs.run(job, root)
            data = json.dumps(answer, allow_nan=False).encode() + b"\n"
            with os.fdopen(writer, "wb", closefd=False) as pipe:
                pipe.write(data)
            code = 0
        except BaseException:
            sys.excepthook(*sys.exc_info())
        finally:
            os._exit(code)

    def read_answer(self, fd: int) -> None:
        data = os.read(fd, 1 << 20)
        child = self.children[fd]
        child.answer += data
        # A process that the job left behind may keep the pipe open: the newline ends the answer.
        if child.answer.endswith(b"\n") or not data:
            self.finish(fd)

    def end_late_children(self) -> None:
        now = time.monotonic()
        for fd, child in list(self.children.items()):
            if child.deadline <= now:
                self.finish(fd, late=True)

    def finish(self, fd: int, late: bool = False) -> None:
        child = self.children.pop(fd)
        self.selector.unregister(fd)
        os.close(fd)
        try:
            os.killpg(child.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            os.kill(child.pid, signal.SIGKILL)
        _, status = os.waitpid(child.pid, 0)
        shutil.rmtree(child.root, ignore_errors=True)
        if self.open:
            self.send(self.answer_of(child, status, late))

    def answer_of(self, child: Child, status: int, late: bool) -> dict[str, Any]:
        answer: dict[str, Any]
        if child.answer.endswith(b"\n"):
            answer = json.loads(child.answer)
        elif late:
            seconds = child.deadline - child.started
            message = f"the job did not end within {seconds:g} s"
            answer = {"ok": False, "error": {"type": "TimeLimit", "message": message, "frames": []}}
        else:
            message = f"the job's process ended without an answer (status {status})"
            answer = {
                "ok": False,
                "error": {"type": "ProcessDied", "message": message, "frames": []},
            }
        ms = round((time.monotonic() - child.started) * 1000, 1)
        return {"id": child.job.get("id"), "ms": ms, **answer}

    def send(self, message: dict[str, Any]) -> None:
        data = json.dumps(message).encode() + b"\n"
        while data:
            data = data[os.write(self.answers, data) :]


def serve(home: str, started: float) -> int:
    """Serves until stdin ends."""
    # Ctrl-C reaches the whole group: the end of stdin is what ends this process.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # Whatever an import prints must not mix with the answers.
    answers = os.dup(1)
    os.dup2(2, 1)
    versions = jobs.import_sdks()
    # Frozen objects are not touched by the collector: the children share the parent's pages.
    gc.collect()
    gc.freeze()
    server = Server(answers, int(os.environ.pop("MODAL_LINT_JOBS", "2")))
    ms = round((time.monotonic() - started) * 1000, 1)
    server.send({"id": 0, "versions": versions, "ms": ms})
    try:
        server.run()
    finally:
        shutil.rmtree(home, ignore_errors=True)
    return 0
