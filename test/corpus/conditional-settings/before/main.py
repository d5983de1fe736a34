import modal

from settings import EXTRA, LIMITS, WORKER

app = modal.App("conditional")


@app.cls(**WORKER, **EXTRA, **({"memory": 512} if "cpu" in WORKER else {}))
class Echo:
    @modal.method()
    def say(self, word: str) -> str:
        return word * 2


@app.function(**(LIMITS | {"timeout": 30}))
def shout(word: str) -> str:
    return word.upper()


@app.local_entrypoint()
def main():
    print(Echo().say.remote("a"), shout.remote("b"))
