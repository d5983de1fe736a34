import argparse

from prepare import prepare
from train import train


def main(rows: int = 4, name: str = "first"):
    print(prepare(rows))
    print(train(name=name))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=4)
    parser.add_argument("--name", default="first")
    args = parser.parse_args()
    main(rows=args.rows, name=args.name)
