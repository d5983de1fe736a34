import fal

GPUS = ["H100", "A100-40GB"]


@fal.function(machine_type=["GPU-H100", "GPU-A100"], request_timeout=120)
def which(n: int) -> int:
    return n + 1


@fal.function(machine_type=["GPU-H100", "GPU-H200"], num_gpus=2)
def two(n: int) -> int:
    return n + 2


@fal.function(machine_type="XL")
def none(n: int) -> int:
    return n + 3


@fal.function(machine_type="GPU-B200", num_gpus=8, regions=["us-east", "eu-west"])
def many(n: int) -> int:
    return n + 4
