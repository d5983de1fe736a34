import sys

import fal


@fal.function()
def double(x: int) -> int:
    return x * 2


def main(argv):
    n = int(argv[0]) if argv else 4
    print(double(n))


if __name__ == "__main__":
    main(sys.argv[1:])
