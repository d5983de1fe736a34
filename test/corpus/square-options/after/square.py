import fal
import argparse
from typing import Optional


@fal.function()
def power(x: float, exponent: int = 2):
    return x**exponent


def main(number: float = 3.0, exponent: int = 2, label: Optional[str] = None, verbose: bool = False):
    result = power(number, exponent=exponent)
    if verbose:
        print(f"{number=} {exponent=}")
    print(label or "result", result)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--number", type=float, default=3.0)
    parser.add_argument("--exponent", type=int, default=2)
    parser.add_argument("--label", default=None)
    parser.add_argument("--verbose", action=argparse.BooleanOptionalAction, default=False)
    args = parser.parse_args()
    main(number=args.number, exponent=args.exponent, label=args.label, verbose=args.verbose)
