"""Says `import modal`."""
from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any

import fal

if TYPE_CHECKING:
    from collections.abc import Sequence

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


@fal.function(
    machine_type="M",  # one is enough
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


# TODO(modal-lint): app-local-entrypoint: the file has an `if __name__ == "__main__":` block already: call `main` from it with the options that it needs
def main():
    """Prints a sum."""
    print(outer([1, 2, 3]))


if __name__ == "__main__":
    print("not through modal")
