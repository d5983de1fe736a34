from pathlib import Path

import modal

ROOT = Path(__file__).resolve().parents[1] if modal.is_local() else Path("/root")

image = (
    modal.Image.debian_slim(python_version="3.11")
    .apt_install("git")
    .add_local_python_source("common")
    .add_local_dir(str(ROOT / "assets"), "/assets", ignore=["*.tmp"])
    .add_local_file(Path(__file__).parent / "settings.json", "/root/settings.json")
)
app = modal.App("copies-from-above", image=image)


@app.function()
def greet(name: str) -> str:
    from common.words import greeting

    return greeting(name)
