import os
from pathlib import Path

import modal

STORE = Path("/store/index.json").parent
NAMES = ["runs", "logs"]
VOLUMES = {f"/{name}": modal.Volume.from_name(f"team-{name}", create_if_missing=True) for name in NAMES}
EXTRA = {}
EXTRA[str(STORE)] = modal.Volume.from_name("team-store", create_if_missing=True)

app = modal.App("mounts-by-comprehension")


@app.function(volumes=VOLUMES | EXTRA)
def write(name: str) -> list[str]:
    for folder in ("/runs", "/logs"):
        os.makedirs(folder, exist_ok=True)
        Path(folder, f"{name}.txt").write_text(name)
    STORE.mkdir(parents=True, exist_ok=True)
    (STORE / "index.json").write_text(name)
    return sorted(os.listdir("/runs"))


@app.function(volumes={**VOLUMES, **EXTRA})
def read(name: str) -> str:
    return Path(f"/logs/{name}.txt").read_text() + (STORE / "index.json").read_text()


@app.local_entrypoint()
def main():
    print(write.remote("a"), read.remote("a"))
