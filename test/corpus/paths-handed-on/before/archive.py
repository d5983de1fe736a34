import os
from pathlib import Path

import modal

app = modal.App("archive")
volume = modal.Volume.from_name("archive", create_if_missing=True)

ARCHIVE = "/archive"
NOTES = Path(ARCHIVE) / "notes"


def place(name: str) -> str:
    return f"{NOTES}/{name}.txt"


@app.function(volumes={ARCHIVE: volume})
def keep(path: str, text: str) -> int:
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w") as file:
        file.write(text)
    volume.commit()
    return len(text)


@app.function(volumes={ARCHIVE: volume})
def names() -> list[str]:
    return sorted(os.listdir(NOTES))


@app.function(cpu=1)
def keep_all(texts: dict[str, str]) -> list[str]:
    for name, text in texts.items():
        keep.remote(place(name), text)
    return names.remote()
