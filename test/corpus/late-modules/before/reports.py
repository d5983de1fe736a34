import os

import modal

from shared import app, image

volume = modal.Volume.from_name("reports", create_if_missing=True)


@app.function(image=image, volumes={"/reports": volume}, timeout=600)
def collect() -> int:
    volume.reload()
    return len(os.listdir("/reports"))


def title(name: str) -> str:
    return f"{os.environ['MODE']}: {name.title()}"
