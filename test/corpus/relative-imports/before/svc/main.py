from . import texts
from .common import app, image
from .texts import shout


@app.function(image=image)
def greet(name: str) -> str:
    from .texts import shout as again

    return shout(name) + again("x") + texts.shout("y")


@app.local_entrypoint()
def run():
    print(greet.remote("ann"))
