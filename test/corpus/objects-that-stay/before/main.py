import modal

from helpers import shorten
from store import files, seen, sync

app = modal.App("jobs")


@app.function(volumes={"/results": files})
def work(name: str) -> str:
    if name in seen:
        del seen[name]
    seen[name] = "started"
    with open(f"/results/{name}", "w") as out:
        out.write(name)
    sync(files, name)
    return name


@app.function()
def length(text: str) -> int:
    return len(shorten(text))
