"""Tells what a container prints from what the caller's own program prints."""

import contextlib
import contextvars
import os
import sys
from collections.abc import Iterator
from typing import Any

in_container: contextvars.ContextVar[bool] = contextvars.ContextVar("in_container", default=False)


class Split:
    """Stands for `sys.stdout`: text written inside a container goes to the logs."""

    def __init__(self, caller: Any, logs: Any) -> None:
        self.caller = caller
        self.logs = logs

    def target(self) -> Any:
        return self.logs if in_container.get() else self.caller

    def write(self, text: str) -> int:
        return int(self.target().write(text))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.target(), name)


def install(root: str) -> None:
    """Splits `sys.stdout` into `stdout` and `logs`."""
    logs = open(os.path.join(root, "logs"), "w", encoding="utf-8", errors="replace", buffering=1)
    sys.stdout = Split(sys.stdout, logs)


@contextlib.contextmanager
def as_container() -> Iterator[None]:
    """Whatever runs in the body, and the threads and tasks that it starts, prints to the logs."""
    token = in_container.set(True)
    try:
        yield
    finally:
        in_container.reset(token)
