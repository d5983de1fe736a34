import argparse
import os
from pathlib import Path

import fal

from config import AppConfig

CONF = AppConfig(name="protein", gpu="H100")


@fal.function(
    machine_type="GPU-H100",
    python_version="3.11",
    requirements=["numpy"],
    local_python_modules=["config"],
)
def save(text: str) -> str:
    path = Path("/data/protein-outputs") / "a.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return Path(f"/data/protein-outputs/a.txt").read_text()


@fal.function(
    python_version="3.11",
    requirements=["numpy"],
    local_python_modules=["config"],
)
def names() -> list[str]:
    os.makedirs("/data/protein-outputs", exist_ok=True)
    return sorted(path.name for path in Path("/data/protein-outputs").glob("*"))


def main(text: str = "x"):
    print(save(text), names())


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--text", default="x")
    args = parser.parse_args()
    main(text=args.text)
