from modal import Image, Secret, Stub, gpu, method

stub = Stub("diffusion")
image = Image.debian_slim().pip_install("diffusers", "torch", "Pillow")
SETTINGS = {"height": 8}

if stub.is_inside():
    import math


@stub.cls(gpu=gpu.A100(count=2), image=image, container_idle_timeout=240, concurrency_limit=3)
class Diffusion:
    def __enter__(self):
        from diffusers import DiffusionPipeline

        self.pipe = DiffusionPipeline.from_pretrained("runwayml/stable-diffusion-v1-5")

    @method()
    def size(self, prompt: str, steps: int = 20):
        image = self.pipe(prompt, num_inference_steps=steps, **SETTINGS).images[0]
        return list(image.size)

    def __exit__(self, *args):
        self.pipe = None


@stub.local_entrypoint()
def entrypoint(prompt: str = "a cat"):
    print(Diffusion().size.remote(prompt, steps=5))
