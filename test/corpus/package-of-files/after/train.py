import os

import fal

import common
from common import DATA_DIR


@fal.function(
    machine_type="GPU-H100",
    python_version="3.11",
    requirements=["numpy", "pydantic>=2"],
    request_timeout=30 * common.MINUTES,
)
def train(name: str) -> dict:
    os.makedirs("/data/dataset", exist_ok=True)
    with open(f"{DATA_DIR}/rows.txt") as file:
        total = sum(int(line) for line in file)
    return {"name": name, "total": total}
