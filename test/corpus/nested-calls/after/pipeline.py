import argparse

import fal

MINUTES = 60


@fal.function(request_timeout=5 * MINUTES)
def fetch(page: int) -> list[int]:
    return list(range(page * 3, page * 3 + 3))


@fal.function(machine_type="XS")
def transform(x: int) -> int:
    return x + 100


@fal.function(machine_type="M", requirements=["fal"], request_timeout=10 * MINUTES)
def run_all(pages: int) -> int:
    rows = []
    for found in (future.result() for future in [fetch.submit(item) for item in range(pages)]):
        rows += found
    handles = [transform.submit(row) for row in rows]
    first = transform(rows[0])
    rest = [handle.result() for handle in handles]
    return first + sum(rest) + transform.run_local(1)


def main(pages: int = 2):
    print(run_all(pages))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--pages", type=int, default=2)
    args = parser.parse_args()
    main(pages=args.pages)
