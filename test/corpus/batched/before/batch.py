import modal

app = modal.App("batched")


@app.function()
@modal.batched(max_batch_size=4, wait_ms=100)
def squares(xs: list[int]) -> list[int]:
    return [x * x for x in xs]


@app.function()
def single(x: int) -> int:
    return x * x
