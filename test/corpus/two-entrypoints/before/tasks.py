import datetime
from typing import Literal, Optional

import modal

app = modal.App("two-entrypoints")


@app.function(cpu=1.0, memory=1024)
def add(a: int, b: int):
    return a + b


@app.local_entrypoint()
def first():
    print(add.remote(1, 2))


@app.local_entrypoint()
async def second(
    n: int = 2, mode: Literal["fast", "slow"] = "fast", note: Optional[str] = None, loud: bool = True
):
    print(await add.remote.aio(n, n), mode, note, loud)


@app.local_entrypoint()
def third(started: datetime.datetime, run: str = "a"):
    print(started.year, add.remote(started.month, started.day), run)
