import argparse
from concurrent.futures import as_completed

import fal


@fal.function(max_concurrency=10)
def divide(a: int, b: int) -> float:
    return a / b


@fal.function()
def tag(name, *, prefix="x"):
    return f"{prefix}-{name}"


@fal.function()
def note(text: str) -> None:
    print("noted", text)


def main(n: int = 3):
    pairs = [(i, i + 1) for i in range(n)]
    print(list(future.result() for future in [divide.submit(*args) for args in pairs]))
    print(sorted(
        future.result()
        for future in as_completed([divide.submit(*args) for args in [(1, 2), (3, 4)]])
    ))
    results = (
        future.exception() or future.result()
        for future in [divide.submit(*args) for args in [(1, 0), (1, 1)]]
    )
    print([type(r).__name__ for r in results])
    for name in (
        future.result()
        for future in [tag.submit(item, **{"prefix": "y"}) for item in ["a", "b"]]
    ):
        print(name)
    print(list(
        future.result()
        for future in [divide.submit(*args) for args in zip([4, 6], [2, 3])]
    ))
    for future in [note.submit(item) for item in ["one", "two"]]:
        future.result()
    print(sum(
        future.result()
        for future in [divide.submit(*args) for args in ((i, 1) for i in range(4))]
    ))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--n", type=int, default=3)
    args = parser.parse_args()
    main(n=args.n)
