import os

import fal

from helpers import shorten
from store import files, seen, sync


@fal.function(local_python_modules=["store"])
def work(name: str) -> str:
    os.makedirs("/data/results", exist_ok=True)
    # TODO(modal-lint): dict: `seen` is a `modal.Dict`, and a runner has no Modal: keep the entries in `fal.toolkit.KVStore`, or in a database
    if name in seen:
        del seen[name]
    seen[name] = "started"
    with open(f"/data/results/{name}", "w") as out:
        out.write(name)
    # TODO(modal-lint): volume: `files` is a `modal.Volume`, and a runner has no Modal: a directory under `/data` needs no object, so take it out
    sync(files, name)
    return name


@fal.function(local_python_modules=["helpers"])
def length(text: str) -> int:
    return len(shorten(text))
