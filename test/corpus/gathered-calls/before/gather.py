import asyncio
from concurrent.futures import ThreadPoolExecutor

import modal

app = modal.App("gather")


@app.function()
def square(x: int, plus: int = 0) -> int:
    return x * x + plus


@app.function()
def shout(word: str) -> str:
    return word.upper()


@app.cls()
class Model:
    @modal.method()
    def double(self, x: int) -> int:
        return 2 * x


async def awaited() -> None:
    async for y in square.map.aio([1, 2], [3, 4]):
        print(y)
    print([y async for y in square.starmap.aio([(1, 2), (3, 4)])])
    print(sorted([y async for y in square.map.aio(range(3), order_outputs=False)]))
    await square.for_each.aio(range(2))
    call = await square.spawn.aio(7)
    print(await call.get.aio())


@app.local_entrypoint()
def main():
    print(modal.FunctionCall.gather(square.spawn(3), shout.spawn("a")))
    calls = [square.spawn(i) for i in range(3)]
    print(modal.FunctionCall.gather(*calls))
    handles = [Model().double.spawn(x=i) for i in range(2)]
    print(modal.FunctionCall.gather(*handles))
    with ThreadPoolExecutor() as pool:
        print(list(pool.map(square.remote, [4, 5])))
    print(square.get_raw_f()(2))
    asyncio.run(awaited())
