import os
from dataclasses import dataclass

import fal

CHECKPOINT_DIR = "/data/checkpoints"


@dataclass
class Config:
    steps: int = 3
    lr: float = 0.1


# TODO(modal-lint): retries: `retries=modal.Retries(initial_delay=0.0, max_retries=2)` repeats calls that raised, which fal does not: put `fal.toolkit.utils.retry.retry(max_retries=3)` on the function that may fail
@fal.function(machine_type="GPU-H100", request_timeout=60 * 60 * 4)
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
