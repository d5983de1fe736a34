import asyncio

import modal

app = modal.App("async-program")


@app.function()
async def slow(x: int) -> int:
    await asyncio.sleep(0)
    return x + 1


@app.cls()
class Agent:
    @modal.enter()
    async def start(self):
        self.name = "agent"

    @modal.method()
    async def greet(self, who: str) -> str:
        return f"{self.name} greets {who}"


@app.local_entrypoint()
async def main():
    print(await slow.remote.aio(1))
    print(await Agent().greet.remote.aio("Ann"))
    print(await asyncio.gather(slow.remote.aio(2), slow.remote.aio(3)))
