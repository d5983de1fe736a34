"""Says `import modal`."""
from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import modal as m

if TYPE_CHECKING:
    from collections.abc import Sequence

server = m.App("odd-python")
text = """
@app.function()
def not_me(): ...
"""


def logged(function):
    @functools.wraps(function)
    def inner(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    return inner


def modal(dialog):
    return dialog


@server.function(
    cpu=1,  # one is enough
    memory=2 * 1024,
)
@logged
def outer(values: Sequence[int]) -> int:
    def add(a: int, b: int) -> int:
        return a + b

    total = 0
    for value in values:
        total = add(total, value)
    return modal(total)


# a comment of main


@server.local_entrypoint()
def main():
    """Prints a sum."""
    print(outer.remote([1, 2, 3]))


if __name__ == "__main__":
    print("not through modal")
