import modal
from typing import Optional

app = modal.App(name="square-options")


@app.function()
def power(x: float, exponent: int = 2):
    return x**exponent


@app.local_entrypoint()
def main(number: float = 3.0, exponent: int = 2, label: Optional[str] = None, verbose: bool = False):
    result = power.remote(number, exponent=exponent)
    if verbose:
        print(f"{number=} {exponent=}")
    print(label or "result", result)
