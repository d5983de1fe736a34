"""What is installed on a runner, as far as the settings of a unit tell it."""

import importlib.abc
import re
import sys
from collections.abc import Sequence
from typing import Any

# By the name of the distribution: the modules that come with it, as far as SDK code needs them.
BRINGS = {
    "fal": {"fal", "fastapi", "starlette", "uvicorn"},
    "fal-client": {"fal_client"},
    "fastapi": {"fastapi", "starlette"},
    "uvicorn": {"uvicorn"},
}
# fal installs these for every app.
FOR_APPS = {"fastapi", "uvicorn"}


def absent(options: Any, is_app: bool) -> set[str]:
    """The modules that are not there. Without an image, nothing is that `requirements` does not name."""
    environment = options.environment
    image = environment.get("image")
    if image is None:
        there = {name_of(text) for text in environment.get("requirements") or []}
        there |= FOR_APPS if is_app else set()
    else:
        text = image["dockerfile_str"] if isinstance(image, dict) else image.dockerfile_str
        # Of an image of somebody else nobody knows all that it holds.
        there = set(BRINGS) - {"fal-client", "fal"}
        there |= {name for name in BRINGS if re.search(rf"(?<![\w-]){name}(?![\w-])", text)}
    every = {"modal"}.union(*BRINGS.values())
    return every.difference(*(modules for name, modules in BRINGS.items() if name in there))


def name_of(requirement: str) -> str:
    found = re.match(r"[\w.-]+", requirement.strip())
    return found[0].lower().replace("_", "-") if found else ""


class Absent(importlib.abc.MetaPathFinder):
    def __init__(self, roots: set[str]) -> None:
        self.roots = roots

    def find_spec(self, name: str, path: Sequence[str] | None = None, target: Any = None) -> None:
        if name.partition(".")[0] in self.roots:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


def take_away(roots: set[str]) -> None:
    """Takes modules out of the interpreter, as where they are not installed."""
    for name in list(sys.modules):
        if name.partition(".")[0] in roots:
            del sys.modules[name]
    sys.meta_path.insert(0, Absent(roots))
