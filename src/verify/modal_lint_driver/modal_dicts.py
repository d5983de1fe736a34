"""Modal's Dicts: entries are pickled into this process, as Modal pickles them to its own."""

import pickle
from collections.abc import Callable
from typing import Any

from .modal_double import inner

MISSING = object()


def install(method: Callable[..., Any]) -> None:
    """Replaces what a `KVStore` can do too; the rest needs Modal. `method` gives a function its `.aio` twin."""
    import modal

    stores: dict[str, dict[Any, bytes]] = {}

    def entries(of: Any) -> dict[Any, bytes]:
        return stores.setdefault(inner(of)._name, {})

    def get(of: Any, key: Any, default: Any = None) -> Any:
        found = entries(of).get(key)
        return default if found is None else pickle.loads(found)

    def contains(of: Any, key: Any) -> bool:
        return key in entries(of)

    def put(of: Any, key: Any, value: Any, *, skip_if_exists: bool = False) -> bool:
        if skip_if_exists and key in entries(of):
            return False
        entries(of)[key] = pickle.dumps(value)
        return True

    def pop(of: Any, key: Any, default: Any = MISSING) -> Any:
        if key not in entries(of) and default is not MISSING:
            return default
        return pickle.loads(entries(of).pop(key))

    for function in (get, contains, put, pop):
        setattr(modal.Dict, function.__name__, method(function))
    modal.Dict.__getitem__ = lambda of, key: pickle.loads(entries(of)[key])
    modal.Dict.__setitem__ = lambda of, key, value: put(of, key, value)
    modal.Dict.__delitem__ = lambda of, key: pop(of, key)
    modal.Dict.__contains__ = lambda of, key: contains(of, key)
