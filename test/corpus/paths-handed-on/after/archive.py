import os
from pathlib import Path

import fal

ARCHIVE = "/data/archive"
NOTES = Path(ARCHIVE) / "notes"


def place(name: str) -> str:
    return f"{NOTES}/{name}.txt"


@fal.function()
def keep(path: str, text: str) -> int:
    os.makedirs("/data/archive", exist_ok=True)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)
    return len(text)


@fal.function()
def names() -> list[str]:
    os.makedirs("/data/archive", exist_ok=True)
    return sorted(os.listdir(NOTES))


@fal.function(machine_type="S", requirements=["fal"])
def keep_all(texts: dict[str, str]) -> list[str]:
    for name, text in texts.items():
        keep(place(name), text)
    return names()
