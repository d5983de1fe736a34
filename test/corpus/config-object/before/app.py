from pathlib import Path

import modal

from config import AppConfig

CONF = AppConfig(name="protein", gpu="H100")
app = modal.App(CONF.name)
image = modal.Image.debian_slim(python_version=CONF.python_version).pip_install("numpy")


@app.function(gpu=CONF.gpu, image=image, volumes=CONF.mounts(output=True))
def save(text: str) -> str:
    path = Path(CONF.output_mount) / "a.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    return Path(f"{CONF.output_mount}/a.txt").read_text()


@app.function(image=image, volumes=CONF.mounts(output=True))
def names() -> list[str]:
    return sorted(path.name for path in Path(CONF.output_mount).glob("*"))


@app.local_entrypoint()
def main(text: str = "x"):
    print(save.remote(text), names.remote())
