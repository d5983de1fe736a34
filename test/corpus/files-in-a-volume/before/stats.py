import json
import os
from pathlib import Path

import modal

volume = modal.Volume.from_name("run-stats", create_if_missing=True)
app = modal.App("files-in-a-volume")

ROOT = Path("/stats")
RUNS = ROOT / "runs"


@app.function(volumes={str(ROOT): volume})
def write(name: str, value: int) -> str:
    RUNS.mkdir(parents=True, exist_ok=True)
    path = RUNS / f"{name}.json"
    path.write_text(json.dumps({"value": value}))
    volume.commit()
    return path.name


@app.function(volumes={"/stats": volume})
def read(name: str) -> int:
    volume.reload()
    with open(f"/stats/runs/{name}.json") as file:
        return json.load(file)["value"]


@app.function(volumes={"/stats": volume.read_only()})
def names() -> list[str]:
    return sorted(os.listdir("/stats/runs"))


@app.local_entrypoint()
def main():
    write.remote("a", 1)
    write.remote("b", 2)
    print(read.remote("a") + read.remote("b"), names.remote())
