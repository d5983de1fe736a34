import argparse

import fal
import fal_client
from modal import Stub
from pydantic import BaseModel

stub = Stub("diffusion")
SETTINGS = {"height": 8}

# TODO(modal-lint): app-is-inside: Move what it guards to the start of the functions that use it, or into `setup`; inside of a function `os.getenv("IS_ISOLATE_AGENT") is not None` says the same.
if stub.is_inside():
    import math


class SizeInput(BaseModel):
    prompt: str
    steps: int = 20


class Diffusion(fal.App):
    app_name = "diffusion"
    machine_type = "GPU-A100"
    num_gpus = 2
    requirements = ["diffusers", "torch", "Pillow"]
    keep_alive = 240
    max_concurrency = 3

    def setup(self):
        from diffusers import DiffusionPipeline

        self.pipe = DiffusionPipeline.from_pretrained("runwayml/stable-diffusion-v1-5")

    @fal.endpoint("/")
    def size(self, input: SizeInput):
        prompt, steps = input.prompt, input.steps
        image = self.pipe(prompt, num_inference_steps=steps, **SETTINGS).images[0]
        return list(image.size)

    def teardown(self):
        self.pipe = None


def entrypoint(prompt: str = "a cat"):
    print(fal_client.subscribe("your-username/diffusion", arguments={"prompt": prompt, "steps": 5}))


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--prompt", default="a cat")
    args = parser.parse_args()
    entrypoint(prompt=args.prompt)
