import modal

from images.base import base

app = modal.App("dockerfile-beside-another-file")


@app.function(image=base.pip_install("rich"))
def shout(text: str) -> str:
    return text.upper()
