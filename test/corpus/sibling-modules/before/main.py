import modal

import config
from texts import shout

image = modal.Image.debian_slim().add_local_python_source("config", "texts")
app = modal.App("sibling-modules", image=image)


@app.function()
def greet(name: str) -> str:
    return shout(name) + config.MARK


@app.function(image=modal.Image.debian_slim().apt_install("git").add_local_python_source("config", "texts"))
def later(name: str) -> str:
    import texts

    return texts.shout(name)


@app.local_entrypoint()
def run():
    print(greet.remote("ann"), later.remote("bob"))
