import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

# Who asks.
tenant: ContextVar[str | None] = ContextVar("tenant", default=None)
seen = threading.local()


@contextmanager
def as_tenant(name: str) -> Iterator[None]:
    token = tenant.set(name)
    try:
        yield
    finally:
        tenant.reset(token)


def remember(word: str) -> int:
    words = getattr(seen, "words", set())
    seen.words = words | {word}
    return len(seen.words)
