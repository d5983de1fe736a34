import asyncio
from concurrent.futures import ThreadPoolExecutor

import fal
import fal_client
from pydantic import BaseModel


@fal.function()
def square(x: int, plus: int = 0) -> int:
    return x * x + plus


@fal.function()
def shout(word: str) -> str:
    return word.upper()


class DoubleInput(BaseModel):
    x: int


class Model(fal.App):
    app_name = "gather"

    @fal.endpoint("/")
    def double(self, input: DoubleInput) -> int:
        x = input.x
        return 2 * x


async def awaited() -> None:
    async for y in (
        await future
        for future in [asyncio.wrap_future(square.submit(*args)) for args in zip([1, 2], [3, 4])]
    ):
        print(y)
    print([y async for y in (
        await future
        for future in [asyncio.wrap_future(square.submit(*args)) for args in [(1, 2), (3, 4)]]
    )])
    print(sorted([y async for y in (
        await future
        for future in asyncio.as_completed([
            asyncio.wrap_future(square.submit(item))
            for item in range(3)
        ])
    )]))
    await asyncio.gather(*[asyncio.wrap_future(square.submit(item)) for item in range(2)])
    call = await asyncio.to_thread(square.submit, 7)
    print(await asyncio.wrap_future(call))


def main():
    print([future.result() for future in (square.submit(3), shout.submit("a"))])
    calls = [square.submit(i) for i in range(3)]
    print([future.result() for future in calls])
    handles = [fal_client.submit("your-username/gather", arguments={"x": i}) for i in range(2)]
    print([handle.get() for handle in handles])
    with ThreadPoolExecutor() as pool:
        print(list(pool.map(square, [4, 5])))
    print(square.raw_func(2))
    asyncio.run(awaited())


if __name__ == "__main__":
    main()
