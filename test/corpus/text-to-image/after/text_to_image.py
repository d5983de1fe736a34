# # Images from text with a diffusion model

import argparse
import random
import time
from pathlib import Path

import fal
import fal_client
from fal.container import ContainerImage
from pydantic import BaseModel

MINUTES = 60
MODEL_ID = "stabilityai/stable-diffusion-3.5-large-turbo"

image = ContainerImage.from_dockerfile_str("""
FROM python:3.12-slim-bookworm
RUN apt-get update && apt-get install -y build-essential curl gfortran
COPY --from=ghcr.io/astral-sh/uv:latest /uv /.uv/uv
RUN /.uv/uv pip install --python $(command -v python) --compile-bytecode accelerate==0.33.0 diffusers==0.31.0 torch==2.5.1
ENV HF_HUB_CACHE=/data/hf-hub-cache
RUN python -m pip install fal
""")


class RunInput(BaseModel):
    prompt: str
    batch_size: int = 4
    seed: int | None = None


class Inference(fal.App):
    app_name = "example-text-to-image"
    machine_type = "GPU-H100"
    image = image
    max_concurrency = 2
    request_timeout = 10 * MINUTES

    def setup(self):
        import diffusers
        import torch
        self.pipe = diffusers.DiffusionPipeline.from_pretrained(MODEL_ID, torch_dtype=torch.bfloat16).to("cuda")

    @fal.endpoint("/")
    def run(self, input: RunInput) -> list[list[int]] | None:
        prompt, batch_size, seed = input.prompt, input.batch_size, input.seed
        seed = seed if seed is not None else random.randint(0, 2**32 - 1)
        images = self.pipe(prompt, num_images_per_prompt=batch_size, num_inference_steps=4).images
        return [list(image.size) for image in images]


def entrypoint(samples: int = 2, prompt: str = "A princess riding on a pony", batch_size: int = 3, seed: int | None = 7):
    for sample_idx in range(samples):
        sizes = fal_client.subscribe(
            "your-username/example-text-to-image",
            arguments={"prompt": prompt, "batch_size": batch_size, "seed": seed},
        )
        print(sample_idx, len(sizes), sizes[0])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--samples", type=int, default=2)
    parser.add_argument("--prompt", default="A princess riding on a pony")
    parser.add_argument("--batch-size", type=int, default=3)
    parser.add_argument("--seed", type=int, default=7)
    args = parser.parse_args()
    entrypoint(samples=args.samples, prompt=args.prompt, batch_size=args.batch_size, seed=args.seed)
