import os

import fal
from pydantic import BaseModel

# fal's machine types by the names that Modal has for its GPUs.
MACHINE_TYPES = {
    "A100": "GPU-A100",
    "A100-40GB": "GPU-A100",
    "H100": "GPU-H100",
    "H100!": "GPU-H100",
    "H200": "GPU-H200",
    "B200": "GPU-B200",
    "B200+": "GPU-B200",
    "L40S": "GPU-L40",
}

GPU = os.environ.get("GPU", "L40S")
COUNT = int(os.environ.get("GPU_COUNT", "2"))


@fal.function(
    machine_type=MACHINE_TYPES[GPU.partition(":")[0].upper()],
    num_gpus=int(GPU.partition(":")[2] or 1),
    requirements=["numpy"],
)
def square(x: int) -> int:
    return x * x


@fal.function(
    machine_type=MACHINE_TYPES[f"{os.environ.get('BIG_GPU', 'H100')}:{COUNT}".partition(":")[0].upper()],
    num_gpus=int(f"{os.environ.get('BIG_GPU', 'H100')}:{COUNT}".partition(":")[2] or 1),
    requirements=["numpy"],
)
def cube(x: int) -> int:
    return x**3


class AddInput(BaseModel):
    x: int


class Model(fal.App):
    app_name = "gpu-from-environment"
    machine_type = MACHINE_TYPES[GPU.partition(":")[0].upper()]
    num_gpus = int(GPU.partition(":")[2] or 1)
    requirements = ["numpy"]

    def setup(self):
        self.offset = 1

    @fal.endpoint("/")
    def add(self, input: AddInput) -> int | None:
        x = input.x
        return x + self.offset


def main():
    print(square(3), cube(2))


if __name__ == "__main__":
    main()
