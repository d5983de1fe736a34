import modal

app = modal.App("gpu-fallbacks")
GPUS = ["H100", "A100-40GB"]


@app.function(gpu=GPUS, max_inputs=None, timeout=120)
def which(n: int) -> int:
    return n + 1


@app.function(gpu=["h100:2", "h200:2"])
def two(n: int) -> int:
    return n + 2


@app.function(gpu=None, cpu=8.0, memory=(1024, 16384))
def none(n: int) -> int:
    return n + 3


@app.function(gpu="B200:8", region=["us-east", "eu-west"])
def many(n: int) -> int:
    return n + 4
