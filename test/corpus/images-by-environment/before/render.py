import os

import modal

from images import farm

app = modal.App("render-farm")

TOOLS = os.environ.get("RENDER_TOOLS", "imagemagick").split()
FAST = os.environ.get("FAST_DENOISE") == "1"

image = farm.apt_install(*TOOLS)
for tool in TOOLS:
    image = image.run_commands(f"dpkg -s {tool} > /opt/{tool}.txt")

torch = modal.Image.debian_slim(python_version="3.11").pip_install("torch", "pillow")
onnx = modal.Image.debian_slim(python_version="3.11").pip_install("onnxruntime", "pillow")


@app.function(image=image)
def render(scene: str) -> str:
    return f"rendered {scene}"


@app.function(image=farm if FAST else image)
def preview(scene: str) -> str:
    return f"preview of {scene}"


@app.cls(image=torch if FAST else onnx)
class Denoiser:
    @modal.method()
    def clean(self, scene: str) -> str:
        return scene.title()


@app.local_entrypoint()
def main(scene: str = "hall"):
    print(render.remote(scene), preview.remote(scene))
    print(Denoiser().clean.remote(scene))
