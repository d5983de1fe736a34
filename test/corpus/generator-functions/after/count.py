import argparse
import asyncio

import fal


def _count(n: int, *, step: int = 1):
    """Counts."""
    for i in range(0, n, step):
        yield i


@fal.function(machine_type="M")
def count(n: int, *, step: int = 1):
    return list(_count(n, step=step))


async def _letters(word: str, times: int = 1):
    for letter in word * times:
        yield letter


@fal.function()
async def letters(word: str, times: int = 1):
    return [item async for item in _letters(word, times)]


@fal.function()
def both(n: int) -> list:
    return [*_count(n), *_count(n, step=2)]


async def main(n: int = 3):
    for i in count(n):
        print(i)
    print(list(count(n, step=2)))
    for letter in await asyncio.to_thread(letters, "ab", times=2):
        print(letter)
    print([letter async for letter in (item for items in [asyncio.to_thread(letters, "xy")] for item in await items)])
    print(await asyncio.to_thread(both, 2))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=3)
    args = parser.parse_args()
    asyncio.run(main(n=args.n))
