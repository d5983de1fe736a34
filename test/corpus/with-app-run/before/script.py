import sys

import modal

app = modal.App("with-app-run")


@app.function()
def double(x: int) -> int:
    return x * 2


def main(argv):
    n = int(argv[0]) if argv else 4
    with modal.enable_output():
        with app.run():
            print(double.remote(n))


if __name__ == "__main__":
    main(sys.argv[1:])
