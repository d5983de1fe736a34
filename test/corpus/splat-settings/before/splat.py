import modal

app = modal.App("splat")
common = dict(cpu=2, memory=1024, timeout=90)
GPU = {"gpu": "H100"}


@app.function(**common)
def one(x: int) -> int:
    return x


@app.function(**GPU, max_containers=2)
def two(x: int) -> int:
    return x * 2
