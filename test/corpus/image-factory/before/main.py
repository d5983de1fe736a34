import modal

from images import IMAGES, with_helpers

app = modal.App("image-factory", image=IMAGES["cpu"])


@app.function()
def cpu(x: int) -> int:
    return x + 1


@app.function(image=IMAGES["gpu"], gpu="H100")
def gpu(x: int) -> int:
    return x + 2


@app.function(image=modal.Image.debian_slim().pipe(with_helpers, debug=True))
def debug(x: int) -> int:
    return x + 3


@app.local_entrypoint()
def main():
    print(cpu.remote(1), gpu.remote(1), debug.remote(1))
