# # Images from text with a diffusion model
from __future__ import annotations

import random
import time
from pathlib import Path

import modal

MINUTES = 60
MODEL_ID = "stabilityai/stable-diffusion-3.5-large-turbo"

app = modal.App("example-text-to-image")
image = (
    modal.Image.debian_slim(python_version="3.12")
    .uv_pip_install("accelerate==0.33.0", "diffusers==0.31.0", "torch==2.5.1")
    .env({"HF_HUB_CACHE": "/cache"})
)
with image.imports():
    import diffusers
    import torch

volume = modal.Volume.from_name("hf-hub-cache", create_if_missing=True)


@app.cls(image=image, gpu="H100", timeout=10 * MINUTES, volumes={"/cache": volume}, max_containers=2)
class Inference:
    @modal.enter()
    def load_pipeline(self):
        self.pipe = diffusers.DiffusionPipeline.from_pretrained(MODEL_ID, torch_dtype=torch.bfloat16).to("cuda")

    @modal.method()
    def run(self, prompt: str, batch_size: int = 4, seed: int | None = None) -> list[list[int]]:
        seed = seed if seed is not None else random.randint(0, 2**32 - 1)
        images = self.pipe(prompt, num_images_per_prompt=batch_size, num_inference_steps=4).images
        return [list(image.size) for image in images]


@app.local_entrypoint()
def entrypoint(samples: int = 2, prompt: str = "A princess riding on a pony", batch_size: int = 3, seed: int | None = 7):
    inference_service = Inference()
    for sample_idx in range(samples):
        sizes = inference_service.run.remote(prompt, batch_size, seed)
        print(sample_idx, len(sizes), sizes[0])
