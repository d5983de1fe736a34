import fal

common = dict(cpu=2, memory=1024, timeout=90)
GPU = {"gpu": "H100"}


@fal.function(machine_type="M", request_timeout=90)
def one(x: int) -> int:
    return x


@fal.function(machine_type="GPU-H100", max_concurrency=2)
def two(x: int) -> int:
    return x * 2
