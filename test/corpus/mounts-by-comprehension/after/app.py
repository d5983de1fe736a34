import os
from pathlib import Path

import fal

STORE = Path("/data/team-store/index.json").parent
NAMES = ["runs", "logs"]


@fal.function()
def write(name: str) -> list[str]:
    os.makedirs("/data/team-logs", exist_ok=True)
    os.makedirs("/data/team-runs", exist_ok=True)
    for folder in ("/data/team-runs", "/data/team-logs"):
        os.makedirs(folder, exist_ok=True)
        Path(folder, f"{name}.txt").write_text(name)
    STORE.mkdir(parents=True, exist_ok=True)
    (STORE / "index.json").write_text(name)
    return sorted(os.listdir("/data/team-runs"))


@fal.function()
def read(name: str) -> str:
    os.makedirs("/data/team-logs", exist_ok=True)
    os.makedirs("/data/team-store", exist_ok=True)
    return Path(f"/data/team-logs/{name}.txt").read_text() + (STORE / "index.json").read_text()


def main():
    print(write("a"), read("a"))


if __name__ == "__main__":
    main()
