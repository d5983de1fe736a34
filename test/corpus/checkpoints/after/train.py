from dataclasses import dataclass

import fal
from fal.toolkit.utils.retry import retry

CHECKPOINT_DIR = "/data/checkpoints"


@dataclass
class Config:
    steps: int = 3
    lr: float = 0.1


@fal.function(machine_type="GPU-H100", request_timeout=60 * 60 * 4)
@retry(max_retries=3, base_delay=0)
def train(run: str, steps: int = 3) -> list[str]:
    import os
    os.makedirs("/data/checkpoints", exist_ok=True)

    directory = os.path.join(CHECKPOINT_DIR, run)
    os.makedirs(directory, exist_ok=True)
    config = Config(steps=steps)
    for step in range(config.steps):
        with open(f"{directory}/{step:03d}.txt", "w") as file:
            file.write(str(config.lr * step))
    return sorted(os.listdir(directory))
