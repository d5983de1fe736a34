import modal

app = modal.App("flaky")

tries = []


@app.function(retries=modal.Retries(max_retries=2, initial_delay=0.0, backoff_coefficient=1.0))
def flaky(name: str) -> str:
    while len(tries) < 3:
        tries.append(name)
    return name * len(tries)


@app.function(retries=modal.Retries(max_retries=1, initial_delay=0.0))
async def broken() -> str:
    raise ValueError("never")


@app.cls(retries=0)
class Store:
    @modal.method()
    def get(self, name: str) -> str:
        return name.upper()
