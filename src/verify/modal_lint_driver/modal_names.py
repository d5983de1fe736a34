"""Names inside the modal SDK that differ between the 1.5 releases."""

from typing import Any


def source_of(function: Any) -> Any:
    """Where a function was defined: module, name, the raw function."""
    return function._source_info if hasattr(function, "_source_info") else function._info


def maker_of(function_class: Any) -> str:
    """The static method through which every local function is made."""
    return "_from_local" if hasattr(function_class, "_from_local") else "from_local"
