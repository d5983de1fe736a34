from dataclasses import dataclass

import modal

app = modal.App("checkpoints")
checkpoints = modal.Volume.from_name("checkpoints", create_if_missing=True)
CHECKPOINT_DIR = "/checkpoints"


@dataclass
class Config:
    steps: int = 3
    lr: float = 0.1


@app.function(
    gpu="H100",
    volumes={CHECKPOINT_DIR: checkpoints},
    timeout=60 * 60 * 4,
    retries=modal.Retries(initial_delay=0.0, max_retries=2),
)
def train(run: str, steps: int = 3) -> list[str]:
    import os

    directory = os.path.join(CHECKPOINT_DIR, run)
    os.makedirs(directory, exist_ok=True)
    config = Config(steps=steps)
    for step in range(config.steps):
        with open(f"{directory}/{step:03d}.txt", "w") as file:
            file.write(str(config.lr * step))
        checkpoints.commit()
    return sorted(os.listdir(directory))
