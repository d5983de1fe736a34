import json
import os
from urllib.parse import quote

import fal

from helpers import shorten
from store import files, seen, sync


@fal.function(local_python_modules=["store"])
def work(name: str) -> str:
    os.makedirs("/data/results", exist_ok=True)
    if seen.get(quote(name, safe="")) is not None:
        seen.delete(quote(name, safe=""))
    seen.set(quote(name, safe=""), json.dumps("started"))
    with open(f"/data/results/{name}", "w") as out:
        out.write(name)
    # TODO(modal-lint): volume: `files` is a `modal.Volume`, and a runner has no Modal: a directory under `/data` needs no object, so take it out
    sync(files, name)
    return name


@fal.function(local_python_modules=["helpers"])
def length(text: str) -> int:
    return len(shorten(text))
