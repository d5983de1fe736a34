import os

import modal

GPU = os.environ.get("GPU", "L40S")
COUNT = int(os.environ.get("GPU_COUNT", "2"))

app = modal.App("gpu-from-environment")
image = modal.Image.debian_slim().pip_install("numpy")


@app.function(image=image, gpu=GPU)
def square(x: int) -> int:
    return x * x


@app.function(image=image, gpu=f"{os.environ.get('BIG_GPU', 'H100')}:{COUNT}")
def cube(x: int) -> int:
    return x**3


@app.cls(image=image, gpu=GPU)
class Model:
    @modal.enter()
    def load(self):
        self.offset = 1

    @modal.method()
    def add(self, x: int) -> int:
        return x + self.offset


@app.local_entrypoint()
def main():
    print(square.remote(3), cube.remote(2))
