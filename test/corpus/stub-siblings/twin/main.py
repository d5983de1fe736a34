import modal

from texts import shout

app = modal.App("stub-siblings", image=modal.Image.debian_slim().add_local_python_source("texts"))


@app.function()
def greet(name: str) -> str:
    return shout(name)


@app.local_entrypoint()
def run():
    print(greet.remote("ann"))
