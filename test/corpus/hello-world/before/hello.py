# A first program: one function, called in four ways.
import sys

import modal

app = modal.App("example-hello-world")


@app.function()
def f(i: int) -> int:
    if i % 2 == 0:
        print("hello", i)
    else:
        print("world", i, file=sys.stderr)

    return i * i


@app.local_entrypoint()
def main():
    # run the function here
    print(f.local(1000))

    # run the function there
    print(f.remote(1000))

    # run the function there, in parallel
    total = 0
    for ret in f.map(range(200)):
        total += ret

    print(total)
