"""Pipelines that paint one colour, chosen by the prompt."""

import hashlib
from types import SimpleNamespace

from PIL import Image

__version__ = "0.36.0"


class DiffusionPipeline:
    def __init__(self, name, settings):
        self.name = name
        self.settings = settings

    @classmethod
    def from_pretrained(cls, name, **settings):
        return cls(str(name), settings)

    from_single_file = from_pretrained

    def __call__(self, prompt="", *, height=8, width=8, num_images_per_prompt=1, **settings):
        prompts = prompt if isinstance(prompt, list) else [prompt]
        images = [paint(f"{self.name}: {text}", width, height) for text in prompts]
        return SimpleNamespace(images=images * num_images_per_prompt, nsfw_content_detected=None)

    def to(self, *args, **kwargs):
        return self

    def save_pretrained(self, path):
        return None

    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        # enable_xformers_memory_efficient_attention, set_progress_bar_config, load_lora_weights …
        if name.startswith(("enable_", "disable_", "set_", "load_", "fuse_", "unload_")):
            return lambda *args, **kwargs: self
        return SimpleNamespace(config={}, to=lambda *args, **kwargs: None)


def paint(text, width, height):
    red, green, blue, *_ = hashlib.sha256(text.encode()).digest()
    return Image.new("RGB", (width, height), (red, green, blue))


class StableDiffusionPipeline(DiffusionPipeline):
    pass


class StableDiffusionXLPipeline(DiffusionPipeline):
    pass


class StableDiffusion3Pipeline(DiffusionPipeline):
    pass


class FluxPipeline(DiffusionPipeline):
    pass


class AutoPipelineForText2Image(DiffusionPipeline):
    pass


class AutoPipelineForImage2Image(DiffusionPipeline):
    pass


class AutoencoderKL(DiffusionPipeline):
    pass


class Scheduler:
    config = {}

    @classmethod
    def from_config(cls, config, **settings):
        return cls()

    @classmethod
    def from_pretrained(cls, name, **settings):
        return cls()


EulerDiscreteScheduler = EulerAncestralDiscreteScheduler = DDIMScheduler = Scheduler
DPMSolverMultistepScheduler = LCMScheduler = Scheduler
