# A first program: one function, called in four ways.
import sys

import fal


@fal.function()
def f(i: int) -> int:
    if i % 2 == 0:
        print("hello", i)
    else:
        print("world", i, file=sys.stderr)

    return i * i


def main():
    # run the function here
    print(f.run_local(1000))

    # run the function there
    print(f(1000))

    # run the function there, in parallel
    total = 0
    for ret in (future.result() for future in [f.submit(item) for item in range(200)]):
        total += ret

    print(total)


if __name__ == "__main__":
    main()
