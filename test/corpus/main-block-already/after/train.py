import argparse

import fal


@fal.function()
def train(kind: str, step: int) -> str:
    return f"{kind} {step}"


def main(kind: str = "naive", times: int = 2):
    for step in range(times):
        print(train(kind, step))


if __name__ == "__main__":
    # `fal run` is not needed.
    parser = argparse.ArgumentParser()
    parser.add_argument("--kind", default="naive")
    parser.add_argument("--times", type=int, default=2)
    args = parser.parse_args()
    main(kind=args.kind, times=args.times)
