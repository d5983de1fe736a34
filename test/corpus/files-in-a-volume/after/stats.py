import json
import os
from pathlib import Path

import fal

ROOT = Path("/data/run-stats")
RUNS = ROOT / "runs"


@fal.function()
def write(name: str, value: int) -> str:
    RUNS.mkdir(parents=True, exist_ok=True)
    path = RUNS / f"{name}.json"
    path.write_text(json.dumps({"value": value}))
    return path.name


@fal.function()
def read(name: str) -> int:
    os.makedirs("/data/run-stats", exist_ok=True)
    with open(f"/data/run-stats/runs/{name}.json") as file:
        return json.load(file)["value"]


@fal.function()
def names() -> list[str]:
    return sorted(os.listdir("/data/run-stats/runs"))


def main():
    write("a", 1)
    write("b", 2)
    print(read("a") + read("b"), names())


if __name__ == "__main__":
    main()
