import modal

image = modal.Image.debian_slim().uv_pip_install("torch", "numpy")
app = modal.App("example-import-torch", image=image)

with image.imports():
    import numpy as np
    import torch


@app.function(gpu="H100")
def gpu_name() -> str:
    return f"{torch.cuda.device_count() >= 0} {np.arange(3).sum()}"


@app.local_entrypoint()
def main():
    print(gpu_name.remote())
