import os
from typing import TypedDict


class Settings(TypedDict):
    cpu: float
    timeout: int


WORKER = Settings(cpu=1, timeout=60 * 5)
SNAPSHOTS = os.environ.get("SNAPSHOTS") == "1"
EXTRA = dict(enable_memory_snapshot=True) if SNAPSHOTS else {}
LIMITS = {"max_containers": 2}
