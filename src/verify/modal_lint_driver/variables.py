"""Environment variables of a container: its secrets, and what its image sets."""

import contextlib
import os
import re
import shlex
import threading
from collections.abc import Iterator

ENV = re.compile(r"\s*ENV\s+(.*)", re.IGNORECASE | re.DOTALL)
REFERENCE = re.compile(r"\$\{?(\w+)\}?")


# By name: what the process had, then what the containers that run now want. They may overlap,
# in any order (threads, event loops), and the environment is one for the whole process.
wanted: dict[str, list[str | None]] = {}
lock = threading.Lock()


@contextlib.contextmanager
def set_for_now(values: dict[str, str]) -> Iterator[None]:
    """Sets the variables while the body runs."""
    with lock:
        for name, value in values.items():
            wanted.setdefault(name, [os.environ.get(name)]).append(value)
            os.environ[name] = value
    try:
        yield
    finally:
        with lock:
            for name, value in values.items():
                wanted[name].remove(value)
                put_back(name)


def put_back(name: str) -> None:
    value = wanted[name][-1]
    if value is None:
        os.environ.pop(name, None)
    else:
        os.environ[name] = value
    if len(wanted[name]) == 1:
        del wanted[name]


def of_dockerfile(text: str) -> dict[str, str]:
    """What the `ENV` lines of a Dockerfile set."""
    found: dict[str, str] = {}
    for line in re.sub(r"\\\s*\n", " ", text).splitlines():
        match = ENV.match(line)
        if match:
            found.update(assignments(match[1], found))
    return found


def assignments(text: str, known: dict[str, str]) -> dict[str, str]:
    try:
        words = shlex.split(text)
    except ValueError:
        return {}
    if words and "=" not in words[0]:
        # The old form: `ENV NAME the rest of the line`.
        return {words[0]: " ".join(words[1:])}
    pairs = (word.partition("=") for word in words)
    # Single quotes keep a `$` (modal quotes so); shlex has dropped them, so the text decides.
    expand = "'" not in text
    return {name: expanded(value, known) if expand else value for name, _, value in pairs}


def expanded(value: str, known: dict[str, str]) -> str:
    return REFERENCE.sub(lambda m: known.get(m[1], os.environ.get(m[1], "")), value)
